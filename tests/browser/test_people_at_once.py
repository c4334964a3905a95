"""Several people answer at once: both win or both are shown, and all end up with the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from reviews.models import Answer
from tests.browser.conftest import Desk
from tests.builders import select
from wellarch.accounts.models import Membership, User
from wellarch.accounts.roles import Role

pytestmark = pytest.mark.browser

SOON = 6_000  # milliseconds; how soon it really is, docs/live.md says


@pytest.fixture
def sit(desk_of, review):
    """Somebody who sits down at a question."""

    def down(user: User, question: str = "locks") -> Page:
        desk: Desk = desk_of(user)
        with desk.page.expect_response(lambda answer: "/live/" in answer.url):
            desk.page.goto(f"/reviews/{review.pk}/questions/{question}/")
        return desk.page

    return down


def deaf(page: Page) -> Page:
    """A page that does not hear of others' changes before it saves its own."""
    page.route("**/live/**", lambda route: route.abort())
    return page


def write(page: Page, text: str) -> int:
    with page.expect_response(lambda answer: "/changes/" in answer.url) as saved:
        page.get_by_label("Notes").fill(text)
        page.get_by_label("Notes").blur()
    return saved.value.status


def stored(review, question: str = "locks") -> Answer:
    return Answer.objects.get(review=review, question_key=question)


def test_the_same_note_at_once_is_shown_side_by_side_and_can_be_merged(cast, review, sit):
    ada, cleo = sit(cast.ada), deaf(sit(cast.cleo))
    assert write(ada, "Two locks\nAnd a dog") == 200
    assert write(cleo, "Two locks\nAnd a bolt") == 409
    conflict = cleo.locator("#conflict")
    expect(conflict.get_by_role("heading")).to_have_text("Ada Example changed the same thing")
    sides = conflict.locator(".conflict__text")
    expect(sides.nth(0).locator("mark")).to_have_text("bolt")
    expect(sides.nth(1).locator("mark")).to_have_text("dog")
    boxes = [sides.nth(each).bounding_box() for each in (0, 1)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]  # side by side
    assert stored(review).notes == "Two locks\nAnd a dog"

    # Decided by keys alone: the third way, its text, the button.
    conflict.get_by_label("Your version").focus()
    cleo.keyboard.press("Space")
    cleo.keyboard.press("ArrowUp")  # around, to the last of the three
    expect(conflict.get_by_label("Both together", exact=True)).to_be_checked()
    cleo.keyboard.press("Tab")
    text = conflict.get_by_role("textbox")
    expect(text).to_be_focused()
    expect(text).to_have_value("Two locks\nAnd a bolt\nAnd a dog")
    cleo.keyboard.press("Tab")
    with cleo.expect_response(lambda answer: "/changes/" in answer.url) as saved:
        cleo.keyboard.press("Enter")
    assert saved.value.status == 200
    expect(conflict).to_be_empty()
    expect(cleo.locator("[data-save-state]")).to_contain_text("All changes saved")
    assert stored(review).notes == "Two locks\nAnd a bolt\nAnd a dog"
    expect(ada.get_by_label("Notes")).to_have_value(stored(review).notes, timeout=SOON)


def test_the_same_choice_at_once_is_no_conflict_and_counts_once(cast, review, sit):
    pages = [deaf(sit(cast.ada)), deaf(sit(cast.cleo))]
    for page in pages:
        with page.expect_response(lambda answer: "/changes/" in answer.url) as saved:
            page.keyboard.press("1")
        assert saved.value.status == 200
    assert set(stored(review).choices) == {"locks_key"}
    assert stored(review).revision == 1


def test_what_comes_while_the_rest_of_the_page_is_asked_for_is_shown_too(cast, review, sit, actors):
    """A page must not name a revision that it does not show: its next save would start there."""
    cleo = deaf(sit(cast.cleo))
    select(actors.ada, review, "locks", "locks_bolt")
    others = iter(["Ada was here"])

    def meanwhile(route: Route) -> None:
        """Whatever the page asks for by itself now comes after one more change."""
        for notes in others if route.request.method == "GET" else ():
            select(actors.ada, review, "locks", notes=notes)
        route.continue_()

    cleo.route(re.compile(r"/changes/|/live/\?question="), meanwhile)
    with cleo.expect_response(lambda answer: "/changes/" in answer.url):
        cleo.keyboard.press("1")
    cleo.unroute("**/live/**")
    expect(cleo.get_by_label("Notes")).to_have_value("Ada was here")
    expect(cleo.locator("#choice-locks_bolt")).to_be_checked()
    expect(cleo.locator("#progress")).to_contain_text("1 of 3")


def person(organization, name: str) -> User:
    user = User.objects.create_user(email=f"{name}@example.com", password=None, name=name)
    Membership.objects.create(organization=organization, user=user, role=Role.CONTRIBUTOR)
    return user


def test_five_people_answer_the_same_and_different_questions_and_all_screens_agree(
    cast, review, sit
):
    dan, eve = person(cast.northwind, "Dan"), person(cast.northwind, "Eve")
    at_locks = [sit(each) for each in (cast.ada, cast.ben, cast.cleo)]
    elsewhere = [sit(dan, "keys"), sit(eve, "glass")]
    pages = at_locks + elsewhere
    for page, key in zip(pages, "12311", strict=True):
        page.keyboard.press(key)
    write(at_locks[0], "Five of us")
    for page in pages:
        expect(page.locator("#progress")).to_contain_text("3 of 3", timeout=SOON)
        expect(page.locator("#nav-question-1")).to_have_attribute(
            "data-states", "none", timeout=SOON
        )
        expect(page.locator("[data-live-people] a")).to_have_count(4, timeout=SOON)
    for page in at_locks:
        for choice in ("key", "bolt", "dog"):
            expect(page.locator(f"#choice-locks_{choice}")).to_be_checked(timeout=SOON)
        expect(page.get_by_label("Notes")).to_have_value("Five of us", timeout=SOON)
        expect(page.locator("#risk")).to_contain_text("No risk")
    assert set(stored(review).choices) == {"locks_key", "locks_bolt", "locks_dog"}
    assert set(stored(review, "keys").choices) == {"keys_safe"}
    assert set(stored(review, "glass").choices) == {"glass_film"}
    lists = {
        tuple(
            page.locator("#question-list a").evaluate_all("all => all.map((a) => a.dataset.states)")
        )
        for page in pages
    }
    assert len(lists) == 1
