"""Writing a change of an improvement down: its row, its history, the log, the workload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from reviews import improving
from reviews.models import Improvement, ImprovementChange, ImprovementState
from reviews.services import improvement_fields, improvement_tidings, touch, tracker_queue
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.events import log

NO_LONGER_ACCEPTED: Mapping[str, Any] = {
    "accepted_reason": "",
    "accepted_until": None,
    "accepted_by": None,
}


def began(actor: Actor, improvement: Improvement) -> None:
    """Insert a new improvement at the end of its column, with the first line of its history."""
    improvement.save(force_insert=True)
    place(improvement, after=None)
    _history(actor, improvement, {"state": ["", improvement.state]})
    note(actor, improvement, "improvement.made")
    improvement_tidings.assigned(actor, improvement)


def write(
    actor: Actor, improvement: Improvement, wanted: Mapping[str, Any], *, verb: str
) -> dict[str, list[Any]]:
    """Set checked fields of a locked improvement; what changed, [before, after] as JSON.

    Nothing is written when nothing changed. A new state puts it at the end of its new column, or
    at the top of one of finished ones.
    """
    before = improvement_fields.as_json(improvement)
    for field, value in wanted.items():
        setattr(improvement, field, value)
    after = improvement_fields.as_json(improvement)
    changed = {
        field: [before[field], after[field]] for field in after if before[field] != after[field]
    }
    if not changed:
        return {}
    now = clock.now()
    if "state" in changed:
        improvement.state_since = now
        improvement.done_at = now if improvement.state == ImprovementState.DONE else None
    improvement.revision += 1
    improvement.changed_at = now
    improvement.save(update_fields=[*changed, "state_since", "done_at", "revision", "changed_at"])
    if "state" in changed:
        # What is finished comes first in its column: the newest is what one looks for there.
        place(improvement, after=improving.TOP if improvement.state in improving.FINISHED else None)
    _history(actor, improvement, changed)
    note(actor, improvement, verb, changed)
    if "owner" in changed:
        improvement_tidings.assigned(actor, improvement)
    tracker_queue.changed(improvement)
    return changed


def place(improvement: Improvement, *, after: int | None) -> bool:
    """Put it behind number `after` in its column (see improving.placed); True if that moved it.

    The workload is locked, so nobody else places anything in the column meanwhile.
    """
    column = Improvement.objects.filter(
        workload_id=improvement.workload_id, state=improvement.state
    ).order_by("rank", "number")
    if after is None:  # one row tells: many may be made one after the other
        others = column.exclude(number=improvement.number)
        last = others.aggregate(last=Max("rank"))["last"]
        improvement.rank = improving.GAP if last is None else last + improving.GAP
        Improvement.objects.filter(pk=improvement.pk).update(rank=improvement.rank)
        return True
    rows = list(column.values_list("number", "rank"))
    ranks = improving.placed(
        [row for row in rows if row[0] != improvement.number], improvement.number, after
    )
    siblings = Improvement.objects.filter(workload_id=improvement.workload_id)
    for number, rank in ranks.items():
        siblings.filter(number=number).update(rank=rank)
    improvement.rank = ranks[improvement.number]
    was = [number for number, _rank in rows]
    is_now = dict(rows) | ranks
    return sorted(was, key=is_now.__getitem__) != was


def note(
    actor: Actor,
    improvement: Improvement,
    verb: str,
    changed: Mapping[str, list[Any]] | None = None,
    **data: Any,
) -> None:
    """One event, without what was written at length, and the workload's new revision."""
    log.record(
        actor,
        verb,
        improvement,
        workload_id=improvement.workload_id,
        changes={field: (pair[0], pair[1]) for field, pair in (changed or {}).items()},
        hidden=improvement_fields.HIDDEN,
        data={
            "number": improvement.number,
            "title": improvement.title,
            "question": improvement.question_key,
            "review": str(improvement.review_id or ""),
            **data,
        },
    )
    touch.workload(improvement.workload)


def _history(actor: Actor, improvement: Improvement, changed: Mapping[str, list[Any]]) -> None:
    ImprovementChange.objects.create(
        improvement=improvement,
        revision=improvement.revision,
        at=clock.now(),
        user=actor.user,
        actor_name=actor.name,
        via=actor.via,
        fields=dict(changed),
    )
