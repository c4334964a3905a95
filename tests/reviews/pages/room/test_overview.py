"""The overview of a review: progress, scores, completion, notes, removal."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.models import Review, ReviewStatus
from reviews.services import findings
from tests.builders import SMALL_LENS, answer_all, publish_lens, select, start_review


def url(name: str, review: Review) -> str:
    return reverse(name, args=[review.pk])


@pytest.fixture
def overview(client_of, review):
    return lambda user: client_of(user).get(url("review-detail", review))


def test_it_counts_questions_risks_and_practices(cast, overview, review, actors):
    select(actors.cleo, review, "locks", "locks_key")
    page = overview(cast.vic).context["page"]
    assert (page.counts.answered, page.counts.total, page.counts.medium) == (1, 3, 1)
    assert (page.tally.in_place, page.tally.applicable) == (1, 6)
    assert [line.state for line in page.pillars] == ["begun", "open"]
    assert [line.tally.percent for line in page.pillars] == [25, 0]
    assert page.entry == "keys"


def test_a_checklist_shows_its_score(cast, client_of, actors, workload):
    lens = publish_lens(actors.ada, {**SMALL_LENS, "alias": "list", "scoring": "percent"}).lens
    review = start_review(actors.ada, workload, lens)
    select(actors.cleo, review, "locks", "locks_key", "locks_bolt")
    select(actors.cleo, review, "glass", "glass_film", "glass_bars")
    response = client_of(cast.cleo).get(url("review-detail", review))
    page = response.context["page"]
    assert page.is_scored
    assert page.score == 75  # the mean of 50 (2 of 4) and 100 (2 of 2)
    assert "75%" in response.content.decode()


def test_other_lenses_show_no_score(cast, overview):
    assert not overview(cast.cleo).context["page"].is_scored


def test_completing_an_unfinished_review_names_the_open_pillars(cast, client_of, review, actors):
    for key in ("locks", "keys"):
        select(actors.cleo, review, key, f"{key}_no")
    response = client_of(cast.ben).post(url("review-complete", review), follow=True)
    assert "These pillars are not reviewed yet: Windows." in response.content.decode()
    assert Review.objects.get().status == ReviewStatus.OPEN


def test_a_reviewed_review_is_completed_and_reopened(cast, client_of, review, actors, overview):
    answer_all(actors.cleo, review)
    assert url("review-complete", review) in overview(cast.ben).content.decode()
    client = client_of(cast.ben)
    client.post(url("review-complete", review))
    assert Review.objects.get().status == ReviewStatus.COMPLETE
    html = overview(cast.ben).content.decode()
    assert "completed by Ben Example" in html
    client.post(url("review-reopen", review))
    assert Review.objects.get().status == ReviewStatus.OPEN


def test_a_pillar_set_aside_counts_as_reviewed(cast, review, actors, overview):
    for key in ("locks", "keys"):
        select(actors.cleo, review, key, f"{key}_no")
    findings.write(
        actors.cleo, review.pk, "windows",
        values={"is_set_aside": True, "set_aside_reason": "There are none."},
    )  # fmt: skip
    page = overview(cast.ben).context["page"]
    assert [line.state for line in page.pillars] == ["reviewed", "set_aside"]
    assert not page.open_pillars


def test_only_those_who_may_see_the_controls(cast, overview, review, actors):
    answer_all(actors.cleo, review)
    html = overview(cast.cleo).content.decode()
    assert url("review-complete", review) not in html
    assert url("review-remove", review) not in html
    assert "Save notes" in html
    assert "Save notes" not in overview(cast.vic).content.decode()


@pytest.mark.parametrize("name", ["review-complete", "review-reopen", "review-remove"])
def test_a_contributor_may_not_complete_reopen_or_remove(cast, client_of, review, name):
    assert client_of(cast.cleo).post(url(name, review)).status_code == 403


@pytest.mark.parametrize(
    "name", ["review-detail", "review-complete", "review-reopen", "review-remove"]
)
def test_an_outsider_finds_nothing(cast, client_of, review, name):
    client = client_of(cast.oda)
    ask = client.get if name == "review-detail" else client.post
    assert ask(url(name, review)).status_code == 404


def test_notes_are_saved(cast, client_of, review):
    client = client_of(cast.cleo)
    client.post(url("review-detail", review), {"notes": "Long\r\ntalk"})
    assert Review.objects.get().notes == "Long\ntalk"
    assert client_of(cast.vic).post(url("review-detail", review), {"notes": ""}).status_code == 403


def test_notes_that_are_too_long_stay_in_the_form(cast, client_of, review):
    response = client_of(cast.cleo).post(url("review-detail", review), {"notes": "x" * 20001})
    assert response.status_code == 422
    assert "x" * 20001 in response.content.decode()


def test_a_lens_is_removed_and_leads_back_to_the_workload(cast, client_of, review):
    response = client_of(cast.ben).post(url("review-remove", review))
    assert response.url == reverse("workload-detail", args=[review.workload_id])
    assert client_of(cast.ben).get(url("review-detail", review)).status_code == 404
