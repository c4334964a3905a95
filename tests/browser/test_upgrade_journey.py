"""A lens changed: its owner looks at what that means, upgrades, and who is in the room sees it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reviews.models import Answer, Milestone
from tests.browser.test_axe import faults, show
from tests.builders import select
from tests.reviews import versions_of_a_lens as v

pytestmark = pytest.mark.browser


@pytest.fixture
def newer(actors, review):
    select(actors.cleo, review, "locks", "locks_key", "locks_dog")
    select(actors.cleo, review, "keys", "keys_safe", notes="Below the stairs.")
    edits = (v.without_dog, v.without_keys, v.with_alarm, v.glass_among_doors)
    return v.publish(actors.ada, "2", *edits, notes="Nobody keeps dogs any more.")


def test_an_owner_goes_from_the_banner_to_the_new_version(desk_of, cast, review, newer):
    desk = desk_of(cast.ben)
    page = desk.page
    page.goto(reverse("review-detail", args=[review.pk]))
    page.get_by_role("link", name="See what changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Version 1 to 2")
    expect(page.get_by_text("A dog", exact=True)).to_be_visible()
    expect(page.get_by_text("Below the stairs.")).to_be_visible()
    expect(page.get_by_label("Name of the milestone")).to_have_value("Before Small lens 2")
    page.get_by_role("button", name="Upgrade to 2").click()
    expect(page.get_by_text("The review uses version 2 now.")).to_be_visible()
    expect(page.get_by_role("link", name="See what changes")).to_have_count(0)
    assert Milestone.objects.get().content["reviews"][0]["lens_version"] == "1"
    assert Answer.objects.filter(review=review).count() == 3
    assert desk.complaints == []


def test_who_is_at_a_question_that_goes_is_led_to_the_review(desk_of, cast, review, newer):
    guest = desk_of(cast.cleo)
    guest.page.goto(reverse("question-detail", args=[review.pk, "keys"]))
    owner = desk_of(cast.ben)
    owner.page.goto(reverse("review-upgrade", args=[review.pk]))
    owner.page.get_by_role("button", name="Upgrade to 2").click()
    expect(guest.page).to_have_url(re.compile(reverse("review-detail", args=[review.pk]) + "$"))
    expect(guest.page.get_by_text("This question is not asked any more")).to_be_visible()
    assert guest.complaints == []


def test_who_is_at_another_question_gets_the_new_one_beside_it(desk_of, cast, review, newer):
    guest = desk_of(cast.cleo)
    guest.page.goto(reverse("question-detail", args=[review.pk, "locks"]))
    expect(guest.page.get_by_label("A dog")).to_have_count(1)
    owner = desk_of(cast.ben)
    owner.page.goto(reverse("review-upgrade", args=[review.pk]))
    owner.page.get_by_role("button", name="Upgrade to 2").click()
    expect(guest.page.get_by_label("A dog")).to_have_count(0)
    # First what is said for a moment only.
    expect(guest.page.locator("#live-said")).to_contain_text("another version of its lens")
    expect(guest.page.get_by_role("link", name="Who hears the alarm?")).to_have_count(1)
    assert guest.complaints == []


def test_who_is_typing_chooses_when_the_new_one_comes(desk_of, cast, review, newer):
    guest = desk_of(cast.cleo)
    guest.page.goto(reverse("question-detail", args=[review.pk, "locks"]))
    notes = guest.page.locator("textarea[name=notes]")
    notes.click()
    with guest.page.expect_response("**/changes/"):
        guest.page.keyboard.type("The bolt is fro")
    expect(guest.page.locator("#save-state")).to_contain_text("All changes saved")
    owner = desk_of(cast.ben)
    owner.page.goto(reverse("review-upgrade", args=[review.pk]))
    owner.page.get_by_role("button", name="Upgrade to 2").click()
    again = guest.page.get_by_role("link", name="Load the page again")
    expect(again).to_be_visible()
    guest.page.keyboard.type("zen.")
    expect(notes).to_have_value("The bolt is frozen.")
    expect(guest.page.locator("#save-state")).to_contain_text("All changes saved")
    again.click()
    expect(guest.page.get_by_label("A dog")).to_have_count(0)
    expect(notes).to_have_value("The bolt is frozen.")
    assert guest.complaints == []


def test_the_page_of_an_upgrade_has_no_fault(desk_of, cast, review, newer):
    page = desk_of(cast.ben).page
    found = []
    for name in ("review-upgrade", "review-detail"):
        page.goto(reverse(name, args=[review.pk]))
        found += faults(page)
    page.goto(reverse("question-detail", args=[review.pk, "locks"]))
    show(found + faults(page))
