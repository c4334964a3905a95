"""Presenter mode in a real browser: keys tick, park and lead on, and the time counts."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reviews.models import Answer, ReviewSession
from reviews.services import sessions
from tests.browser.conftest import until

pytestmark = pytest.mark.browser

WHERE = """() => [...document.querySelectorAll(".choice, .present-bar, .present-foot")]
    .map((each) => each.getBoundingClientRect().top)"""


def test_a_question_is_presented_ticked_parked_and_timed(actors, cast, review, desk_of):
    made = sessions.plan(actors.ben, review.pk, values={"title": "Doors"})
    sessions.start(actors.ben, review.pk, made.pk)
    desk = desk_of(cast.ben, width=1920)
    page = desk.page
    page.goto(reverse("present", args=[review.pk, "locks"]))
    expect(page.locator("[data-save-state]")).to_contain_text("All changes saved")
    before = page.evaluate(WHERE)
    with page.expect_response("**/changes/"):
        page.keyboard.press("3")
    expect(page.locator("#risk")).to_contain_text("Medium")
    assert page.evaluate(WHERE) == before, "nothing moves when an answer is saved"
    assert Answer.objects.get(question_key="locks").risk == "medium"

    with page.expect_response("**/park/"):
        page.keyboard.press("k")
    expect(page.locator("#attention")).to_contain_text("Needs discussion")
    assert Answer.objects.get(question_key="locks").parked_at is not None

    expect(page.locator("[data-timer-time]")).to_have_text(re.compile(r"0:(0[2-9]|[1-5]\d)"))
    page.keyboard.press("n")
    page.wait_for_url("**/present/keys/")
    page.keyboard.press("p")
    page.wait_for_url("**/present/locks/")
    expect(page.locator("#choice-locks_dog")).to_be_checked()
    # Reported on leaving; browsers do not tell tests of requests that outlive a page.
    until(page, lambda: ReviewSession.objects.get().spent.get("doors", 0) >= 2)
    page.keyboard.press("Shift+N")
    page.wait_for_url("**/present/glass/")
    page.keyboard.press("Escape")
    page.wait_for_url("**/questions/glass/**")
    assert desk.complaints == []


def test_a_pause_holds_from_question_to_question(actors, cast, review, desk_of):
    made = sessions.plan(actors.ben, review.pk, values={"title": "Doors"})
    sessions.start(actors.ben, review.pk, made.pk)
    desk = desk_of(cast.ben)
    page = desk.page
    page.goto(reverse("present", args=[review.pk, "locks"]))
    page.keyboard.press("t")
    page.keyboard.press("n")
    page.wait_for_url("**/present/keys/")
    pause = page.get_by_role("button", name="Pause")
    expect(pause).to_have_attribute("aria-pressed", "true")
    shown = page.locator("[data-timer-time]").text_content()
    page.wait_for_timeout(2200)
    expect(page.locator("[data-timer-time]")).to_have_text(shown or "")
    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "false")
    assert desk.complaints == []


def test_rows_of_the_agenda_are_moved_by_keyboard(cast, review, desk_of):
    desk = desk_of(cast.ben)
    page = desk.page
    page.goto(reverse("session-plan", args=[review.pk]))
    button = page.get_by_role("button", name="Move Windows up")
    button.focus()
    page.keyboard.press("Enter")
    names = page.locator("[data-agenda-row] strong")
    expect(names).to_have_text(["Scope", "Windows", "Doors"])
    expect(button).to_be_focused()
    page.get_by_label("Minutes: Doors").fill("45")
    expect(page.locator("[data-agenda-total]")).to_have_text("65")
    page.get_by_role("button", name="Plan it").click()
    expect(page.locator(".agenda__name")).to_have_text(["Scope", "Windows", "Doors"])
    assert desk.complaints == []
