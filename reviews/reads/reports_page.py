"""The pages of reports: of a workload, one's own, what can be asked for, what comes by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from lenses.access import compiled
from reviews import access
from reviews.documents.writing import SECTIONS
from reviews.models import (
    Milestone,
    Report,
    ReportKind,
    ReportSchedule,
    ReportStatus,
    Review,
    Workload,
)
from reviews.reads import portfolio_views, report_choices, report_rows
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor

PAGE_SIZE = 25
UNFINISHED = (ReportStatus.QUEUED, ReportStatus.RENDERING)


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a report of a workload can be about, as (id or number, name) pairs, and the pillars
    that its reviews ask about now."""

    reviews: tuple[tuple[UUID, str], ...]
    milestones: tuple[tuple[int, str], ...]
    pillars: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Coming:
    """A report that comes by itself. is_seen: whether its person still sees what it is about."""

    schedule: ReportSchedule
    is_seen: bool


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """What the page of a workload shows. schedules: the reader's own about it."""

    workload: Workload
    page: Page[Report]
    has_unfinished: bool
    schedules: tuple[ReportSchedule, ...]


@dataclass(frozen=True, slots=True)
class MyReports:
    """The reports somebody asked for, and those that come to them by themselves."""

    page: Page[Report]
    has_unfinished: bool
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What one report contains, in words. Empty sections and pillars: all."""

    sections: tuple[str, ...]
    pillars: tuple[str, ...]
    has_notes: bool
    knows_notes: bool  # a portfolio has none to leave out


def build(actor: Actor, workload_id: UUID, page_number: str | int = 1) -> ReportsPage:
    """A page of reports, newest first. Four queries."""
    workload = access.workload_for(actor, workload_id)
    page = _page(report_rows.of(workload), page_number)
    schedules = _schedules(actor).filter(workload=workload)
    return ReportsPage(
        workload=workload,
        page=page,
        has_unfinished=_has_unfinished(page),
        schedules=tuple(schedules),
    )


def mine(actor: Actor, page_number: str | int = 1) -> MyReports:
    """The actor's own reports and schedules. Four queries."""
    policy.require(actor, policy.Action.READ)
    page = _page(report_rows.by(actor), page_number)
    schedules = list(_schedules(actor))
    about = {row.workload_id for row in schedules if row.workload_id}
    seen = set(Workload.objects.visible_to(actor).filter(pk__in=about).values_list("pk", flat=True))
    return MyReports(
        page=page,
        has_unfinished=_has_unfinished(page),
        coming=tuple(
            Coming(row, row.workload_id is None or row.workload_id in seen) for row in schedules
        ),
    )


def subjects(workload: Workload) -> Subjects:
    """What a report can be about. Two queries."""
    rows = list(
        Review.objects.filter(workload=workload)
        .attached()
        .order_by("created_at", "pk")
        .values_list("pk", "lens__name", "lens_version_id")
    )
    milestones = (
        Milestone.objects.filter(workload=workload)
        .order_by("-number")
        .values_list("number", "name")
    )
    pillars: dict[str, str] = {}
    for _key, _name, version in rows:
        pillars |= {pillar.id: pillar.name for pillar in compiled(version).pillars}
    return Subjects(tuple((key, name) for key, name, _version in rows), tuple(milestones), pillars)


def contents(report: Report) -> Contents:
    """What a report that `access.report_for` has given contains."""
    sections = SECTIONS[report.kind]
    chosen = report.options.get("sections", ())
    pillars = report.options.get("pillars", ())
    called: Mapping[str, str] = {}
    if pillars and report.workload is not None:
        called = report_choices.pillars(report.workload, review=report.review)
    return Contents(
        sections=tuple(str(sections[key]) for key in chosen if key in sections),
        pillars=tuple(called.get(key, key) for key in pillars),
        has_notes=bool(report.options.get("notes", True)),
        knows_notes=report.kind != ReportKind.PORTFOLIO,
    )


def filters_in_words(actor: Actor, query: str) -> str:
    """What the parameters of the portfolio's address let pass; empty when that is everything."""
    filters = portfolio_views.filters_of(query)
    return portfolio_views.described(filters, portfolio_views.choices(actor))


def _schedules(actor: Actor) -> QuerySet[ReportSchedule]:
    rows = ReportSchedule.objects.visible_to(actor)
    return rows.select_related("workload", "review__lens").order_by("next_on", "pk")


def _page(rows: QuerySet[Report], number: str | int) -> Page[Report]:
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    page.object_list = list(page.object_list)
    return page


def _has_unfinished(page: Page[Report]) -> bool:
    return any(report.status in UNFINISHED for report in page.object_list)
