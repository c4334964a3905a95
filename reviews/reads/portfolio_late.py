"""What in the portfolio waits longest: improvements that are overdue, reviews gone stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest

from reviews.models import UNFINISHED, Improvement
from reviews.reads import portfolio_filters
from reviews.reads.deadlines import Deadline, deadline
from reviews.reads.portfolio_filters import Filters
from wellarch import clock
from wellarch.accounts.actor import Actor

SHOWN = 5  # of each kind, on the page


@dataclass(frozen=True, slots=True)
class LateImprovement:
    """An improvement whose day has passed."""

    workload_id: UUID
    workload: str
    number: int
    title: str
    owner: str
    due: Deadline


@dataclass(frozen=True, slots=True)
class StaleReview:
    """A workload whose reviews nobody looks after. last: the last answer or milestone.

    next_review_on: only when that day has passed.
    """

    workload_id: UUID
    workload: str
    last: datetime | None
    next_review_on: date | None


def improvements(actor: Actor, filters: Filters) -> tuple[LateImprovement, ...]:
    """Those overdue for longest, of workloads that pass. One query."""
    today = clock.now().date()
    late = portfolio_filters.found(actor, filters).filter(portfolio_filters.overdue(today))
    rows = (
        Improvement.objects.filter(
            workload__in=late.order_by("next_due_on", "pk").values("workload")[:SHOWN],
            state__in=UNFINISHED,
            due_on__lt=today,
        )
        .select_related("workload", "owner")
        .only("number", "title", "due_on", "workload__name", "owner__name", "owner__email")
        .order_by("due_on", "pk")[:SHOWN]
    )
    return tuple(
        LateImprovement(
            workload_id=row.workload_id,
            workload=row.workload.name,
            number=row.number,
            title=row.title,
            owner=str(row.owner or ""),
            due=deadline(row.due_on, today),
        )
        for row in rows
    )


def stale_reviews(actor: Actor, filters: Filters) -> tuple[StaleReview, ...]:
    """Those that wait longest, of workloads that pass. One query."""
    now = clock.now()
    rows = (
        portfolio_filters.found(actor, filters)
        .filter(portfolio_filters.stale(now, filters.stale_days))
        .select_related("workload")
        .only("answered_at", "milestone_at", "workload__name", "workload__next_review_on")
        .annotate(last=Greatest(*_moments()))
        .order_by(F("last").asc(nulls_first=True), "workload__normalized_name", "pk")[:SHOWN]
    )
    return tuple(
        StaleReview(
            workload_id=row.pk,
            workload=row.workload.name,
            last=max((at for at in (row.answered_at, row.milestone_at) if at), default=None),
            next_review_on=_passed(row.workload.next_review_on, now.date()),
        )
        for row in rows
    )


def _moments() -> tuple[Coalesce, Coalesce]:
    """The last answer and milestone, each standing in for the other where it is missing."""
    return (
        Coalesce("answered_at", "milestone_at"),
        Coalesce("milestone_at", "answered_at"),
    )


def _passed(day: date | None, today: date) -> date | None:
    return day if day and day < today else None
