"""Trade-offs: decisions that improve one pillar and worsen another. Made, changed, decided, taken
back, deleted (seed 000, section 12).

Every change locks the workload first and writes one event, which is the trade-off's history.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews import access
from reviews.models import TradeOff, TradeOffState
from reviews.services import clashes, numbering, touch, tradeoff_fields
from reviews.tradeoff_access import tradeoff_for
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict
from wellarch.events import log

UNSEEN = gettext_noop("Somebody changed this trade-off a moment ago. Look at it again.")
MAX_EACH = 500  # trade-offs of one workload


def make(actor: Actor, workload_id: UUID, *, title: str, **fields: Any) -> TradeOff:
    """A trade-off that is proposed. fields: any of tradeoff_fields.EDITABLE.

    effects: {pillar key: {"effect": improves, neutral or worsens, "note": text}}; questions:
    [{"review": id, "question": key}] of the workload's reviews. Invalid names what is wrong.
    """
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.IMPROVEMENT_WRITE, lock=True)
        there = TradeOff.objects.filter(workload=workload).aggregate(
            last=Max("number"), count=Count("pk")
        )
        if there["count"] >= MAX_EACH:
            raise Conflict(_("This workload has as many trade-offs as one can."), code="too-many")
        tradeoff = TradeOff(
            organization_id=workload.organization_id,
            workload=workload,
            number=numbering.next_tradeoff(workload, there["last"] or 0),
            created_by=actor.user,
        )
        wanted = tradeoff_fields.checked(tradeoff, {**fields, "title": title})
        answers = wanted.pop("questions", [])
        for field, value in wanted.items():
            setattr(tradeoff, field, value)
        tradeoff.save(force_insert=True)
        tradeoff.answers.set(answers)
        _note(actor, tradeoff, "tradeoff.made")
    return tradeoff


def edit(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    fields: Mapping[str, Any],
    revision: int | None = None,
) -> TradeOff:
    """Set some fields (tradeoff_fields.EDITABLE); what is not named stays.

    revision: the one the actor saw. Stale, with both values, when somebody changed the same
    field to something else since; all else merges. A change that changes nothing writes nothing.
    """
    with transaction.atomic():
        tradeoff = _locked(actor, workload_id, number)
        wanted = tradeoff_fields.checked(tradeoff, fields)
        linked = tradeoff_fields.linked(tradeoff)
        before = tradeoff_fields.as_json(tradeoff, linked)
        clashes.refuse(tradeoff, tradeoff_fields.json_of(wanted), before, revision)
        after = {**before, **tradeoff_fields.json_of(wanted)}
        changed = {
            field: (before[field], after[field])
            for field in before
            if before[field] != after[field]
        }
        if not changed:
            return tradeoff
        columns = [field for field in changed if field != "questions"]
        for field in columns:
            setattr(tradeoff, field, wanted[field])
        _save(tradeoff, columns)
        if "questions" in changed:
            # Links to what is no longer asked are not seen here and stay.
            tradeoff.answers.remove(*(set(linked) - set(wanted["questions"])))
            tradeoff.answers.add(*wanted["questions"])
        _note(actor, tradeoff, "tradeoff.changed", changed)
    return tradeoff


def decide(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    on: date | None = None,
    revision: int | None = None,
) -> TradeOff:
    """The decision stands, since `on` (today); who says so is kept. Again: the day changes.

    Stale when somebody changed the trade-off since `revision`: one decides what one has read.
    """
    with transaction.atomic():
        tradeoff = _locked(actor, workload_id, number)
        clashes.refuse_unseen(tradeoff, revision, _(UNSEEN))
        stands = tradeoff.state == TradeOffState.DECIDED
        if stands and on is None:
            return tradeoff
        wanted = {
            "state": TradeOffState.DECIDED.value,
            "decided_on": tradeoff_fields.day(timezone.localdate() if on is None else on),
        }
        _change(actor, tradeoff, "tradeoff.decided", wanted, is_by_actor=not stands)
    return tradeoff


def take_back(
    actor: Actor, workload_id: UUID, number: int, *, revision: int | None = None
) -> TradeOff:
    """The decision stands no more; when it was decided stays. Conflict `not-decided`."""
    with transaction.atomic():
        tradeoff = _locked(actor, workload_id, number)
        clashes.refuse_unseen(tradeoff, revision, _(UNSEEN))
        if tradeoff.state == TradeOffState.PROPOSED:
            raise Conflict(_("This is not decided yet."), code="not-decided")
        _change(actor, tradeoff, "tradeoff.taken_back", {"state": TradeOffState.REVISED.value})
    return tradeoff


def delete(actor: Actor, workload_id: UUID, number: int) -> None:
    """Delete a trade-off. The log keeps that it was there; milestones keep what they froze."""
    with transaction.atomic():
        tradeoff = _locked(actor, workload_id, number)
        _note(actor, tradeoff, "tradeoff.deleted")
        tradeoff.delete()


def _locked(actor: Actor, workload_id: UUID, number: int) -> TradeOff:
    return tradeoff_for(actor, workload_id, number, need=Action.IMPROVEMENT_WRITE, lock=True)


def _change(
    actor: Actor,
    tradeoff: TradeOff,
    verb: str,
    wanted: Mapping[str, Any],
    *,
    is_by_actor: bool = False,
) -> None:
    changed = {
        field: (getattr(tradeoff, field), value)
        for field, value in wanted.items()
        if getattr(tradeoff, field) != value
    }
    if not changed:
        return
    for field, value in wanted.items():
        setattr(tradeoff, field, value)
    columns = [*wanted]
    if is_by_actor:
        tradeoff.decided_by = actor.user
        columns.append("decided_by")
    _save(tradeoff, columns)
    _note(actor, tradeoff, verb, changed)


def _save(tradeoff: TradeOff, columns: list[str]) -> None:
    tradeoff.revision += 1
    tradeoff.changed_at = clock.now()
    tradeoff.save(update_fields=[*columns, "revision", "changed_at"])


def _note(actor: Actor, tradeoff: TradeOff, verb: str, changed: log.Changes | None = None) -> None:
    log.record(
        actor,
        verb,
        tradeoff,
        workload_id=tradeoff.workload_id,
        changes=changed,
        hidden=tradeoff_fields.HIDDEN,
        data={
            "number": tradeoff.number,
            "title": tradeoff.title,
            "revision": tradeoff.revision,
        },
    )
    touch.workload(tradeoff.workload)
