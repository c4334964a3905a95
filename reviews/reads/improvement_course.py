"""How many improvements of a workload were open over time, from their history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from reviews import access, improving
from reviews.models import ImprovementChange, Workload
from wellarch.accounts.actor import Actor

MAX_WEEKS = 26  # a longer time is told by months


def of_workload(actor: Actor, workload_id: UUID) -> tuple[improving.Burndown, ...]:
    """The numbers of a workload the actor sees; as `build`. Two queries."""
    return build(access.workload_for(actor, workload_id))


def build(workload: Workload, *, since: date | None = None) -> tuple[improving.Burndown, ...]:
    """The numbers at the end of each week, of each month when it is a long time; today comes last.

    since: the first day (that of the first improvement unless given). One query; empty when
    there never was an improvement. Deleted ones are not told: they were none.
    """
    courses = courses_of(workload)
    if not courses:
        return ()
    first = since or min(course.states[0][0] for course in courses)
    today = timezone.localdate()
    first = min(first, today)
    is_long = (today - first).days > MAX_WEEKS * 7
    days = improving.months(first, today) if is_long else improving.weeks(first, today)
    return improving.burndown(courses, days)


def courses_of(workload: Workload) -> tuple[improving.Course, ...]:
    """The states of each improvement by the days they began. One query."""
    rows: Iterable[tuple[object, object, dict[str, list[str]]]] = (
        ImprovementChange.objects.filter(improvement__workload=workload, fields__has_key="state")
        .order_by("improvement", "revision")
        .values_list("improvement_id", "at", "fields")
    )
    found: dict[object, list[tuple[date, str]]] = {}
    for key, at, fields in rows:
        day = timezone.localdate(at)  # type: ignore[arg-type]
        found.setdefault(key, []).append((day, fields["state"][1]))
    return tuple(improving.Course(tuple(states)) for states in found.values())
