"""What is answered without a network waits in the browser, for its person alone, and arrives."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from reviews.models import Answer
from tests.browser.conftest import Desk
from tests.builders import select

pytestmark = pytest.mark.browser

DAY = 24 * 3600 * 1000  # milliseconds
WAITING = "() => Object.keys(localStorage).filter((key) => key.startsWith('answers/')).length"

AGE = """age => Object.entries(localStorage).filter(([key]) => key.startsWith("answers/"))
  .forEach(([key, text]) =>
    localStorage.setItem(key, JSON.stringify({ ...JSON.parse(text), at: Date.now() - age })))"""


@pytest.fixture
def room(review):
    return f"/reviews/{review.pk}/questions"


def at(desk: Desk, address: str) -> Page:
    desk.page.goto(address)
    expect(light(desk.page)).to_contain_text("All changes saved")
    return desk.page


def light(page: Page):
    return page.locator("[data-save-state]")


def kept(page: Page) -> int:
    return page.evaluate(WAITING)


def saved(page: Page) -> None:
    page.wait_for_function(f"() => !({WAITING})()")


def try_again(page: Page) -> None:
    """Press the button, unless the page has just tried by itself and the button is gone."""
    button = light(page).get_by_role("button", name="Try again")
    button.or_(light(page).get_by_text("All changes saved")).click()


def stored(review, question: str = "locks") -> Answer:
    return Answer.objects.get(review=review, question_key=question)


def test_offline_changes_wait_are_counted_and_arrive_in_order(cast, review, room, desk_of):
    desk = desk_of(cast.cleo)
    page = at(desk, f"{room}/locks/")
    page.context.set_offline(True)
    for key in "121":  # the first is ticked and unticked again
        page.keyboard.press(key)
    page.get_by_label("Notes").fill("Written in a tunnel")
    page.get_by_label("Notes").blur()
    expect(light(page)).to_contain_text("Offline: kept in this browser 3 waiting")
    assert stored(review).revision == 0
    page.context.set_offline(False)
    expect(light(page)).to_contain_text("All changes saved")
    answer = stored(review)
    assert (set(answer.choices), answer.notes) == ({"locks_bolt"}, "Written in a tunnel")
    assert kept(page) == 0


def test_offline_the_next_question_cannot_come_so_this_one_stays_and_says_so(
    cast, review, room, desk_of
):
    page = at(desk_of(cast.cleo), f"{room}/locks/")
    page.context.set_offline(True)
    page.keyboard.press("1")
    expect(light(page)).to_contain_text("Offline")
    page.keyboard.press("n")
    expect(page.get_by_text("This one stays open")).to_be_visible()
    page.keyboard.press("2")  # keys go on working
    expect(page.locator("#choice-locks_bolt")).to_be_checked()
    page.context.set_offline(False)
    expect(light(page)).to_contain_text("All changes saved")
    page.keyboard.press("n")
    page.wait_for_url("**/keys/*")
    assert set(stored(review).choices) == {"locks_key", "locks_bolt"}


def leave_unsent(page: Page, *, notes: str = "Left behind") -> None:
    """Type while every save fails, and close the tab. What is typed waits in the browser."""
    page.context.route("**/changes/", lambda route: route.abort())
    page.get_by_label("Notes").fill(notes)
    page.get_by_label("Notes").blur()
    expect(light(page)).to_contain_text("Offline")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.close()
    page.context.unroute("**/changes/")


def test_after_a_reload_nothing_is_lost(cast, review, room, desk_of):
    page = at(desk_of(cast.cleo), f"{room}/locks/")
    page.route("**/changes/", lambda route: route.abort())
    page.keyboard.press("1")
    page.get_by_label("Notes").fill("Still here")
    expect(light(page)).to_contain_text("Offline")
    page.reload()
    expect(page.get_by_label("Notes")).to_have_value("Still here")
    expect(page.locator("#choice-locks_key")).to_be_checked()
    page.unroute("**/changes/")
    try_again(page)
    saved(page)
    assert (set(stored(review).choices), stored(review).notes) == ({"locks_key"}, "Still here")


def test_what_a_closed_tab_left_is_sent_by_the_next_page_of_the_same_person(
    cast, review, room, desk_of
):
    desk = desk_of(cast.cleo)
    leave_unsent(at(desk, f"{room}/locks/"))
    page = desk.page.context.new_page()
    page.goto("/")
    expect(page.get_by_text("What you answered offline is saved now.")).to_be_visible()
    assert stored(review).notes == "Left behind"
    assert kept(page) == 0


def test_the_next_person_at_the_browser_neither_sees_nor_sends_it(cast, review, room, desk_of):
    desk = desk_of(cast.cleo)
    leave_unsent(at(desk, f"{room}/locks/"))
    context = desk.page.context
    session = desk_of(cast.ben).page.context.cookies()
    context.add_cookies([each for each in session if each["name"] == "sessionid"])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{room}/locks/")
    expect(light(page)).to_contain_text("All changes saved")
    page.keyboard.press("2")
    expect(page.locator("#risk")).to_contain_text("High")
    expect(page.get_by_label("Notes")).to_have_value("")
    assert stored(review).notes == ""
    assert kept(page) == 1


def test_what_was_typed_is_not_sent_as_somebody_else_who_signed_in_beside(
    cast, review, room, desk_of
):
    page = at(desk_of(cast.cleo), f"{room}/locks/")
    session = desk_of(cast.ben).page.context.cookies()
    page.context.add_cookies([each for each in session if each["name"] == "sessionid"])  # type: ignore[list-item]
    page.keyboard.press("1")
    expect(light(page)).to_contain_text("another account is in use")
    assert stored(review).revision == 0


def test_a_clash_that_is_found_on_another_page_waits_for_a_decision(
    cast, actors, review, room, desk_of
):
    desk = desk_of(cast.cleo)
    leave_unsent(at(desk, f"{room}/locks/"), notes="Cleo's words")
    select(actors.ada, review, "locks", notes="Ada's words")
    page = desk.page.context.new_page()
    page.goto(f"{room}/glass/")
    line = page.locator("[data-outbox] li")
    expect(line).to_contain_text("1 change of DOO 1 needs your decision")
    assert stored(review).notes == "Ada's words"
    line.get_by_role("link", name="Decide").click()
    conflict = page.locator("#conflict")
    expect(conflict).to_contain_text("Cleo's words")
    expect(conflict).to_contain_text("Ada's words")
    page.reload()  # before anything was decided
    expect(conflict).to_contain_text("Cleo's words")
    conflict.get_by_label("Ada Example's version").check()
    conflict.get_by_role("button", name="Keep what I chose").click()
    expect(page.get_by_label("Notes").first).to_have_value("Ada's words")
    saved(page)


def test_what_is_older_than_three_days_is_offered_not_sent(cast, review, room, desk_of):
    desk = desk_of(cast.cleo)
    first = at(desk, f"{room}/locks/")
    leave_unsent(first, notes="From the week before last")
    page = desk.page.context.new_page()
    page.goto("/healthz")
    page.evaluate(AGE, 8 * DAY)
    page.goto(f"{room}/locks/")
    line = page.locator("[data-outbox] li")
    expect(line).to_contain_text("was never sent")
    expect(page.get_by_label("Notes")).to_have_value("")
    line.get_by_text("What you wrote").click()
    expect(line).to_contain_text("From the week before last")
    line.get_by_role("button", name="Send now").click()
    expect(page.get_by_label("Notes")).to_have_value("From the week before last")
    saved(page)
    assert stored(review).notes == "From the week before last"


def test_two_tabs_of_one_person_send_each_change_once(cast, review, room, desk_of):
    desk = desk_of(cast.cleo)
    first = at(desk, f"{room}/locks/")
    second = at(Desk(first.context.new_page()), f"{room}/locks/")
    third = first.context.new_page()
    third.goto("/")
    arrived: list[str] = []  # attempts without a network are none
    first.context.on("response", lambda answer: arrived.append(answer.request.post_data or ""))
    first.context.set_offline(True)
    first.keyboard.press("1")
    second.keyboard.press("2")
    expect(light(first)).to_contain_text("Offline")
    expect(light(second)).to_contain_text("Offline")
    first.context.set_offline(False)
    saved(third)
    expect(light(first)).to_contain_text("All changes saved")
    expect(light(second)).to_contain_text("All changes saved")
    assert set(stored(review).choices) == {"locks_key", "locks_bolt"}
    assert len([body for body in arrived if "locks_key" in body]) == 1
    assert stored(review).revision == 2


def test_signing_out_asks_about_what_is_unsent_and_then_removes_it(cast, review, room, desk_of):
    desk = desk_of(cast.cleo)
    leave_unsent(at(desk, f"{room}/locks/"))
    page = desk.page.context.new_page()
    page.context.route("**/changes/", lambda route: route.abort())
    page.goto("/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_text("Your menu").locator("..").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")
    assert "not saved yet: 1" in asked[0]
    assert json.dumps(kept(page)) == "0"
