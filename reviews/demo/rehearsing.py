"""The game days of the demo, and when its workloads are reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from reviews.demo.course import ago
from reviews.models import ImprovementState, Workload
from reviews.services import (
    game_day_findings,
    game_day_run,
    game_days,
    improvements,
    review_plans,
)
from wellarch import clock
from wellarch.accounts.actor import Actor

_PLANNED_AHEAD = 0.7  # months before a game day in which it is planned
_PLAN = (
    "title", "scenario_key", "failure_mode", "environment", "hypothesis", "scenario",
    "blast_radius", "stop_conditions", "runbook", "repeat_months",
)  # fmt: skip
_LEARNED = ("held", "broke", "learned", "was_confirmed")


def go_on(
    people: Mapping[str, Actor],
    workload: Workload,
    told: Mapping[str, Any],
    *,
    since: float,
    until: float,
) -> None:
    """What was rehearsed and planned between two times, months ago.

    What lies ahead is planned at the end of the story.
    """
    for day in told.get("game_days", ()):
        if since > max(day["months"], 0) >= until:
            _hold(people, workload, day)
    for planned in told.get("plan", ()):
        if since > planned["months"] >= until:
            _plan_review(people["ben"], workload, planned)


def _hold(people: Mapping[str, Actor], workload: Workload, day: Mapping[str, Any]) -> None:
    """Plan a game day and, if it is not ahead, hold it and learn from it."""
    ben, key, began = people["ben"], workload.pk, ago(day["months"])
    with clock.at(ago(max(day["months"], 0) + _PLANNED_AHEAD)):
        made = game_days.plan(
            ben,
            key,
            planned_at=began,
            planned_minutes=90,
            parts=[_part(people[name], role) for name, role in day["people"]],
            **{field: day[field] for field in _PLAN if field in day},
        )
    if day["months"] <= 0:
        return
    with clock.at(began):
        game_day_run.start(ben, key, made.number)
    for minute, kind, text in day["timeline"]:
        with clock.at(began + timedelta(minutes=minute)):
            game_day_run.note(people["cleo"], key, made.number, kind=kind, text=text)
    with clock.at(began + timedelta(minutes=day["minutes"])):
        game_day_run.end(ben, key, made.number)
    with clock.at(began + timedelta(minutes=day["minutes"] + 30)):
        learned = {field: day[field] for field in _LEARNED}
        game_day_findings.learn(ben, key, made.number, fields=learned)
        if day.get("failure_mode"):
            game_day_findings.mark_tested(ben, key, made.number)
        for text, impact, state in day["findings"]:
            found = game_day_findings.add(ben, key, made.number, text=text, impact=impact)
            if state:
                _improve(people, workload, made.number, found.number, state)


def _improve(
    people: Mapping[str, Actor], workload: Workload, number: int, finding: int, state: str
) -> None:
    ben, cleo = people["ben"], people["cleo"]
    row = game_day_findings.improve(ben, workload.pk, number, finding)
    fields = {"state": ImprovementState.PLANNED, "owner": cleo.user.pk if cleo.user else None}
    due = (clock.now() + timedelta(days=60)).date()
    improvements.edit(ben, workload.pk, row.number, fields={**fields, "due_on": due})
    if state == ImprovementState.DONE:
        with clock.at(clock.now() + timedelta(days=26)):
            improvements.move(cleo, workload.pk, row.number, state=ImprovementState.DONE)


def _plan_review(actor: Actor, workload: Workload, planned: Mapping[str, Any]) -> None:
    with clock.at(ago(planned["months"])):
        review_plans.make(
            actor,
            workload.pk,
            title=planned["title"],
            kind=planned["kind"],
            planned_on=ago(planned["day"]).date(),
            budget_minutes=planned["budget"],
            extra_minutes=planned["extra"],
        )


def _part(actor: Actor, role: str) -> dict[str, Any]:
    return {"user": actor.user.pk if actor.user else None, "role": role}
