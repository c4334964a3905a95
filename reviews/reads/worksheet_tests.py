"""Tests of worksheets that are somebody's: restores and failure modes, by the day they are due."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from reviews.models import Worksheet, WorksheetRow
from reviews.reads.deadlines import Deadline, deadline
from reviews.services import worksheet_history
from reviews.telling import words
from reviews.worksheet_access import plain_row
from reviews.worksheets.kinds import KINDS
from wellarch.accounts.actor import Actor

MOST = 500
_TRIED = [kind.key for kind in KINDS.values() if kind.untried_word]


@dataclass(frozen=True, slots=True)
class OwnTest:
    """A test somebody looks after. due: None when it was never done. what: how it is called."""

    workload_id: UUID
    workload: str
    kind: str
    number: int
    label: str
    what: str
    due: Deadline | None


def of(actor: Actor) -> tuple[OwnTest, ...]:
    """What the viewer looks after in all workloads they see, what was never tested first, then by
    its day. One query; archived workloads are left out."""
    seen = Worksheet.objects.visible_to(actor).filter(kind__in=_TRIED, workload__archived_at=None)
    rows = (
        WorksheetRow.objects.filter(worksheet__in=seen, owner=actor.user_id)
        .select_related("owner", "worksheet__workload")
        .order_by("due_on", "pk")[:MOST]
    )
    found = [each for row in rows if (each := _test(row)) is not None]
    return tuple(sorted(found, key=lambda each: each.due is not None))


def _test(row: WorksheetRow) -> OwnTest | None:
    sheet = row.worksheet
    spec = KINDS[sheet.kind]
    if row.due_on is None and not spec.is_untried(plain_row(row)):
        return None
    return OwnTest(
        workload_id=sheet.workload_id,
        workload=sheet.workload.name,
        kind=sheet.kind,
        number=row.number,
        label=worksheet_history.label_of(row),
        what=words(spec.due_word if row.due_on else spec.untried_word),
        due=deadline(row.due_on, timezone.localdate()) if row.due_on else None,
    )
