"""The catalogue and its sources in a real browser: found, followed, decided, nothing wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lenses.models import LensVersion
from lenses.services import imports
from reviews.services import templates
from tests.browser.test_axe import faults, show
from tests.builders import SMALL_LENS

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.WELLARCH_SOURCE_ROOTS = {"standards": tmp_path}
    return tmp_path


def put(folder: Path, **changes) -> None:
    (folder / "small.json").write_text(json.dumps({**SMALL_LENS, **changes}))


def test_an_admin_follows_a_lens_and_decides_what_becomes_of_a_draft(cast, actors, folder, desk_of):
    put(folder)
    desk = desk_of(cast.ada)
    page = desk.page
    page.goto("/lenses/")
    page.get_by_role("navigation", name="Catalogue").get_by_role("link", name="Sources").click()
    show(faults(page))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Place").fill("standards/small.json")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="New draft")).to_be_visible()
    imports.import_document(actors.ben, data=json.dumps({**SMALL_LENS, "description": "Ben's"}))
    put(folder, description="From the repository")
    page.get_by_role("button", name="Look now").click()
    expect(page.get_by_role("heading", name="Waits for your own draft")).to_be_visible()
    expect(page.get_by_text("1 text changed.")).to_be_visible()
    show(faults(page))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Take the source’s text").click()
    expect(page.get_by_role("heading", name="New draft")).to_be_visible()
    draft = LensVersion.objects.get(status="draft")
    assert draft.document["description"] == "From the repository"
    page.goto("/lenses/sources/")
    show(faults(page))
    assert desk.complaints == []


def test_lenses_are_found_and_a_template_is_shared(cast, actors, small_lens, desk_of):
    made = templates.create(actors.ben, values={"name": "House rules"}, lenses=["small"])
    desk = desk_of(cast.ben)
    page = desk.page
    page.goto("/lenses/")
    page.get_by_role("searchbox").fill("small")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"^1 of \d+ lenses fits\."))).to_be_visible()
    show(faults(page))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/templates/{made.pk}/sharing/")
    page.get_by_label("With whom").fill("sam@partner.example")
    page.keyboard.press("Enter")
    expect(page.get_by_text("sam@partner.example")).to_be_visible()
    show(faults(page))
    page.goto("/lenses/small/sharing/")
    expect(page.get_by_text("sam@partner.example")).to_be_visible()
    assert desk.complaints == []
