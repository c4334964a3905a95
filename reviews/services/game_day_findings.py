"""Learning from a game day: what held, what broke, and findings, which become improvements.

Systems are looked at, never people (seed 000: "Blameless post-mortems").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from reviews.game_day_access import finding_of, game_day_for
from reviews.models import UNFINISHED, GameDay, GameDayFinding, GameDayState, Improvement
from reviews.services import (
    clashes,
    game_day_fields,
    game_day_history,
    improvement_making,
    worksheets,
)
from reviews.services.game_days import FAILURE_MODES
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound

NEED = Action.GAME_DAY_WRITE
MAX_FINDINGS = 200  # of one game day
PILLAR = "reliability"


def learn(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    fields: Mapping[str, Any],
    revision: int | None = None,
) -> GameDay:
    """Set held, broke, learned, was_confirmed; what is not named stays.

    Merges and clashes like game_days.edit. Conflict `not-done` before the end.
    """
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        game_day_history.require_state(game_day, GameDayState.DONE)
        wanted = game_day_fields.checked_learning(fields)
        before = game_day_fields.as_json(game_day)
        clashes.refuse(game_day, wanted, before, revision)
        changed = game_day_history.differences(before, wanted)
        if not changed:
            return game_day
        for field in changed:
            setattr(game_day, field, wanted[field])
        game_day_history.keep(
            actor, game_day, verb="game_day.learned", columns=list(changed), changed=changed
        )
    return game_day


def add(
    actor: Actor, workload_id: UUID, number: int, *, text: str, impact: str = "medium"
) -> GameDayFinding:
    """Write down something that is to become better. From the beginning on."""
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        if game_day.started_at is None:
            game_day_history.require_state(game_day, GameDayState.RUNNING)
        there = game_day.findings.aggregate(last=Max("number"), count=Count("pk"))
        if there["count"] >= MAX_FINDINGS:
            raise Conflict(_("This game day has as many findings as one can."), code="too-many")
        finding = GameDayFinding.objects.create(
            game_day=game_day,
            number=(there["last"] or 0) + 1,
            text=_text(text),
            impact=game_day_fields.impact(impact),
        )
        game_day_history.keep(
            actor, game_day, verb="game_day.finding_added", finding=finding.number
        )
    return finding


def edit(
    actor: Actor,
    workload_id: UUID,
    number: int,
    finding: int,
    *,
    changes: Mapping[str, Any],
) -> GameDayFinding:
    """Set text or impact of a finding; what is not named stays."""
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        row = finding_of(game_day, finding)
        if unknown := set(changes) - {"text", "impact"}:
            message = _("There is no such field.")
            raise Invalid(fields={field: [message] for field in sorted(unknown)})
        wanted = {
            "text": _text(changes.get("text", row.text)),
            "impact": game_day_fields.impact(changes.get("impact", row.impact)),
        }
        changed = [field for field, value in wanted.items() if getattr(row, field) != value]
        if not changed:
            return row
        for field in changed:
            setattr(row, field, wanted[field])
        row.save(update_fields=changed)
        game_day_history.keep(actor, game_day, verb="game_day.finding_changed", finding=row.number)
    return row


def remove(actor: Actor, workload_id: UUID, number: int, finding: int) -> None:
    """Take a finding back. Improvements made of it stay."""
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        row = finding_of(game_day, finding)
        game_day_history.keep(actor, game_day, verb="game_day.finding_removed", finding=row.number)
        row.delete()


def improve(actor: Actor, workload_id: UUID, number: int, finding: int) -> Improvement:
    """Make an improvement of a finding; the unfinished one there is already is returned instead.

    It belongs to the reliability pillar and has the impact of the finding.
    """
    with transaction.atomic():
        game_day = game_day_for(
            actor, workload_id, number, need=Action.IMPROVEMENT_WRITE, lock=True
        )
        row = finding_of(game_day, finding)
        there = row.improvements.filter(state__in=UNFINISHED).order_by("number").first()
        if there is not None:
            there.workload, there.was_there = game_day.workload, True
            return there
        made = improvement_making.own(
            actor, game_day.workload, None, _improvement_of(game_day, row)
        )
        made.game_day_finding = row
        made.save(update_fields=["game_day_finding"])
        game_day_history.keep(
            actor, game_day, verb="game_day.improvement_made", finding=row.number,
            improvement=made.number,
        )  # fmt: skip
    return made


def mark_tested(actor: Actor, workload_id: UUID, number: int) -> GameDay:
    """Write the day of this game day into the failure mode it rehearsed, as `tested on`.

    Asks for what changing the worksheet asks for. Conflict `not-done` before the end; NotFound
    when it rehearsed no failure mode that is still there.
    """
    with transaction.atomic():
        game_day = game_day_for(actor, workload_id, number, need=NEED, lock=True)
        game_day_history.require_state(game_day, GameDayState.DONE)
        if game_day.source is None or game_day.ended_at is None:
            raise NotFound(_("This game day rehearsed no row of the failure modes."))
        worksheets.edit(
            actor,
            workload_id,
            FAILURE_MODES,
            game_day.source.number,
            values={"tested_on": game_day.ended_at.date().isoformat()},
        )
    return game_day


def _text(value: Any) -> str:
    return game_day_fields.text("text", value, game_day_fields.MAX_TEXT, is_needed=True)


def _improvement_of(game_day: GameDay, finding: GameDayFinding) -> dict[str, Any]:
    first, _line, _rest = finding.text.partition("\n")
    title = first if len(first) <= 200 else f"{first[:199].rstrip()}…"
    about = _("Found on the game day %(number)d, %(title)s.") % {
        "number": game_day.number,
        "title": game_day.title,
    }
    return {
        "title": title,
        "recommendation": f"{finding.text}\n\n{about}",
        "success_criteria": _("The same failure is rehearsed again and this does not show."),
        "impact": finding.impact,
        "pillar_key": PILLAR,
    }
