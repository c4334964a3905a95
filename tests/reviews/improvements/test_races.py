"""Two people at the same moment: one improvement for two clicks, one place for each card.

Real transactions in real threads, on PostgreSQL only: see tests/reviews/services/test_races.py.
"""

from __future__ import annotations

import pytest

from reviews.models import Improvement
from reviews.services import answers, improvements
from tests.builders import select
from tests.reviews.services.test_races import ROUNDS, at_once, db, pytestmark, refusals

__all__ = ["db", "pytestmark"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_clicks_at_once_make_one_improvement(actors, review, _round):
    select(actors.cleo, review, "locks", "locks_key")
    outcomes = at_once(
        *(
            lambda actor=actor: improvements.make_from_question(actor, review.pk, "locks")
            for actor in (actors.cleo, actors.ben, actors.ada)
        )
    )
    assert len({made.pk for made in outcomes}) == 1
    assert Improvement.objects.count() == 1


def test_cards_dropped_at_once_have_places_of_their_own(actors, workload):
    for number in range(6):
        improvements.make(actors.ada, workload.pk, title=f"N {number}")
    outcomes = at_once(
        *(
            lambda n=n: improvements.move(actors.ben, workload.pk, n, state="planned", after=0)
            for n in range(1, 7)
        )
    )
    assert not refusals(outcomes)
    ranks = Improvement.objects.filter(state="planned").values_list("rank", flat=True)
    assert len(set(ranks)) == len(ranks) == 6


def test_ticking_what_is_done_and_answering_do_not_wait_for_each_other_for_ever(actors, review):
    select(actors.cleo, review, "locks", "locks_key")
    made = improvements.make_from_question(actors.cleo, review.pk, "locks")
    improvements.move(actors.cleo, review.workload_id, made.number, state="done")
    outcomes = at_once(
        lambda: improvements.apply_proposal(
            actors.cleo, review.workload_id, made.number, choices=["locks_bolt"]
        ),
        lambda: answers.record(
            actors.ben,
            review_id=review.pk,
            question="locks",
            changes_wanted={"choices.locks_dog.status": "selected"},
        ),
    )
    assert not refusals(outcomes)
    answer = review.answers.get(question_key="locks")
    assert {key for key, said in answer.choices.items() if said["status"] == "selected"} == {
        "locks_key", "locks_bolt", "locks_dog",
    }  # fmt: skip
