"""The unfinished improvements of a workload by what they bring and what they take."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Value, When
from django.utils import timezone

from reviews import access
from reviews.models import UNFINISHED, Improvement, Level, Workload
from reviews.reads import improvement_list, improvement_rows
from reviews.reads.improvement_rows import Row
from wellarch.accounts.actor import Actor

MAX_SHOWN = 300
IMPACTS = (Level.HIGH, Level.MEDIUM, Level.LOW)  # rows, from above
EFFORTS = (Level.LOW, Level.MEDIUM, Level.HIGH)  # columns, from the left
_ZONES = {
    (Level.HIGH, Level.LOW): "quick-wins",
    (Level.HIGH, Level.MEDIUM): "quick-wins",
    (Level.MEDIUM, Level.LOW): "quick-wins",
    (Level.HIGH, Level.HIGH): "big-projects",
    (Level.MEDIUM, Level.MEDIUM): "between",
    (Level.LOW, Level.LOW): "fill-ins",
    (Level.LOW, Level.MEDIUM): "think-twice",
    (Level.MEDIUM, Level.HIGH): "think-twice",
    (Level.LOW, Level.HIGH): "think-twice",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One impact with one effort. zone: one of the words of _ZONES, which styles and texts name."""

    impact: str
    effort: str
    zone: str
    items: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ImprovementQuadrant:
    """What the quadrant shows: nine cells, the greatest impact and the least effort first.

    count: unfinished improvements; MAX_SHOWN of them are shown at most, those due first.
    """

    workload: Workload
    cells: tuple[Cell, ...]
    count: int
    has_any: bool


def build(actor: Actor, workload_id: UUID) -> ImprovementQuadrant:
    """The quadrant. Three queries."""
    workload = access.workload_for(actor, workload_id)
    every = Improvement.objects.filter(workload=workload)
    is_open = Case(When(state__in=UNFINISHED, then=Value(True)), default=Value(False))
    flags = list(every.order_by().values_list(is_open, flat=True))
    waiting = improvement_list.in_order(every.filter(state__in=UNFINISHED), "due")
    found = improvement_rows.loaded(waiting)[:MAX_SHOWN]
    rows = improvement_rows.rows_of(found, timezone.localdate())
    return ImprovementQuadrant(
        workload=workload,
        cells=tuple(
            Cell(
                impact=impact.value,
                effort=effort.value,
                zone=_ZONES[impact, effort],
                items=tuple(r for r in rows if r.impact == impact and r.effort == effort),
            )
            for impact in IMPACTS
            for effort in EFFORTS
        ),
        count=sum(flags),
        has_any=bool(flags),
    )
