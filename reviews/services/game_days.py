"""Game days: a failure is rehearsed. Planned, changed, called off, planned again, deleted.

Every change locks the workload first and writes one event. Running one is in game_day_run.py,
learning from it in game_day_findings.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from reviews import access, rehearsing
from reviews.game_day_access import game_day_for
from reviews.models import GameDay, GameDayPart, GameDayState, Workload, WorksheetRow
from reviews.rehearsals.scenarios import scenarios
from reviews.services import clashes, game_day_fields, game_day_history, numbering
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

NEED = Action.GAME_DAY_WRITE
MAX_EACH = 500  # game days of one workload
FAILURE_MODES = "failure-modes"
_COPIED = (
    "title", "hypothesis", "scenario", "blast_radius", "stop_conditions", "runbook",
    "runbook_url", "environment", "planned_minutes", "repeat_months", "source", "scenario_key",
)  # fmt: skip


def plan(
    actor: Actor,
    workload_id: UUID,
    *,
    title: str | None = None,
    scenario_key: str = "",
    failure_mode: int | None = None,
    **fields: Any,
) -> GameDay:
    """Plan a game day. fields: any of game_day_fields.EDITABLE.

    scenario_key: begins with what the library says, for all that is not given. failure_mode:
    the number of a row of the workload's failure modes worksheet that it rehearses. Invalid
    names what is wrong.
    """
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=NEED, lock=True)
        begin = _scenario(scenario_key)
        said = {**begin, **fields} if title is None else {**begin, **fields, "title": title}
        wanted = game_day_fields.checked(workload, {"title": "", **said})
        game_day = _new(actor, workload)
        game_day.scenario_key = scenario_key
        game_day.source = _failure_mode(workload, failure_mode)
        parts = wanted.pop("parts", [])
        for field, value in wanted.items():
            setattr(game_day, field, value)
        _insert(actor, game_day, parts)
    return game_day


def edit(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    fields: Mapping[str, Any],
    revision: int | None = None,
) -> GameDay:
    """Set some fields (game_day_fields.EDITABLE); what is not named stays.

    revision: the one the actor saw. Stale, with both values, when somebody changed the same
    field to something else since; all else merges. Conflict `too-late` for fields that may not
    change in its state (rehearsing.CHANGEABLE). What changes nothing writes nothing.
    """
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        before = game_day_fields.as_json(game_day)
        kept = {part["user"] for part in before["parts"] if part["user"]}
        wanted = game_day_fields.checked(game_day.workload, fields, kept=kept)
        clashes.refuse(game_day, game_day_fields.json_of(wanted), before, revision)
        changed = game_day_history.differences(before, game_day_fields.json_of(wanted))
        if not changed:
            return game_day
        if rehearsing.frozen_in(game_day.state, changed):
            raise Conflict(
                _("The plan of a game day rests once it has begun. Plan it again to change it."),
                code="too-late",
            )
        columns = [field for field in changed if field != "parts"]
        for field in columns:
            setattr(game_day, field, wanted[field])
        if "planned_at" in changed:
            game_day.reminded_on = None
            columns.append("reminded_on")
        if "parts" in changed:
            game_day.parts.all().delete()
            _insert_parts(game_day, wanted["parts"])
        game_day_history.keep(
            actor, game_day, verb="game_day.changed", columns=columns, changed=changed
        )
    return game_day


def call_off(actor: Actor, workload_id: UUID, number: int) -> GameDay:
    """It will not be held. The plan stays to be read and planned again. Conflict once it began."""
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        if game_day.state == GameDayState.CALLED_OFF:
            return game_day
        was = game_day.state
        game_day_history.move(game_day, GameDayState.CALLED_OFF)
        changed: log.Changes = {"state": (was, game_day.state)}
        game_day_history.keep(
            actor, game_day, verb="game_day.called_off", columns=["state"], changed=changed
        )
    return game_day


def again(actor: Actor, workload_id: UUID, number: int) -> GameDay:
    """Plan the same once more, with the same people, for when it is to be repeated.

    At the time of day it was planned for, after repeat_months from when it was held; without
    either the date is left open.
    """
    with transaction.atomic():
        was = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        game_day = _new(actor, was.workload)
        for field in _COPIED:
            setattr(game_day, field, getattr(was, field))
        game_day.planned_at = _next_time(was)
        parts = [
            GameDayPart(user_id=part.user_id, name=part.name, role=part.role, position=position)
            for position, part in enumerate(was.parts.order_by("position", "pk"))
        ]
        _insert(actor, game_day, parts, again=was.number)
    return game_day


def delete(actor: Actor, workload_id: UUID, number: int) -> None:
    """Delete a game day with its timeline and findings. Improvements made of it stay; the log
    keeps that it was there, and milestones keep what they froze."""
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        game_day_history.note(actor, game_day, verb="game_day.deleted")
        game_day.delete()


def _new(actor: Actor, workload: Workload) -> GameDay:
    there = GameDay.objects.filter(workload=workload).aggregate(
        last=Max("number"), count=Count("pk")
    )
    if there["count"] >= MAX_EACH:
        raise Conflict(_("This workload has as many game days as one can."), code="too-many")
    return GameDay(
        organization_id=workload.organization_id,
        workload=workload,
        number=numbering.next_game_day(workload, there["last"] or 0),
        created_by=actor.user,
    )


def _insert(actor: Actor, game_day: GameDay, parts: list[GameDayPart], **data: Any) -> None:
    game_day.save(force_insert=True)
    _insert_parts(game_day, parts)
    game_day_history.note(actor, game_day, verb="game_day.planned", **data)


def _insert_parts(game_day: GameDay, parts: list[GameDayPart]) -> None:
    for part in parts:
        part.game_day = game_day
    GameDayPart.objects.bulk_create(parts)


def _scenario(key: str) -> dict[str, Any]:
    if not key:
        return {}
    found = scenarios().get(key)
    if found is None:
        message = _("There is no such scenario in the library.")
        raise Invalid(fields={"scenario_key": [message]})
    return found.fields


def _failure_mode(workload: Workload, number: int | None) -> WorksheetRow | None:
    if number is None:
        return None
    rows = WorksheetRow.objects.filter(
        worksheet__workload=workload, worksheet__kind=FAILURE_MODES, number=number
    )
    found = rows.first()
    if found is None:
        message = _("There is no such row in the failure modes of this workload.")
        raise Invalid(fields={"failure_mode": [message]})
    return found


def _next_time(was: GameDay) -> Any:
    ended = was.ended_at or was.started_at
    on = rehearsing.next_on(ended.date() if ended else None, was.repeat_months)
    if on is None:
        return None
    at = was.planned_at or was.started_at
    return at and at + timedelta(days=(on - at.date()).days)
