"""Comparing, publishing and deleting a lens in a browser: without faults, in both themes, by
keyboard, at every width."""

from __future__ import annotations

from copy import deepcopy

import pytest
from playwright.sync_api import expect

from lenses.services import imports
from tests.browser.test_axe import faults, show
from tests.builders import SMALL_LENS

pytestmark = pytest.mark.browser

PAGES = (
    "/lenses/small/compare/",
    "/lenses/small/compare/?only=meaning",
    "/lenses/small/compare/?pillar=windows",
    "/lenses/small/publish/",
    "/lenses/small/delete/",
    "/lenses/small/",
)


@pytest.fixture
def draft(actors, review):
    """A draft that changes a title, a rule and a practice, and has a new question."""
    document = deepcopy(SMALL_LENS)
    locks, keys = document["pillars"][0]["questions"]
    locks["title"] = "How do you lock every door?"
    locks["choices"].insert(1, {"id": "locks_chain", "title": "A chain"})
    locks["riskRules"][1]["condition"] = "locks_key"
    document["pillars"][1]["questions"].append(deepcopy(keys) | {"id": "roof", "title": "Roof?"})
    document["pillars"][1]["questions"][0]["choices"].pop(1)
    document["pillars"][1]["questions"][0]["riskRules"] = [
        {"condition": "glass_film", "risk": "NO_RISK"},
        {"condition": "default", "risk": "MEDIUM_RISK"},
    ]
    return imports.import_document(actors.ada, data=document)


def test_no_page_about_versions_has_a_fault(cast, draft, desk_of):
    desk = desk_of(cast.ada)
    found = []
    for path in PAGES:
        desk.page.goto(path)
        found += faults(desk.page)
    show(found)


@pytest.mark.parametrize("width", [320, 360, 768, 1920])
def test_nothing_is_wider_than_the_window(cast, draft, desk_of, width):
    desk = desk_of(cast.ada)
    desk.page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        desk.page.goto(path)
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_warning_about_minor_stands_where_minor_is_chosen(cast, draft, desk_of):
    desk = desk_of(cast.ada)
    desk.page.goto("/lenses/small/publish/")
    warning = desk.page.get_by_text("This is more than words")
    expect(warning).to_be_hidden()
    desk.page.get_by_label("Major:").focus()
    desk.page.keyboard.press("ArrowDown")
    expect(warning).to_be_visible()
    desk.page.keyboard.press("ArrowUp")
    expect(warning).to_be_hidden()
    desk.page.get_by_role("button", name="Publish this version").press("Enter")
    expect(desk.page.get_by_text("Version 2 is published.")).to_be_visible()


def test_a_version_is_retired_after_a_question(cast, small_lens, desk_of):
    desk = desk_of(cast.ada)
    desk.page.goto("/lenses/small/")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.get_by_role("button", name="Retire 1").click()
    expect(desk.page.get_by_text("Nothing new begins with this lens")).to_be_visible()
