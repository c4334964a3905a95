"""What of a workload's improvements is due in a month, day by day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from reviews import access
from reviews.models import Improvement, Workload
from reviews.reads import improvement_rows
from reviews.reads.improvement_rows import Row
from wellarch.accounts.actor import Actor

MAX_SHOWN = 1000
MAX_OVERDUE = 20
_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 1)


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what is due. is_inside: it is in the month, not beside it."""

    on: date
    is_inside: bool
    is_today: bool
    items: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ImprovementCalendar:
    """A month in whole weeks, from Monday on.

    days: those of the month with something due. overdue: what is, the oldest first, whatever
    month is shown.
    """

    workload: Workload
    first: date
    previous: date
    next: date
    weekdays: tuple[date, ...]
    weeks: tuple[tuple[Day, ...], ...]
    days: tuple[Day, ...]
    count: int
    overdue: tuple[Row, ...]


def month_of(text: str, today: date) -> date:
    """The first day of a month written as 2026-11; of today's for anything else."""
    year, dash, month = text.partition("-")
    is_month = dash and year.isdecimal() and month.isdecimal() and len(text) == 7
    if is_month and _FIRST.year <= int(year) <= _LAST.year and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def build(actor: Actor, workload_id: UUID, month: str = "") -> ImprovementCalendar:
    """The month (2026-11; this one unless it is one). Three queries."""
    workload = access.workload_for(actor, workload_id)
    today = timezone.localdate()
    first = month_of(month, today)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    every = Improvement.objects.filter(workload=workload)
    found = every.filter(due_on__range=(weeks[0][0], weeks[-1][-1]))
    due = improvement_rows.loaded(found.order_by("due_on", "number"))[:MAX_SHOWN]
    by_day: dict[date | None, list[Row]] = {}
    for row in improvement_rows.rows_of(due, today):
        by_day.setdefault(row.due_on, []).append(row)
    late = every.filter(improvement_rows.overdue(today)).order_by("due_on", "number")
    shown = tuple(
        tuple(
            Day(on, on.month == first.month, on == today, tuple(by_day.get(on, ()))) for on in week
        )
        for week in weeks
    )
    inside = tuple(day for week in shown for day in week if day.is_inside and day.items)
    return ImprovementCalendar(
        workload=workload,
        first=first,
        previous=(first - timedelta(days=1)).replace(day=1),
        next=(first + timedelta(days=32)).replace(day=1),
        weekdays=tuple(weeks[0]),
        weeks=shown,
        days=inside,
        count=sum(len(day.items) for day in inside),
        overdue=improvement_rows.rows_of(improvement_rows.loaded(late)[:MAX_OVERDUE], today),
    )
