"""The improvements of a workload as the columns of a board."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from reviews import access
from reviews.models import Improvement, ImprovementState, Workload
from reviews.reads import improvement_rows
from reviews.reads.improvement_rows import Row
from wellarch.accounts.actor import Actor

MAX_SHOWN = 100  # cards of a column
MAX_DONE = 12  # of the column of what is done, which only grows: the newest


@dataclass(frozen=True, slots=True)
class Column:
    """The improvements in one state, in the order the team gave them. count: all there are."""

    state: str
    label: str
    count: int
    items: tuple[Row, ...]

    @property
    def hidden_count(self) -> int:
        """How many are not shown."""
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class ImprovementBoard:
    """What the board shows; a column for every state."""

    workload: Workload
    columns: tuple[Column, ...]

    @property
    def has_any(self) -> bool:
        """Whether there is any improvement."""
        return any(column.count for column in self.columns)


def build(actor: Actor, workload_id: UUID) -> ImprovementBoard:
    """The board. Three queries, however many there are."""
    workload = access.workload_for(actor, workload_id)
    every = Improvement.objects.filter(workload=workload)
    place = Window(RowNumber(), partition_by=F("state"), order_by=("rank", "number"))
    near = Q(place__lte=MAX_DONE) | ~Q(state=ImprovementState.DONE)
    placed = every.annotate(place=place).filter(near, place__lte=MAX_SHOWN)
    shown = improvement_rows.loaded(placed)
    today = timezone.localdate()
    rows = improvement_rows.rows_of(shown.order_by("rank", "number"), today)
    counts = dict.fromkeys(ImprovementState.values, 0)
    for state in every.order_by().values_list("state", flat=True):
        counts[state] += 1
    return ImprovementBoard(
        workload=workload,
        columns=tuple(
            Column(
                state=state.value,
                label=str(state.label),
                count=counts[state],
                items=tuple(row for row in rows if row.state == state),
            )
            for state in ImprovementState
        ),
    )
