"""Two people write one lens, without a network for a while, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from lenses.models import LensVersion
from tests.browser.test_editor import EDIT, KEY, LOCKS, document, draft, field, saved  # noqa: F401

pytestmark = pytest.mark.browser

TITLE = "questions/locks#title"
TEXT = "questions/locks#description"


def question() -> dict:
    return document()["pillars"][0]["questions"][0]


def test_two_people_who_change_different_fields_both_win(cast, draft, desk_of):  # noqa: F811
    ada, ben = desk_of(cast.ada).page, desk_of(cast.ben).page
    for page in (ada, ben):
        page.goto(LOCKS)
    field(ada, TITLE).fill("Ada's title")
    saved(ada)
    field(ben, TEXT).fill("Ben's description")
    saved(ben)
    expect(field(ben, TITLE)).to_have_value("Ada's title")
    assert (question()["title"], question()["description"]) == ("Ada's title", "Ben's description")


def test_two_people_who_change_the_same_field_see_both_and_choose(cast, draft, desk_of):  # noqa: F811
    ada, ben = desk_of(cast.ada).page, desk_of(cast.ben).page
    for page in (ada, ben):
        page.goto(LOCKS)
    field(ada, TITLE).fill("Ada's title")
    saved(ada)
    field(ben, TITLE).fill("Ben's title")
    conflict = ben.locator("#conflict")
    expect(conflict).to_contain_text("changed the same thing")
    expect(conflict).to_contain_text("Ada's title")
    expect(conflict).to_contain_text("Ben's title")
    assert question()["title"] == "Ada's title"
    conflict.get_by_label("Your version").check()
    conflict.get_by_role("button", name="Keep what I chose").click()
    saved(ben)
    assert question()["title"] == "Ben's title"


def test_what_is_typed_offline_is_kept_and_sent_when_the_network_is_back(cast, draft, desk_of):  # noqa: F811
    page = desk_of(cast.ada).page
    page.goto(LOCKS)
    page.context.set_offline(True)
    field(page, TEXT).fill("Written on the train.")
    expect(page.locator("[data-save-state]")).to_contain_text("Offline: kept in this browser")
    page.context.set_offline(False)
    saved(page)
    assert question()["description"] == "Written on the train."


def test_a_tab_that_is_closed_offline_loses_nothing(cast, draft, desk_of):  # noqa: F811
    page = desk_of(cast.ada).page
    page.goto(LOCKS)
    page.context.set_offline(True)
    field(page, f"{KEY}#title").evaluate("each => each.closest('details').open = true")
    field(page, f"{KEY}#title").fill("A very big key")
    expect(page.locator("[data-save-state]")).to_contain_text("Offline")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto("/lenses/")
    expect(again.locator(".outbox__done")).to_be_visible()
    assert question()["choices"][0]["title"] == "A very big key"


def test_the_source_says_where_it_breaks_and_loses_nothing(cast, draft, desk_of):  # noqa: F811
    page = desk_of(cast.ada).page
    page.goto(f"{EDIT}source/")
    area = page.get_by_label("The draft as text")
    text = area.input_value()
    area.fill(text.replace("locks_key && locks_bolt", "locks_key && zebra"))
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".problem--error")).to_contain_text("zebra")
    page.get_by_role("button", name="Go there").first.click()
    chosen = area.evaluate("each => each.value.slice(each.selectionStart, each.selectionEnd)")
    assert "zebra" in chosen
    assert "zebra" not in str(document())
    area.fill("pillars: [")
    page.get_by_role("button", name="Use this text").click()
    expect(area).to_have_value("pillars: [")
    expect(page.locator(".problem--error")).to_have_count(1)
    area.fill(text.replace("name: Small lens", "name: Smaller lens"))
    page.get_by_role("button", name="Use this text").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Smaller lens")
    assert document()["name"] == "Smaller lens"


def test_a_file_dragged_onto_the_page_becomes_a_draft(cast, desk_of):
    page = desk_of(cast.ada).page
    page.goto("/lenses/new/")
    template = page.request.get("/lenses/new/template/yaml/").text()
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "lens.yaml"));
          dispatchEvent(new DragEvent("dragenter", { dataTransfer: data }));
          dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
        }""",
        template,
    )
    expect(page.locator("#messages")).to_contain_text("Imported as a draft.")
    assert LensVersion.objects.get(lens__alias="our-standards").status == "draft"


def test_a_lens_without_a_draft_is_edited_with_one_button(cast, small_lens, desk_of):
    page = desk_of(cast.ben).page
    page.goto("/lenses/small/")
    page.get_by_role("button", name="Edit").click()
    expect(page).to_have_url(re.compile(f"{EDIT}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Small lens")
