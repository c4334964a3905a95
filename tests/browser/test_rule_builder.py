"""The rule builder while an author types: the truth follows, errors show where, order by keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from lenses.models import LensVersion
from lenses.services import drafts
from tests.browser.test_axe import faults, show

pytestmark = pytest.mark.browser

URL = "/lenses/small/edit/questions/locks/"


@pytest.fixture
def desk(cast, actors, small_lens, desk_of):
    drafts.open(actors.ben, "small")
    return desk_of(cast.ben)


@pytest.fixture
def page(desk) -> Page:
    desk.page.goto(URL)
    return desk.page


def stored() -> list[str]:
    document = LensVersion.objects.get(status="draft").document
    return [rule["condition"] for rule in document["pillars"][0]["questions"][0]["riskRules"]]


def saved(page: Page) -> None:
    expect(page.locator("#rules-state")).to_have_text("All changes saved")


def condition(page: Page, number: int):
    return page.locator(f"#rule-condition-{number}")


def test_the_truth_follows_while_an_author_types(page, desk):
    expect(page.locator("#truth")).to_contain_text("all of A, B")
    condition(page, 1).fill("locks_key && locks_bolt && locks_dog")
    expect(page.locator("#truth")).to_contain_text("all of A–C")
    expect(page.locator("#rule-note-1")).to_have_text("A and B and C")
    saved(page)
    assert stored()[0] == "locks_key && locks_bolt && locks_dog"
    assert desk.complaints == []


def test_an_error_is_marked_where_it_is_and_the_truth_waits(page):
    condition(page, 2).fill("locks_key || locks_cat")
    expect(page.locator("#rule-note-2 mark")).to_have_text("locks_cat")
    expect(condition(page, 2)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#truth-said")).to_contain_text("Rule 2 cannot be read yet.")
    expect(page.locator("#truth")).to_contain_text("all of A, B")  # the last that could be read
    condition(page, 2).fill("locks_key || locks_dog || locks_bolt")
    expect(page.locator("#truth-said")).to_contain_text("8 possible answers")
    expect(condition(page, 2)).not_to_have_attribute("aria-invalid", "true")


def test_a_rule_that_never_decides_says_so_at_once(page):
    condition(page, 1).fill("locks_key || locks_dog || locks_bolt")
    expect(page.locator("#rule-note-2")).to_contain_text("Never decides: rule 1 settles")


def test_choices_and_signs_are_put_where_the_author_writes(page):
    condition(page, 2).fill("locks_key")
    page.locator("[data-insert=locks_bolt]").click()
    expect(condition(page, 2)).to_have_value("locks_key && locks_bolt")
    expect(condition(page, 2)).to_be_focused()
    page.locator("[data-insert='||']").click()
    page.locator("[data-insert='!']").click()
    page.locator("[data-insert=locks_dog]").click()
    expect(condition(page, 2)).to_have_value("locks_key && locks_bolt || !locks_dog")
    expect(page.locator("#rule-note-2")).to_contain_text("(A and B) or not C")


def test_rules_are_put_in_order_by_keyboard(page, desk):
    handle = page.locator(".rule-rows [data-handle]").first
    handle.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#order-said")).to_have_text("Place 2 of 2.")
    page.keyboard.press("Enter")
    expect(condition(page, 1)).to_have_value("locks_key || locks_dog")
    expect(page.locator("#rule-note-2")).to_contain_text("Never decides")
    saved(page)
    assert stored() == ["locks_key || locks_dog", "locks_key && locks_bolt", "default"]
    condition(page, 2).fill("locks_dog")  # its number is its own after the move
    expect(page.locator("#rule-note-2 .rule__words")).to_have_text("C")
    assert desk.complaints == []


def test_buttons_move_add_and_remove_rules_and_keep_the_focus(page):
    page.get_by_role("button", name="Move down").first.click()
    expect(condition(page, 1)).to_have_value("locks_key || locks_dog")
    expect(page.get_by_role("button", name="Move up").nth(1)).to_be_focused()
    page.get_by_role("button", name="Add a rule").click()
    expect(condition(page, 3)).to_be_focused()
    page.keyboard.type("locks_bolt")
    expect(page.locator("#rule-note-3")).to_have_text("B")
    saved(page)
    page.get_by_role("button", name="Remove rule 1").click()
    expect(condition(page, 1)).to_have_value("locks_key && locks_bolt")
    saved(page)
    assert stored() == ["locks_key && locks_bolt", "locks_bolt", "default"]


def test_picked_letters_write_the_condition(page):
    row = page.locator(".rule").nth(1)
    row.get_by_text("Pick choices").click()
    row.locator("select[name='form.2']").select_option("least")
    row.locator(".letter", has_text="B").click()
    row.get_by_role("button", name="Write the condition").click()
    expect(condition(page, 2)).to_be_focused()
    expect(page.locator("#rule-note-2")).to_have_text("at least 2 of A–C")
    saved(page)


def test_an_answer_is_tried_without_leaving_the_page(page):
    letters = page.locator(".tryout .letter")
    letters.filter(has_text="A").first.click()
    expect(page.locator("#trial")).to_contain_text("Rule 2 decides.")
    expect(page.locator("#trial")).to_contain_text("Medium risk")
    letters.nth(1).click()
    expect(page.locator("#trial")).to_contain_text("Rule 1 decides.")
    letters.nth(3).click()  # none of these excludes the others
    expect(page.locator("#trial")).to_contain_text("“otherwise” decides")


def test_a_ready_made_set_is_a_start(page):
    page.get_by_text("Start from…").click()
    page.get_by_role("button", name="All or nothing").click()
    expect(page.locator("#rule-note-1")).to_have_text("A and B and C")
    saved(page)
    assert stored() == ["locks_key && locks_bolt && locks_dog", "default"]


def test_the_preview_answers_as_a_review_does(page, desk):
    page.get_by_role("link", name="Preview").click()
    page.wait_for_url("**/preview/locks/**")
    page.locator("label[for=choice-locks_dog]").click()
    expect(page.locator("#preview-risk")).to_have_text("Medium risk")
    expect(page.locator("#preview-aside")).to_contain_text("Fit a bolt.")
    page.wait_for_url("**a=1.4")
    page.locator("label[for=choice-locks_no]").click()
    expect(page.locator("#preview-risk")).to_have_text("High risk")
    expect(page.locator("#choice-locks_dog")).not_to_be_checked()
    page.get_by_role("link", name="Overview and improvement plan").click()
    expect(page.locator("main")).to_contain_text("Buy a lock.")
    assert desk.complaints == []


def test_neither_the_builder_nor_the_preview_has_a_fault_of_access(page):
    condition(page, 2).fill("locks_key || locks_cat")
    expect(page.locator("#rule-note-2 mark")).to_have_text("locks_cat")
    page.locator(".rule").first.get_by_text("Pick choices").click()
    found = faults(page)
    page.goto(f"{URL}rules/")
    condition(page, 2).fill("locks_key && locks_bolt")
    expect(page.locator("#rule-note-2")).to_contain_text("Never decides")
    found += faults(page)
    for place in ("", "locks/"):
        page.goto(f"/lenses/small/preview/{place}?version=1&a=1.4~2.2")
        found += faults(page)
    show(found)
