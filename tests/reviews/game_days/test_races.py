"""Several people at the same moment: every note stays, a game day begins and ends once.

Real transactions in real threads, on PostgreSQL only: see tests/reviews/services/test_races.py.
"""

from __future__ import annotations

import pytest

from reviews.models import GameDay, GameDayEntry, Improvement
from reviews.services import game_day_findings, game_day_run, game_days
from tests.reviews.services.test_races import ROUNDS, at_once, db, pytestmark, refusals

__all__ = ["db", "pytestmark"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_notes_of_three_people_at_once_all_stay(actors, workload, _round):
    game_days.plan(actors.cleo, workload.pk, title="The vault")
    game_day_run.start(actors.cleo, workload.pk, 1)
    outcomes = at_once(
        *(
            lambda actor=actor: game_day_run.note(actor, workload.pk, 1, text="Dark")
            for actor in (actors.cleo, actors.ben, actors.ada)
        )
    )
    assert not refusals(outcomes)
    assert GameDayEntry.objects.count() == 3
    assert GameDay.objects.get().revision == 5


def test_it_is_stopped_once_and_a_finding_becomes_one_improvement(actors, workload):
    game_days.plan(actors.cleo, workload.pk, title="The vault")
    game_day_run.start(actors.cleo, workload.pk, 1)
    outcomes = at_once(
        *(
            lambda actor=actor: game_day_run.stop(actor, workload.pk, 1, text="A queue")
            for actor in (actors.cleo, actors.ben)
        )
    )
    assert len(refusals(outcomes)) == 1
    assert GameDayEntry.objects.filter(kind="stopped").count() == 1
    game_day_findings.add(actors.cleo, workload.pk, 1, text="No light")
    at_once(
        *(
            lambda actor=actor: game_day_findings.improve(actor, workload.pk, 1, 1)
            for actor in (actors.cleo, actors.ben)
        )
    )
    assert Improvement.objects.count() == 1
