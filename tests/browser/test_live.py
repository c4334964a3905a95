"""Several people in one room: what one does, the others see, and nobody's own work is touched."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from reviews.models import Answer, Visit
from tests.builders import select

pytestmark = pytest.mark.browser

SOON = 6_000  # milliseconds; how soon it really is, docs/live.md says


@pytest.fixture
def room(review):
    return f"/reviews/{review.pk}/questions/locks/"


@pytest.fixture
def sit(desk_of, room):
    """Somebody who sits down at the question about locks, and hears of changes."""

    def down(user, **size):
        desk = desk_of(user, **size)
        with desk.page.expect_response(lambda answer: "/live/" in answer.url):
            desk.page.goto(room)
        return desk

    return down


def saved(page: Page):
    return page.expect_response(lambda answer: "/changes/" in answer.url)


def box(page: Page, choice: str):
    return page.locator(f"#choice-{choice}")


def names(page: Page) -> list[str]:
    return page.locator("[data-live-people] a").evaluate_all("all => all.map((a) => a.title)")


def test_what_one_ticks_the_other_sees_and_both_win(cast, review, sit):
    ada, cleo = sit(cast.ada), sit(cast.cleo)
    with saved(ada.page):
        ada.page.keyboard.press("1")
    expect(box(cleo.page, "locks_key")).to_be_checked(timeout=SOON)
    expect(cleo.page.locator("#risk")).to_contain_text("Medium")
    expect(cleo.page.locator("#progress")).to_contain_text("1 of 3")
    expect(cleo.page.locator("#live-said")).to_contain_text("Ada Example answered")
    with saved(cleo.page) as answer:
        cleo.page.keyboard.press("2")
    assert answer.value.status == 200
    expect(box(ada.page, "locks_bolt")).to_be_checked(timeout=SOON)
    expect(ada.page.locator("#risk")).to_contain_text("No risk")
    # And from what came by itself one goes on without being told of a conflict.
    with saved(ada.page) as answer:
        ada.page.keyboard.press("2")
    assert answer.value.status == 200
    expect(box(cleo.page, "locks_bolt")).not_to_be_checked(timeout=SOON)
    answer = Answer.objects.get(review=review, question_key="locks")
    assert set(answer.choices) == {"locks_key"}
    assert ada.complaints + cleo.complaints == []


def test_five_people_see_the_same_and_each_other(cast, review, sit, desk_of):
    people = [sit(each) for each in (cast.ada, cast.ben, cast.cleo, cast.vic)]
    for desk, key in zip(people, "12", strict=False):
        with saved(desk.page):
            desk.page.keyboard.press(key)
    for desk in people[:3]:
        expect(box(desk.page, "locks_key")).to_be_checked(timeout=SOON)
        expect(box(desk.page, "locks_bolt")).to_be_checked(timeout=SOON)
    expect(people[3].page.locator("#risk")).to_contain_text("No risk", timeout=SOON)
    for desk in people:
        expect(desk.page.locator("[data-live-people] a")).to_have_count(3, timeout=SOON)
    assert [desk.complaints for desk in people] == [[]] * 4


def test_a_text_one_is_in_stays_and_theirs_is_offered(cast, actors, review, sit):
    page = sit(cast.cleo).page
    notes = page.locator("#notes")
    notes.focus()
    select(actors.ada, review, "locks", "locks_dog", notes="Ada's words")
    hint = page.locator(".live-hint")
    expect(hint).to_contain_text("Ada Example changed this", timeout=SOON)
    expect(box(page, "locks_dog")).to_be_checked()  # everything else came
    assert notes.input_value() == ""
    hint.get_by_role("button", name="Show").click()
    expect(notes).to_have_value("Ada's words")
    expect(hint).to_have_count(0)
    with saved(page) as answer:
        notes.fill("Ada's words, and mine")
    assert answer.value.status == 200


def test_a_text_one_left_untouched_becomes_theirs(cast, actors, review, sit):
    page = sit(cast.cleo).page
    notes = page.locator("#notes")
    notes.focus()
    select(actors.ada, review, "locks", notes="Ada's words")
    expect(page.locator(".live-hint")).to_be_visible(timeout=SOON)
    notes.blur()
    expect(notes).to_have_value("Ada's words")
    expect(page.locator(".live-hint")).to_have_count(0)


def test_two_texts_at_once_are_still_a_conflict_and_nothing_is_overwritten(
    cast, actors, review, sit
):
    page = sit(cast.cleo).page
    notes = page.locator("#notes")
    notes.focus()
    select(actors.ada, review, "locks", "locks_dog", notes="Ada's words")
    expect(page.locator(".live-hint")).to_be_visible(timeout=SOON)
    # A save of something else in between must not make hers look newer than it is.
    with saved(page) as other:
        box(page, "locks_key").evaluate("box => box.click()")  # the cursor stays in the notes
    assert other.value.status == 200
    assert notes.input_value() == ""
    with saved(page) as answer:
        page.keyboard.type("Cleo's words")
    assert answer.value.status == 409
    expect(page.locator("#conflict")).to_contain_text("Ada's words")
    assert "Cleo's words" in notes.input_value()
    assert Answer.objects.get(review=review, question_key="locks").notes == "Ada's words"


def test_who_is_where_is_shown_follows_them_and_ends(cast, review, sit):
    ada, ben = sit(cast.ada), sit(cast.ben)
    here = ada.page.locator("[data-live-people] a")
    expect(here).to_have_attribute("title", "Ben Example is at this question", timeout=SOON)
    ben.page.goto(f"/reviews/{review.pk}/questions/glass/")
    expect(here).to_have_attribute("title", "Ben Example is at WIN 1", timeout=SOON)
    expect(here).to_have_attribute("href", f"{ada.page.url.rsplit('locks', 1)[0]}glass/#question")
    ben.page.goto("/account/")
    assert Visit.objects.filter(review=review).count() == 2


def test_a_viewer_sees_answers_as_they_are_given(cast, actors, review, sit):
    page = sit(cast.vic).page
    select(actors.ada, review, "locks", "locks_dog", notes="He bites")
    expect(page.locator("#answer")).to_contain_text("He bites", timeout=SOON)
    expect(page.locator("#nav-question-1")).to_have_attribute("data-states", "medium")


def test_the_page_of_a_pillar_keeps_its_list_and_its_texts(cast, actors, review, desk_of):
    page = desk_of(cast.cleo).page
    page.goto(f"/reviews/{review.pk}/pillars/doors/")
    page.locator("textarea[name=gaps]").fill("Not saved yet")
    select(actors.ada, review, "locks", "locks_dog")
    expect(page.locator("#progress")).to_contain_text("1 of 3", timeout=SOON)
    assert page.locator("textarea[name=gaps]").input_value() == "Not saved yet"


def test_what_happened_while_the_connection_was_away_comes_afterwards(cast, actors, review, sit):
    page = sit(cast.cleo).page
    page.context.set_offline(True)
    expect(page.locator("[data-live-state=away]")).to_be_visible(timeout=15_000)
    select(actors.ada, review, "locks", "locks_dog")
    page.context.set_offline(False)
    expect(box(page, "locks_dog")).to_be_checked(timeout=15_000)
    expect(page.locator("[data-live-state=away]")).to_be_hidden()


def test_a_restart_between_two_changes_loses_nothing(cast, actors, review, sit):
    page = sit(cast.cleo).page
    page.route("**/live/?*", lambda route: route.fulfill(status=503))
    select(actors.ada, review, "locks", "locks_dog")
    expect(page.locator("[data-live-state=away]")).to_be_visible(timeout=15_000)
    page.unroute("**/live/?*")
    expect(box(page, "locks_dog")).to_be_checked(timeout=15_000)


def test_parts_that_could_not_be_fetched_are_fetched_again(cast, actors, review, sit):
    page = sit(cast.cleo).page
    page.route("**/reviews/*/live/?*", lambda route: route.abort())
    select(actors.ada, review, "locks", "locks_dog")
    page.wait_for_timeout(2_500)
    assert not box(page, "locks_dog").is_checked()
    page.unroute("**/reviews/*/live/?*")
    expect(box(page, "locks_dog")).to_be_checked(timeout=15_000)


def test_who_may_not_see_the_review_any_more_is_told(cast, actors, review, sit):
    page = sit(cast.vic).page
    cast.vic.memberships.update(organization=cast.elsewhere)
    select(actors.ada, review, "locks", "locks_dog")
    expect(page.locator("[data-live-state=gone]")).to_be_visible(timeout=SOON)
    assert "Medium" not in page.locator("#risk").inner_text()
