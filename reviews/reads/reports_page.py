"""The reports of a workload, and what one can ask a report about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator

from reviews import access
from reviews.models import Milestone, Report, ReportStatus, Review, Workload
from reviews.reads import report_rows
from wellarch.accounts.actor import Actor

PAGE_SIZE = 25
UNFINISHED = (ReportStatus.QUEUED, ReportStatus.RENDERING)


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a report of a workload can be about, as (id or number, name) pairs."""

    reviews: tuple[tuple[UUID, str], ...]
    milestones: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """What the page shows."""

    workload: Workload
    page: Page[Report]
    has_unfinished: bool


def build(actor: Actor, workload_id: UUID, page_number: str | int = 1) -> ReportsPage:
    """A page of reports, newest first. Three queries."""
    workload = access.workload_for(actor, workload_id)
    page = Paginator(report_rows.of(workload), PAGE_SIZE).get_page(page_number)
    page.object_list = list(page.object_list)
    return ReportsPage(
        workload=workload,
        page=page,
        has_unfinished=any(report.status in UNFINISHED for report in page.object_list),
    )


def subjects(workload: Workload) -> Subjects:
    """What a report can be about. Two queries."""
    reviews = (
        Review.objects.filter(workload=workload)
        .attached()
        .order_by("created_at", "pk")
        .values_list("pk", "lens__name")
    )
    milestones = (
        Milestone.objects.filter(workload=workload)
        .order_by("-number")
        .values_list("number", "name")
    )
    return Subjects(tuple(reviews), tuple(milestones))
