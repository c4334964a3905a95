"""Two people at the same moment: every trade-off its number, every pillar one level.

Real transactions in real threads, on PostgreSQL only: see tests/reviews/services/test_races.py.
"""

from __future__ import annotations

from reviews.models import Maturity, TradeOff
from reviews.services import maturity, tradeoffs
from tests.reviews.services.test_races import at_once, db, pytestmark, refusals

__all__ = ["db", "pytestmark"]


def test_decisions_written_down_at_once_have_numbers_of_their_own(actors, workload):
    outcomes = at_once(
        *(
            lambda actor=actor: tradeoffs.make(actor, workload.pk, title="T")
            for actor in (actors.cleo, actors.ben, actors.ada)
        )
    )
    assert not refusals(outcomes)
    assert sorted(TradeOff.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_what_is_decided_while_it_is_changed_is_what_was_read(actors, workload):
    made = tradeoffs.make(actors.cleo, workload.pk, title="T")
    outcomes = at_once(
        lambda: tradeoffs.edit(actors.cleo, workload.pk, 1, fields={"title": "U"}, revision=1),
        lambda: tradeoffs.decide(actors.ben, workload.pk, 1, revision=1),
    )
    made.refresh_from_db()
    refused = refusals(outcomes)
    assert (made.state == "proposed") == bool(refused)
    assert made.title == "U"


def test_two_people_say_how_mature_a_pillar_is_for_the_first_time(actors, review):
    outcomes = at_once(
        lambda: maturity.write(actors.cleo, review.pk, levels={"doors": {"level": 2}}),
        lambda: maturity.write(actors.ben, review.pk, levels={"doors": {"target": 4}}),
    )
    assert not refusals(outcomes)
    row = Maturity.objects.get()
    assert (row.level, row.target, row.revision) == (2, 4, 2)
