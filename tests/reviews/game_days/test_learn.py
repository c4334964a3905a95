"""Learning from a game day: what was learned, findings, improvements, the failure mode tested."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reviews.models import GameDay, Improvement, WorksheetRow
from reviews.services import (
    game_day_findings,
    game_day_run,
    game_days,
    improvements,
    worksheets,
)
from wellarch import clock
from wellarch.errors import Conflict, Invalid, NotFound, Stale

HELD = datetime(2026, 10, 5, 10, tzinfo=UTC)


@pytest.fixture
def done(actors, workload):
    worksheets.start(actors.cleo, workload.pk, "failure-modes")
    with clock.at(HELD):
        game_days.plan(actors.cleo, workload.pk, title="RDS fails over", failure_mode=2)
        game_day_run.start(actors.cleo, workload.pk, 1)
        return game_day_run.end(actors.cleo, workload.pk, 1)


def test_two_people_write_down_what_was_learned_and_both_stay(actors, workload, done):
    seen = done.revision
    game_day_findings.learn(actors.ben, workload.pk, 1, fields={"held": "Failover"}, revision=seen)
    game_day_findings.learn(
        actors.cleo, workload.pk, 1, fields={"broke": "The pool", "was_confirmed": False},
        revision=seen,
    )  # fmt: skip
    with pytest.raises(Stale) as refused:
        game_day_findings.learn(
            actors.cleo, workload.pk, 1, fields={"held": "Nothing"}, revision=seen
        )
    assert refused.value.data["fields"] == {"held": {"mine": "Nothing", "theirs": "Failover"}}
    now = GameDay.objects.get()
    assert (now.held, now.broke, now.was_confirmed) == ("Failover", "The pool", False)


def test_one_learns_when_it_is_over(actors, workload, done):
    game_days.plan(actors.cleo, workload.pk, title="Another")
    with pytest.raises(Conflict) as refused:
        game_day_findings.learn(actors.cleo, workload.pk, 2, fields={"held": "All"})
    assert refused.value.code == "not-done"
    with pytest.raises(Conflict):
        game_day_findings.add(actors.cleo, workload.pk, 2, text="Too early")
    with pytest.raises(Invalid):
        game_day_findings.learn(actors.cleo, workload.pk, 1, fields={"title": "x"})


def test_findings_are_added_changed_and_taken_back(actors, workload, done):
    game_day_findings.add(actors.cleo, workload.pk, 1, text="Pool holds dead connections")
    game_day_findings.add(actors.ben, workload.pk, 1, text="No alarm", impact="high")
    game_day_findings.edit(actors.cleo, workload.pk, 1, 2, changes={"impact": "low"})
    game_day_findings.remove(actors.cleo, workload.pk, 1, 1)
    assert list(done.findings.values_list("number", "text", "impact")) == [(2, "No alarm", "low")]
    with pytest.raises(Invalid):
        game_day_findings.add(actors.cleo, workload.pk, 1, text="", impact="medium")
    with pytest.raises(NotFound):
        game_day_findings.edit(actors.cleo, workload.pk, 1, 1, changes={"text": "x"})


def test_a_finding_becomes_one_improvement(actors, workload, done):
    game_day_findings.add(actors.cleo, workload.pk, 1, text="No alarm\nat night", impact="high")
    made = game_day_findings.improve(actors.cleo, workload.pk, 1, 1)
    assert (made.title, made.impact, made.pillar_key) == ("No alarm", "high", "reliability")
    assert "RDS fails over" in made.recommendation
    assert made.game_day_finding == done.findings.get()
    assert game_day_findings.improve(actors.ben, workload.pk, 1, 1).pk == made.pk
    improvements.move(actors.cleo, workload.pk, made.number, state="done")
    assert game_day_findings.improve(actors.ben, workload.pk, 1, 1).pk != made.pk


def test_an_improvement_outlives_its_finding_and_its_game_day(actors, workload, done):
    game_day_findings.add(actors.cleo, workload.pk, 1, text="No alarm")
    made = game_day_findings.improve(actors.cleo, workload.pk, 1, 1)
    game_days.delete(actors.cleo, workload.pk, 1)
    assert Improvement.objects.get(pk=made.pk).game_day_finding is None


def test_the_failure_mode_is_tested_on_the_day_it_was_rehearsed(actors, workload, done):
    game_day_findings.mark_tested(actors.cleo, workload.pk, 1)
    row = WorksheetRow.objects.get(worksheet__kind="failure-modes", number=2)
    assert row.values["tested_on"] == "2026-10-05"
    game_days.plan(actors.cleo, workload.pk, title="Of no row")
    with pytest.raises(Conflict):
        game_day_findings.mark_tested(actors.cleo, workload.pk, 2)
    worksheets.remove(actors.cleo, workload.pk, "failure-modes", 2)
    with pytest.raises(NotFound):
        game_day_findings.mark_tested(actors.cleo, workload.pk, 1)
