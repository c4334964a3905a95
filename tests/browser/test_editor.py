"""A lens is written in the browser: from nothing to a published version, by mouse and by key."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from lenses.models import Lens, LensVersion
from lenses.services import drafts
from tests.browser.test_axe import faults, show

pytestmark = pytest.mark.browser

EDIT = "/lenses/small/edit/"
LOCKS = f"{EDIT}questions/locks/"
KEY = "questions/locks/choices/locks_key"
SAVED = "All changes saved"


@pytest.fixture
def draft(actors, small_lens) -> LensVersion:
    return drafts.open(actors.ada, "small")


def document() -> dict:
    return LensVersion.objects.get(lens__alias="small", status="draft").document


def choices() -> list[str]:
    return [choice["id"] for choice in document()["pillars"][0]["questions"][0]["choices"]]


def field(page: Page, name: str):
    return page.locator(f'[name="{name}"]')


def saved(page: Page) -> None:
    """Everything that was typed is stored: also what still waited for the next key."""
    page.locator("form[data-answer]").dispatch_event("answer:flush")
    expect(page.locator("[data-save-state]")).to_contain_text(SAVED)
    expect(page.locator("form[data-answer][data-unsaved]")).to_have_count(0)


def test_a_lens_comes_from_nothing_to_a_published_version(cast, desk_of):
    desk = desk_of(cast.ada)
    page = desk.page
    page.goto("/lenses/")
    page.get_by_role("link", name="New lens").first.click()
    page.locator("#create_name").fill("House rules")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("House rules")
    page.get_by_label("Name of the new pillar").last.fill("Garden")
    page.get_by_role("button", name="Add a pillar").click()
    page.wait_for_url(re.compile(r"/edit/pillars/garden/$"))
    page.get_by_label("The new question").fill("Who waters the plants?")
    page.get_by_role("button", name="Add a question").click()
    page.wait_for_url(re.compile(r"/edit/questions/who_waters_the_plants/$"))
    page.get_by_label("The new practice").fill("A plan on the fridge")
    page.get_by_role("button", name="Add a practice").click()
    plan = page.get_by_label("How to get there")
    expect(plan).to_be_visible()
    plan.fill("Write one.")
    plan.blur()
    saved(page)
    page.get_by_label("Description", exact=True).first.fill("Plants are patient, not forever.")
    saved(page)
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name=re.compile("Publish")).last.click()
    expect(page.locator("#messages")).to_contain_text("is published")
    lens = Lens.objects.get(alias="house-rules")
    published = lens.versions.get(status="published").document
    question = published["pillars"][1]["questions"][0]
    assert question["description"] == "Plants are patient, not forever."
    assert question["choices"][0]["improvementPlan"] == {"displayText": "Write one."}
    assert desk.complaints == []


def test_a_title_is_shown_while_it_is_typed_and_saved_by_itself(cast, draft, desk_of):
    page = desk_of(cast.ada).page
    page.goto(LOCKS)
    field(page, "questions/locks#title").press("End")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        field(page, "questions/locks#title").press_sequentially(" Really?")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Really?")
    saved(page)
    expect(page.locator("#outline a[aria-current]")).to_contain_text("Really?")
    page.reload()
    expect(field(page, "questions/locks#title")).to_have_value(re.compile(r"Really\?$"))


def test_what_is_wrong_stands_at_the_field_in_the_list_and_in_the_outline(cast, draft, desk_of):
    page = desk_of(cast.ada).page
    page.goto(LOCKS)
    title = field(page, "questions/locks#title")
    title.fill("")
    expect(page.locator("#problems")).to_contain_text("1 warning")
    expect(page.locator("#outline a[aria-current] .flaws--warning")).to_contain_text("1")
    said = page.locator(f'[id="{title.get_attribute("id")}-flaws"]')
    expect(said).to_contain_text("has no title")
    assert title.get_attribute("aria-describedby") == said.get_attribute("id")
    title.fill("How do you lock the doors?")
    expect(page.locator("#problems")).to_contain_text("Nothing is wrong here.")
    expect(said).to_be_empty()


def test_a_problem_leads_to_its_field_in_a_closed_card(cast, draft, desk_of):
    page = desk_of(cast.ada).page
    page.goto(LOCKS)
    url = field(page, f"{KEY}#improvementPlan.url")
    url.evaluate("each => (each.value = 'ftp://x')")
    url.dispatch_event("change")
    expect(page.locator(f'[id="m-{KEY}"]')).to_contain_text("1")
    expect(url).to_be_hidden()
    page.locator("#problems").get_by_role("link", name="A key · Web page of the plan").click()
    expect(url).to_be_focused()


def test_practices_are_put_in_order_by_keyboard(cast, draft, desk_of):
    page = desk_of(cast.ada).page
    page.goto(LOCKS)
    handle = page.get_by_role("button", name="Move A key")
    handle.focus()
    page.keyboard.press("Space")
    expect(page.locator("#order-said")).to_contain_text("A key picked up, place 1 of 4.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#order-said")).to_contain_text("Place 3 of 4.")
    with page.expect_response(lambda answer: answer.url.endswith("/edit/change/")):
        page.keyboard.press("Enter")
    expect(page.locator("#order-said")).to_contain_text("A key is now at place 3 of 4.")
    expect(handle).to_be_focused()
    assert choices() == ["locks_bolt", "locks_dog", "locks_key", "locks_no"]
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(page.locator("#order-said")).to_contain_text("A key stays at place 3 of 4.")
    expect(page.locator("#choices > li").nth(2)).to_contain_text("A key")
    assert choices()[2] == "locks_key"


def drag(page: Page, grip, target, *, below: bool) -> None:
    grip.hover()
    page.mouse.down()
    box = target.bounding_box()
    edge = box["y"] + (box["height"] - 4 if below else 4)
    page.mouse.move(box["x"] + 40, edge, steps=6)
    expect(page.locator("[data-drop]")).to_have_count(1)
    with page.expect_response(lambda answer: answer.url.endswith("/edit/change/")):
        page.mouse.up()


def test_practices_and_questions_are_dragged_also_into_another_pillar(cast, draft, desk_of):
    page = desk_of(cast.ada).page
    page.goto(LOCKS)
    handle = page.get_by_role("button", name="Move A dog")
    drag(page, handle, page.locator("#choices > li").first, below=False)
    expect(page.locator("#choices > li").first).to_contain_text("A dog")
    assert choices()[0] == "locks_dog"
    page.locator("#outline summary", has_text="Windows").click()
    line = page.locator('#outline [data-item="questions/keys"]')
    line.hover()
    drag(page, line.locator("[data-grip]"),
         page.locator('#outline [data-item="questions/glass"]'), below=True)  # fmt: skip
    expect(page.locator('#outline [data-into="pillars/windows"]')).to_contain_text("Where are the")
    windows = document()["pillars"][1]["questions"]
    assert [question["id"] for question in windows] == ["glass", "keys"]


def test_a_removed_practice_comes_back_with_undo_and_with_keys(cast, draft, desk_of):
    page = desk_of(cast.ada).page
    page.goto(LOCKS)
    before = document()
    page.locator("summary", has_text="Actions for A bolt").click()
    page.locator("#choices .menu[open]").get_by_role("button", name="Remove").click()
    toast = page.locator("[data-toast]")
    expect(toast).to_contain_text("The practice was removed.")
    assert "locks_bolt" not in choices()
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator("#choices")).to_contain_text("A bolt")
    assert document() == before
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator("#choices")).not_to_contain_text("A bolt")
    page.keyboard.press("Control+Z")
    expect(page.locator("#choices")).to_contain_text("A bolt")
    assert document() == before


def test_a_new_practice_waits_for_words_and_a_removed_one_leaves_the_page_in_place(
    cast, draft, desk_of
):
    page = desk_of(cast.ada).page
    page.goto(LOCKS)
    page.get_by_label("The new practice").fill("A moat")
    page.keyboard.press("Enter")
    expect(field(page, "questions/locks/choices/locks_a_moat#title")).to_be_focused()
    card = page.locator('[data-item="questions/locks/choices/locks_a_moat"]')
    card.locator("> .menu > summary").click()
    place = page.evaluate("scrollY")
    assert place > 0
    card.get_by_role("button", name="Remove").last.click()
    expect(page.locator("[data-toast]")).to_contain_text("The practice was removed.")
    assert abs(page.evaluate("scrollY") - place) < 40


def test_what_is_typed_is_saved_before_the_page_changes(cast, draft, desk_of):
    page = desk_of(cast.ada).page
    page.goto(LOCKS)
    field(page, "questions/locks#description").fill("Count the doors.")
    page.get_by_role("button", name="Duplicate").first.click()
    expect(page).to_have_url(re.compile(r"/edit/questions/locks_2/$"))
    questions = document()["pillars"][0]["questions"]
    assert [each.get("description") for each in questions[:2]] == ["Count the doors."] * 2


def test_problems_and_pages_of_the_editor_have_no_fault(cast, draft, desk_of):
    page = desk_of(cast.ada).page
    found = []
    for place in (EDIT, f"{EDIT}pillars/doors/", LOCKS, f"{EDIT}source/", f"{EDIT}discard/",
                  "/lenses/new/"):  # fmt: skip
        page.goto(place)
        if place == LOCKS:
            field(page, "questions/locks#title").fill("")
            expect(page.locator("#problems")).to_contain_text("1 warning")
            page.locator(".editor-choice__summary").first.click()
        found += faults(page)
    show(found)
