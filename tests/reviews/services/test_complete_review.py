"""Completing a review, and findings of pillars."""

from __future__ import annotations

import pytest

from reviews.services import findings, reviews
from tests.builders import answer_all, select
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale


def test_a_review_with_open_pillars_cannot_be_called_complete(actors, review):
    select(actors.cleo, review, "glass", "glass_film")
    with pytest.raises(Conflict) as refusal:
        reviews.complete(actors.ben, review.pk)
    assert refusal.value.data["pillars"] == [{"pillar": "doors", "name": "Doors", "unanswered": 2}]


def test_a_pillar_set_aside_with_a_reason_does_not_hold_the_review_up(actors, review):
    select(actors.cleo, review, "glass", "glass_film")
    findings.write(
        actors.cleo,
        review.pk,
        "doors",
        values={"is_set_aside": True, "set_aside_reason": "The house has no doors yet."},
    )
    assert reviews.complete(actors.ben, review.pk).status == "complete"


def test_a_pillar_is_not_set_aside_without_a_reason(actors, review):
    with pytest.raises(Invalid) as refusal:
        findings.write(actors.cleo, review.pk, "doors", values={"is_set_aside": True})
    assert "set_aside_reason" in refusal.value.fields


def test_a_contributor_may_not_complete_a_review(actors, review):
    answer_all(actors.cleo, review)
    with pytest.raises(Forbidden):
        reviews.complete(actors.cleo, review.pk)


def test_recommendations_without_a_current_state_are_flagged(actors, review):
    finding = findings.write(
        actors.cleo, review.pk, "doors", values={"recommendations": "Buy better locks."}
    )
    assert finding.lacks_current_state
    finding = findings.write(actors.cleo, review.pk, "doors", values={"current_state": "One lock."})
    assert not finding.lacks_current_state


def test_a_stale_finding_never_overwrites_another(actors, review):
    findings.write(actors.cleo, review.pk, "doors", values={"gaps": "Cleo's"}, base_revision=0)
    with pytest.raises(Stale) as refusal:
        findings.write(actors.ben, review.pk, "doors", values={"gaps": "Ben's"}, base_revision=0)
    assert refusal.value.data["fields"]["gaps"] == {"mine": "Ben's", "theirs": "Cleo's"}


def test_a_finding_needs_a_pillar_of_the_lens(actors, review):
    with pytest.raises(NotFound):
        findings.write(actors.cleo, review.pk, "roof", values={"gaps": "x"})


def test_an_outsider_finds_no_review_to_write_about(actors, review):
    with pytest.raises(NotFound):
        findings.write(actors.oda, review.pk, "doors", values={"gaps": "x"})


def test_a_removed_lens_comes_back_with_its_answers(actors, review):
    select(actors.cleo, review, "locks", "locks_dog")
    reviews.remove(actors.ben, review.pk)
    with pytest.raises(NotFound):
        select(actors.cleo, review, "locks", "locks_key")
    back = reviews.attach(actors.ben, review.workload_id, lens=review.lens_id)
    assert back.pk == review.pk
    assert back.answers.get(question_key="locks").risk == "medium"


def test_a_lens_is_attached_once(actors, review):
    with pytest.raises(Conflict) as refusal:
        reviews.attach(actors.ben, review.workload_id, lens="small")
    assert refusal.value.code == "already-attached"


def test_anothers_lens_is_not_found(actors, review, workload):
    with pytest.raises(NotFound):
        reviews.attach(actors.oda, workload.pk, lens="small")
