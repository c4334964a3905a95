"""Improvements in a browser: the board by pointer and by keyboard, from a question to done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reviews.models import Answer, Improvement
from reviews.services import improvements
from tests.builders import select

pytestmark = pytest.mark.browser


@pytest.fixture
def board(actors, review):
    """The address of a board with three open cards."""
    select(actors.ada, review, "locks", "locks_no")
    for choice in ("locks_key", "locks_bolt", "locks_dog"):
        improvements.make_from_question(actors.ada, review.pk, "locks", choices=[choice])
    return f"/workloads/{review.workload_id}/improvements/board/"


def column(page, state):
    return page.locator(f'[data-cards="{state}"]')


def drag(page, number, state):
    """Drag a card by its grip into a column, in steps as a hand does."""
    grip = page.locator(f"#card-{number} [data-grip]").bounding_box()
    place = page.locator(f"[data-column]:has([data-cards={state}])").bounding_box()
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 30, grip["y"] + 20, steps=3)
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + 60, steps=6)
    page.mouse.up()


def test_a_card_is_dragged_and_comes_back_when_somebody_was_faster(cast, actors, board, desk_of):
    desk = desk_of(cast.cleo)
    page = desk.page
    page.goto(board)
    with page.expect_response("**/move/") as moved:
        drag(page, 1, "planned")
    assert moved.value.status == 200
    expect(column(page, "planned").locator("#card-1")).to_be_visible()
    expect(page.locator("#card-1")).to_have_attribute("data-revision", "2")
    assert Improvement.objects.get(number=1).state == "planned"
    assert desk.complaints == []

    improvements.move(actors.ada, Improvement.objects.get(number=2).workload_id, 2, state="done")
    with page.expect_response("**/move/") as refused:
        drag(page, 2, "in_progress")
    assert refused.value.status == 409
    expect(page.locator("#messages")).to_contain_text("changed the same thing")
    expect(column(page, "done").locator("#card-2")).to_be_visible()  # as it is now


def test_a_card_is_moved_by_keyboard_and_said_aloud(cast, board, desk_of):
    desk = desk_of(cast.cleo)
    page = desk.page
    page.goto(board)
    grip = page.locator("#card-2 [data-grip]")
    grip.focus()
    page.keyboard.press("Space")
    expect(page.locator("#board-said")).to_contain_text("picked up")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#board-said")).to_contain_text("Open, place 1 of 3")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#board-said")).to_contain_text("Planned, place 1 of 1")
    page.keyboard.press("Escape")
    expect(column(page, "open").locator("#card-2")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    with page.expect_response("**/move/"):
        page.keyboard.press("Enter")
    expect(page.locator("#card-2")).to_have_attribute("data-revision", "2")
    expect(page.locator("#card-2 [data-grip]")).to_be_focused()
    assert Improvement.objects.get(number=2).state == "planned"
    assert desk.complaints == []


def test_accepting_a_risk_asks_why_and_until_when(cast, board, desk_of):
    desk = desk_of(cast.ben)
    page = desk.page
    page.goto(board)
    drag(page, 1, "accepted")
    dialog = page.locator("#accept")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(column(page, "open").locator("#card-1")).to_be_visible()
    drag(page, 1, "accepted")
    dialog.get_by_label("Why").fill("The old doors go in spring")
    until = timezone.localdate() + timedelta(days=90)
    dialog.get_by_label("Until").fill(until.isoformat())
    with page.expect_response("**/move/"):
        dialog.get_by_role("button", name="Accept the risk").click()
    expect(column(page, "accepted").locator("#card-1")).to_contain_text("go in spring")
    row = Improvement.objects.get(number=1)
    assert (row.state, row.accepted_until, row.accepted_by) == ("accepted", until, cast.ben)
    assert desk.complaints == []


def test_one_click_from_a_question_to_work_that_ticks_its_practice(cast, actors, review, desk_of):
    select(actors.ada, review, "keys", "keys_no")
    desk = desk_of(cast.cleo)
    page = desk.page
    page.goto(f"/reviews/{review.pk}/questions/keys/")
    page.locator(".imp-strip button").click()
    expect(page.locator("#side")).to_contain_text("Improvement 1 is made.")
    page.locator("#side").get_by_role("link", name="In a safe").click()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Is it in place now?")).to_be_visible()
    page.get_by_role("button", name="Tick in the question").click()
    expect(page.get_by_text("Ticked.")).to_be_visible()
    assert Answer.objects.get(question_key="keys").risk == "none"
    assert desk.complaints == []


def test_on_a_telephone_the_list_is_cards_and_nothing_is_wider_than_the_screen(
    cast, board, desk_of
):
    desk = desk_of(cast.cleo, width=360)
    page = desk.page
    for way in ("", "board/", "quadrant/", "calendar/", "1/"):
        page.goto(board.replace("board/", way))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), way
    page.goto(board.replace("board/", ""))
    row = page.locator(".imp-table tbody tr").first
    assert row.evaluate("each => getComputedStyle(each).display") == "flex"
    row.get_by_role("checkbox").check()
    page.get_by_label("Send to").select_option("planned")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_text("1 improvement is changed.")).to_be_visible()
    assert desk.complaints == []
