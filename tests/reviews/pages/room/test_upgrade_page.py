"""Whoever owns a review sees what a newer version does to its answers, and upgrades."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.models import Answer, Milestone, Review
from reviews.services import reviews, workloads
from tests.builders import answer_all, select
from tests.reviews import versions_of_a_lens as v


@pytest.fixture
def newer(actors, review):
    """Version 2: no dog, no question about keys, an alarm, and the glass among the doors."""
    select(actors.cleo, review, "locks", "locks_key", "locks_dog", notes="Two locks.")
    select(actors.cleo, review, "keys", "keys_safe", notes="Below the stairs.")
    return v.publish(
        actors.ada, "2", v.without_dog, v.without_keys, v.with_alarm, v.glass_among_doors,
        notes="Nobody keeps dogs any more.",
    )  # fmt: skip


def url_of(review: Review) -> str:
    return reverse("review-upgrade", args=[review.pk])


def text(answer) -> str:
    return answer.content.decode()


def test_the_page_says_what_becomes_of_every_answer(client_of, cast, review, newer):
    page = text(client_of(cast.ben).get(url_of(review)))
    assert "Version 1 to 2" in page
    counts = "1 changes, 1 goes, 1 is new, 1 moves to another pillar."
    assert f"No question stays as it is, {counts}" in page
    assert "Cleared, because it is gone:</span> <del>A dog</del>" in page
    assert "Below the stairs." in page
    assert "from Windows to Doors" in page
    assert "Nobody keeps dogs any more." in page
    assert 'value="Before Small lens 2"' in page


def test_upgrading_keeps_how_it_was_and_leads_to_the_review(client_of, cast, review, newer):
    client = client_of(cast.ben)
    sent = {"milestone": "Before Small lens 2", "to": newer.pk, "seen_revision": 2}
    answer = client.post(url_of(review), sent, follow=True)
    assert answer.redirect_chain == [(reverse("review-detail", args=[review.pk]), 302)]
    assert "The review uses version 2 now. Milestone 1 keeps how it was." in text(answer)
    assert Milestone.objects.get().name == "Before Small lens 2"
    assert Review.objects.get(pk=review.pk).lens_version == newer


def test_what_was_answered_after_the_preview_is_said(client_of, cast, actors, review, newer):
    select(actors.cleo, review, "glass", "glass_film")
    sent = {"milestone": "Before", "to": newer.pk, "seen_revision": 2}
    answer = client_of(cast.ben).post(url_of(review), sent, follow=True)
    assert "1 change of an answer came after your preview; it was carried too." in text(answer)


def test_a_name_that_is_taken_is_said_at_its_field(client_of, cast, actors, review, newer):
    client = client_of(cast.ben)
    client.post(reverse("milestone-list", args=[review.workload_id]), {"name": "Autumn"})
    answer = client.post(url_of(review), {"milestone": "Autumn", "to": newer.pk})
    assert answer.status_code == 422
    assert "There is a milestone of this name already." in text(answer)
    assert Review.objects.get(pk=review.pk).lens_version != newer


def test_the_proposed_name_is_one_that_is_free(client_of, cast, review, newer):
    client = client_of(cast.ben)
    taken = {"name": "Before Small lens 2"}
    client.post(reverse("milestone-list", args=[review.workload_id]), taken)
    assert 'value="Before Small lens 2 (2)"' in text(client.get(url_of(review)))


def test_two_people_who_upgrade_at_once_both_land_well(client_of, cast, review, newer):
    sent = {"milestone": "Before", "to": newer.pk}
    client_of(cast.ben).post(url_of(review), sent)
    answer = client_of(cast.ada).post(url_of(review), {**sent, "milestone": "Mine"}, follow=True)
    assert "uses version 2 already" in text(answer)
    assert Milestone.objects.count() == 1


def test_who_may_not_upgrade_sees_what_it_would_do_and_no_button(client_of, cast, review, newer):
    page = text(client_of(cast.cleo).get(url_of(review)))
    assert "Version 1 to 2" in page
    assert "Upgrade to 2" not in page
    assert client_of(cast.cleo).post(url_of(review), {"milestone": "Mine"}).status_code == 403
    assert client_of(cast.oda).get(url_of(review)).status_code == 404


def test_a_review_of_the_newest_version_has_nothing_to_upgrade(client_of, cast, review):
    page = text(client_of(cast.ben).get(url_of(review)))
    assert "This review uses version 1 already" in page
    assert "Upgrade to" not in page


def test_a_complete_review_opens_again_and_says_so(client_of, cast, actors, review):
    answer_all(actors.cleo, review)
    reviews.complete(actors.ben, review.pk)
    newer = v.publish(actors.ada, "2", v.with_alarm)
    sent = {"milestone": "Before", "to": newer.pk}
    answer = client_of(cast.ben).post(url_of(review), sent, follow=True)
    assert "The review is open again" in text(answer)


@pytest.mark.parametrize("place", ["review-detail", "question-detail", "workload-detail"])
def test_every_place_of_a_review_tells_of_a_newer_version(client_of, cast, actors, review, place):
    keys = {"review-detail": [review.pk], "question-detail": [review.pk, "locks"],
            "workload-detail": [review.workload_id]}  # fmt: skip
    url = reverse(place, args=keys[place])
    assert url_of(review) not in text(client_of(cast.ben).get(url))
    v.publish(actors.ada, "2", v.with_alarm)
    for person, word in ((cast.ben, "See what changes"), (cast.vic, "See what would change")):
        page = text(client_of(person).get(url))
        assert "There is a newer version of this lens: 2." in page
        assert url_of(review) in page
        assert word in page


def test_the_portfolio_marks_a_workload_with_an_older_version(client_of, cast, actors, review):
    client = client_of(cast.vic)
    assert "newer lens version" not in text(client.get(reverse("portfolio")))
    v.publish(actors.ada, "2", v.with_alarm)
    assert "newer lens version" in text(client.get(reverse("portfolio")))


def test_a_minor_version_is_no_news(client_of, cast, actors, review):
    workloads.archive(actors.ada, review.workload_id)
    v.publish(actors.ada, "1.1", v.other_words, major=False)
    page = text(client_of(cast.ben).get(reverse("review-detail", args=[review.pk])))
    assert "newer version" not in page


def test_a_link_to_a_question_that_went_leads_to_the_review(client_of, cast, review, newer):
    client = client_of(cast.ben)
    client.post(url_of(review), {"milestone": "Before", "to": newer.pk})
    gone = client.get(reverse("question-detail", args=[review.pk, "keys"]), follow=True)
    assert "This question is not asked any more in version 2." in text(gone)
    never = client.get(reverse("question-detail", args=[review.pk, "nonsense"]))
    assert never.status_code == 404
    assert Answer.every.get(review=review, question_key="keys").notes == "Below the stairs."


def test_the_history_of_an_answer_names_the_version(client_of, cast, review, newer):
    client = client_of(cast.ben)
    client.post(url_of(review), {"milestone": "Before", "to": newer.pk})
    page = text(client.get(reverse("answer-history", args=[review.pk, "locks"])))
    assert "with version 2 of the lens" in page
    assert "“A dog” unticked" in page, "a practice that is gone is still called by its name"


def test_a_lens_that_comes_back_says_that_a_newer_version_waits(client_of, cast, actors, review):
    client = client_of(cast.ben)
    client.post(reverse("review-remove", args=[review.pk]))
    v.publish(actors.ada, "2", v.with_alarm)
    url = reverse("review-attach", args=[review.workload_id])
    assert "They come back in version 1" in text(client.get(url))
    answer = client.post(url, {"lenses": str(review.lens_id)}, follow=True)
    assert "There is a newer version of this lens: 2." in text(answer)
