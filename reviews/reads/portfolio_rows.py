"""The workloads of the portfolio one by one, for tables and reports of any length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from reviews.models import Workload, WorkloadSummary
from reviews.reads.portfolio_filters import Filters, found, ordered
from reviews.scoring import Counts, PracticeTally
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

_CHUNK = 500
_RISKS = tuple(Counts().as_dict())
_OF_WORKLOAD = (
    "name", "environment", "team", "organization", "review_owner", "industry_type", "industry",
    "tags", "archived_at", "next_review_on", "revision", "summary_revision", "updated_at",
    "created_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One workload as kept. pillars: over all its reviews, by the key of the pillar.

    organization is the name of the one it belongs to; highs its high risks at its milestones,
    oldest first. is_counted: whether the numbers include its last change.
    """

    id: UUID
    name: str
    environment: str
    team: str
    organization: str
    organization_id: UUID
    review_owner: str
    industry_type: str
    industry: str
    tags: Mapping[str, str]
    is_archived: bool
    is_counted: bool
    review_count: int
    counts: Counts
    tally: PracticeTally
    pillars: Mapping[str, tuple[Counts, PracticeTally]]
    highs: tuple[int, ...]
    milestone_number: int
    milestone_name: str
    milestone_at: datetime | None
    answered_at: datetime | None
    next_review_on: date | None
    improvements_open: int
    improvements_done: int
    next_due_on: date | None
    created_at: datetime
    updated_at: datetime


def iterate(actor: Actor, filters: Filters) -> Iterator[Line]:
    """Every workload that passes, in the order asked for. One query, bounded memory."""
    policy.require(actor, Action.READ)
    for summary in rows_of(found(actor, filters), filters.sort).iterator(chunk_size=_CHUNK):
        yield line_of(summary)


def rows_of(summaries: QuerySet[WorkloadSummary], sort: str) -> QuerySet[WorkloadSummary]:
    """The same summaries in order, with what a line needs of the workload."""
    joined = summaries.select_related("workload__team", "workload__organization").only(
        *[field.name for field in WorkloadSummary._meta.concrete_fields],
        *[f"workload__{name}" for name in _OF_WORKLOAD],
        "workload__team__name",
        "workload__organization__name",
    )
    return ordered(joined, sort)


def line_of(summary: WorkloadSummary) -> Line:
    """A line from a row of `rows_of`."""
    workload: Workload = summary.workload
    return Line(
        id=workload.pk,
        name=workload.name,
        environment=workload.environment,
        team=workload.team.name if workload.team else "",
        organization=workload.organization.name,
        organization_id=workload.organization_id,
        review_owner=workload.review_owner,
        industry_type=workload.industry_type,
        industry=workload.industry,
        tags=workload.tags,
        is_archived=workload.is_archived,
        is_counted=workload.summary_revision >= workload.revision,
        review_count=summary.review_count,
        counts=Counts(**{risk: getattr(summary, risk) for risk in _RISKS}),
        tally=PracticeTally(summary.in_place, summary.applicable),
        pillars={key: _numbers(numbers) for key, numbers in summary.pillars.items()},
        highs=tuple(summary.highs),
        milestone_number=summary.milestone_number,
        milestone_name=summary.milestone_name,
        milestone_at=summary.milestone_at,
        answered_at=summary.answered_at,
        next_review_on=workload.next_review_on,
        improvements_open=summary.improvements_open,
        improvements_done=summary.improvements_done,
        next_due_on=summary.next_due_on,
        created_at=workload.created_at,
        updated_at=workload.updated_at,
    )


def _numbers(numbers: Mapping[str, int]) -> tuple[Counts, PracticeTally]:
    tally = PracticeTally(numbers.get("in_place", 0), numbers.get("applicable", 0))
    return Counts.of(numbers), tally
