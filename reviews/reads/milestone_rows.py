"""Milestones as rows: numbers without content, what changed since the one before, the trend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.charts import Series, StackedBar, Trend, stacked_bar, trend
from reviews.comparing import Difference, differences
from reviews.models import Milestone, MilestoneKind, Workload
from reviews.scoring import Counts

_LINES = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone in a list. changes: what differs from the one before, worst risk first."""

    number: int
    name: str
    recorded_at: datetime
    recorded_by: str
    digest: str
    counts: Counts
    bar: StackedBar
    changes: tuple[Difference, ...]
    kind: str
    kind_label: str
    note: str


def of(workload: Workload) -> tuple[MilestoneRow, ...]:
    """All milestones of a workload, oldest first, without their content: one query."""
    rows = (
        Milestone.objects.filter(workload=workload)
        .order_by("number")
        .values_list(
            "number", "name", "recorded_at", "recorded_by", "digest", "counts", "kind", "note"
        )
    )
    found: list[MilestoneRow] = []
    before: Counts | None = None
    for number, name, at, by, digest, numbers, kind, note in rows:
        counts = Counts.of(numbers)
        found.append(
            MilestoneRow(
                number=number,
                name=name,
                recorded_at=at,
                recorded_by=by,
                digest=digest,
                counts=counts,
                bar=stacked_bar(counts.as_dict()),
                changes=since(before, counts),
                kind=kind,
                kind_label=kind_label(kind),
                note=note,
            )
        )
        before = counts
    return tuple(found)


def kind_label(kind: str) -> str:
    """In words; empty for "other", which says nothing."""
    return "" if kind == MilestoneKind.OTHER else str(MilestoneKind(kind).label)


def since(before: Counts | None, now: Counts) -> tuple[Difference, ...]:
    """The risks whose number is another one now; nothing without a before."""
    if before is None:
        return ()
    return tuple(
        difference
        for difference in differences(before, now)
        if difference.change and difference.name in (*_LINES, "unanswered")
    )


def trend_of(rows: tuple[MilestoneRow, ...], *, now: Counts, today: date) -> Trend | None:
    """Risks over milestones, and today as the last point; None before the first milestone."""
    if not rows:
        return None
    points = [(timezone.localdate(row.recorded_at), row.counts) for row in rows]
    if now.total:
        points.append((today, now))
    labels = {"high": _("High"), "medium": _("Medium"), "low": _("Low")}
    return trend(
        [
            Series(labels[risk], [(day, getattr(c, risk)) for day, c in points], risk=risk)
            for risk in _LINES
        ]
    )
