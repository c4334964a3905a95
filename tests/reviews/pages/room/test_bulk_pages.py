"""The pages of many answers at once, of the tour and of the demo, as a browser without a script."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from reviews.models import Answer, Comment, Evidence, Review, Workload
from reviews.services import milestones
from tests.builders import answer_all, select, start_review, start_workload
from tests.reviews.pages.room.doors import question_url, stored, ticked
from wellarch.accounts.models import User


@pytest.fixture
def other(actors, small_lens):
    review = start_review(actors.ada, start_workload(actors.ada, "Ledger"), small_lens.lens)
    select(actors.ada, review, "locks", "locks_key", "locks_bolt", notes="Two keys.")
    return review


def boxes(answer, name):
    return re.findall(rf'name="{name}" value="([^"]+)"', answer.content.decode())


def test_answers_are_copied_through_the_preview(client_of, cast, review, other):
    client, url = client_of(cast.cleo), reverse("review-copy", args=[review.pk])
    assert str(other.pk) in client.get(url).content.decode()
    preview = client.get(url, {"from": str(other.pk)})
    [box] = boxes(preview, "q")
    assert box.startswith("locks:")
    answer = client.post(url, {"from": str(other.pk), "q": box}, follow=True)
    assert "1 answer copied." in answer.content.decode()
    assert ticked(review, "locks") == {"locks_key", "locks_bolt"}


def test_a_page_that_is_out_of_date_overwrites_nothing_and_says_so(
    client_of, cast, actors, review, other
):
    client, url = client_of(cast.cleo), reverse("review-copy", args=[review.pk])
    sent = {"from": str(other.pk), "overwrite": "1"}
    [box] = boxes(client.get(url, sent), "q")
    select(actors.ada, review, "locks", "locks_dog")
    answer = client.post(url, {**sent, "q": box}, follow=True).content.decode()
    assert "changed since the preview" in answer
    assert ticked(review, "locks") == {"locks_dog"}


def test_a_milestone_is_offered_with_what_it_would_replace(
    client_of, cast, actors, review, workload
):
    select(actors.ada, review, "keys", "keys_safe")
    milestones.record(actors.ada, workload.pk, name="First")
    select(actors.ada, review, "keys", **{"choices.keys_safe.status": "unselected"}, notes="Gone")
    select(actors.ada, review, "keys", "keys_no")
    client, url = client_of(cast.cleo), reverse("review-copy", args=[review.pk])
    sent = {"from": "milestone-1", "overwrite": "1"}
    preview = client.get(url, sent)
    assert "replaces the answer of Ada Example" in preview.content.decode()
    client.post(url, {**sent, "q": boxes(preview, "q")})
    assert ticked(review, "keys") == {"keys_safe"}


@pytest.mark.parametrize("strange", ["milestone-9", "milestone-x", "nonsense"])
def test_a_source_that_is_not_there_is_not_found(client_of, cast, review, strange):
    url = reverse("review-copy", args=[review.pk])
    assert client_of(cast.cleo).get(url, {"from": strange}).status_code == 404


def test_nothing_ticked_is_said_and_changes_nothing(client_of, cast, review, other):
    url = reverse("review-copy", args=[review.pk])
    answer = client_of(cast.cleo).post(url, {"from": str(other.pk)})
    assert answer.status_code == 422
    assert "Choose at least one question." in answer.content.decode()
    assert not Answer.objects.filter(review=review, revision__gt=0).exists()


def test_the_rest_of_a_pillar_is_offered_where_there_is_one(client_of, cast, actors, review):
    client = client_of(cast.cleo)
    pillar = reverse("pillar-detail", args=[review.pk, "doors"])
    url = reverse("pillar-not-applicable", args=[review.pk, "doors"])
    assert url in client.get(pillar).content.decode()
    assert url not in client_of(cast.vic).get(pillar).content.decode()
    assert boxes(client.get(url), "q") == ["locks", "keys"]
    missing = client.post(url, {"q": "keys", "note": "Kept"})
    assert missing.status_code == 422
    assert "Kept" in missing.content.decode()
    client.post(url, {"q": "keys", "reason": "out_of_scope"})
    assert (stored(review, "keys").risk, stored(review, "locks").risk) == (
        "not_applicable", "unanswered",
    )  # fmt: skip
    answer_all(actors.ada, review)
    assert url not in client.get(pillar).content.decode()


def test_an_answer_is_given_to_another_workload(client_of, cast, review, other):
    client, url = client_of(cast.cleo), reverse("question-spread", args=[other.pk, "locks"])
    [box] = boxes(client.get(url), "t")
    answer = client.post(url, {"t": box}, follow=True)
    assert "now in 1 more workload" in answer.content.decode()
    assert stored(review, "locks").risk == "none"
    assert boxes(client.get(url), "t") == []


def test_the_tour_is_shown_until_it_is_put_away_and_to_nobody_who_cannot_answer(
    client_of, cast, review
):
    client, url = client_of(cast.cleo), question_url(review, "locks")
    assert "data-tour-next" in client.get(url).content.decode()
    assert "data-tour-next" not in client_of(cast.vic).get(url).content.decode()
    assert client.post(reverse("tour-done")).status_code == 204
    client.post(reverse("tour-done"))
    assert User.objects.get(pk=cast.cleo.pk).tours == ["room"]
    assert "data-tour-next" not in client.get(url).content.decode()
    assert "data-tour-next" in client_of(cast.ben).get(url).content.decode()


def test_a_demo_review_is_one_click_away_once_and_can_be_deleted(client_of, cast, framework):
    client = client_of(cast.ben)
    assert reverse("demo-begin") in client.get(reverse("portfolio")).content.decode()
    first = client.post(reverse("demo-begin"))
    assert client.post(reverse("demo-begin")).url == first.url
    demo = Workload.objects.get()
    risks = Answer.objects.filter(review__workload=demo).values_list("risk", flat=True)
    assert (len(risks), list(risks).count("unanswered")) == (6, 3)
    assert Answer.objects.exclude(parked_at=None).count() == 1
    assert (Comment.objects.count(), Evidence.objects.count()) == (1, 1)
    assert client.get(first.url).status_code == 200
    where = reverse("workload-detail", args=[demo.pk])
    assert "This is a demo" in client.get(where).content.decode()
    client.post(reverse("workload-delete", args=[demo.pk]), {"name": demo.name})
    assert not Workload.objects.exists()


def test_each_person_has_a_demo_of_their_own(client_of, cast, framework):
    for person in (cast.ada, cast.ben):
        client_of(person).post(reverse("demo-begin"))
    assert Review.objects.count() == 2
    assert client_of(cast.cleo).post(reverse("demo-begin")).status_code == 403
    assert (
        reverse("demo-begin") not in client_of(cast.cleo).get(reverse("portfolio")).content.decode()
    )
