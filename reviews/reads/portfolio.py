"""The portfolio: every workload one may see, from kept summaries, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet, Sum

from reviews.charts import Spark, StackedBar, spark, stacked_bar
from reviews.models import Environment, Milestone, Review, RiskSummary, Workload
from reviews.reads import lens_standing, names
from reviews.reads.pillar_columns import Column, PillarCell, cells, choose_columns
from reviews.scoring import Counts
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor

PAGE_SIZE = 50
SORTS = ("risk", "name", "recent")
SHOWN = ("active", "archived", "all")
_RISKS = tuple(Counts().as_dict())
_COLUMNS = (
    "name", "environment", "team", "archived_at", "revision", "summary_revision", "updated_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; words that are not known fall back to the usual."""

    text: str = ""
    environment: str = ""
    show: str = "active"
    sort: str = "risk"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """From the parameters of an address."""

        def one_of(key: str, allowed: Iterable[str], usual: str) -> str:
            value = query.get(key, "")
            return value if value in allowed else usual

        return cls(
            text=query.get("q", "").strip()[:100],
            environment=one_of("environment", Environment.values, ""),
            show=one_of("show", SHOWN, "active"),
            sort=one_of("sort", SORTS, "risk"),
        )


@dataclass(frozen=True, slots=True)
class LastMilestone:
    """The newest milestone of a workload."""

    number: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One workload. counts is None while nothing was counted yet; shared_by names its
    organization when that is another one."""

    id: UUID
    name: str
    environment: str
    team: str
    shared_by: str
    is_archived: bool
    is_being_counted: bool
    counts: Counts | None
    bar: StackedBar | None
    cells: tuple[PillarCell, ...]
    last: LastMilestone | None
    trend: Spark | None
    updated_at: datetime
    behind: int = 0  # reviews for whose lens there is a newer version


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the page shows."""

    filters: Filters
    counts: Counts
    workload_count: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    page: Page[Workload]
    is_being_counted: bool
    has_any: bool


def build(actor: Actor, filters: Filters, page_number: str | int = 1) -> Portfolio:
    """The page of workloads that pass the filters, and totals over all that pass.

    Six queries, whatever the number of workloads, reviews and milestones.
    """
    policy.require(actor, policy.Action.READ)
    found = passing(actor, filters)
    page = Paginator(_sorted(found, filters.sort), PAGE_SIZE).get_page(page_number)
    workloads = list(page.object_list)
    ids = [workload.pk for workload in workloads]
    whole, pillars, versions = _summaries(ids)
    columns = choose_columns(pillars, versions)
    milestones = _milestones(ids)
    behind = _behind(ids)
    rows = tuple(
        _row(
            actor,
            workload,
            whole.get(workload.pk, []),
            cells(columns, pillars.get(workload.pk, {})),
            milestones.get(workload.pk, []),
            behind.get(workload.pk, 0),
        )
        for workload in workloads
    )
    return Portfolio(
        filters=filters,
        counts=_totals(found),
        workload_count=page.paginator.count,
        columns=columns,
        rows=rows,
        page=page,
        is_being_counted=any(row.is_being_counted for row in rows),
        has_any=bool(rows) or Workload.objects.visible_to(actor).exists(),
    )


def passing(actor: Actor, filters: Filters) -> QuerySet[Workload]:
    """The workloads the actor sees that pass the filters; reports of the portfolio ask too."""
    found = Workload.objects.visible_to(actor)
    if filters.show != "all":
        found = found.filter(archived_at__isnull=filters.show == "active")
    if filters.environment:
        found = found.filter(environment=filters.environment)
    for word in filters.text.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(team__name__icontains=word)
            | Q(review_owner__icontains=word)
        )
    return found


def _sorted(found: QuerySet[Workload], sort: str) -> QuerySet[Workload]:
    rows = found.select_related("team", "organization").only(
        *_COLUMNS, "team__name", "organization__name"
    )
    if sort == "name":
        return rows.order_by("normalized_name", "pk")
    if sort == "recent":
        return rows.order_by("-updated_at", "pk")
    counted = Q(reviews__removed_at=None, reviews__summaries__pillar_key="")
    return rows.annotate(
        high=Sum("reviews__summaries__high", filter=counted, default=0),
        medium=Sum("reviews__summaries__medium", filter=counted, default=0),
    ).order_by("-high", "-medium", "normalized_name", "pk")


def _totals(found: QuerySet[Workload]) -> Counts:
    rows = RiskSummary.objects.filter(
        pillar_key="", review__removed_at=None, review__workload__in=found.values("pk")
    )
    return Counts.of(rows.aggregate(**{risk: Sum(risk, default=0) for risk in _RISKS}))


Whole = dict[UUID, list[Counts]]
Pillars = dict[UUID, dict[str, Counts]]


def _summaries(ids: list[UUID]) -> tuple[Whole, Pillars, set[UUID]]:
    """Counts of each review, counts of each pillar over a workload's reviews, lens versions."""
    whole: Whole = {}
    pillars: Pillars = {}
    versions: set[UUID] = set()
    rows = RiskSummary.objects.filter(review__workload__in=ids, review__removed_at=None).values(
        "pillar_key",
        *_RISKS,
        workload=F("review__workload_id"),
        version=F("review__lens_version_id"),
    )
    for row in rows:
        counts = Counts.of(row)
        if not row["pillar_key"]:
            whole.setdefault(row["workload"], []).append(counts)
            versions.add(row["version"])
            continue
        of_workload = pillars.setdefault(row["workload"], {})
        key = row["pillar_key"]
        of_workload[key] = of_workload.get(key, Counts()) + counts
    return whole, pillars, versions


@dataclass(frozen=True, slots=True)
class _Recorded:
    last: LastMilestone
    high: int


def _milestones(ids: list[UUID]) -> dict[UUID, list[_Recorded]]:
    found: dict[UUID, list[_Recorded]] = {}
    rows = (
        Milestone.objects.filter(workload__in=ids)
        .order_by("workload", "number")
        .values_list("workload_id", "number", "name", "recorded_at", "counts")
    )
    for workload_id, number, name, at, counts in rows:
        found.setdefault(workload_id, []).append(
            _Recorded(LastMilestone(number, name, at), int(counts.get("high", 0)))
        )
    return found


def _behind(ids: list[UUID]) -> Counter[UUID]:
    """{workload: reviews for whose lens there is a newer version}."""
    standings = lens_standing.of_all(Review.objects.attached().filter(workload__in=ids))
    found = (each.workload_id for each in standings.values() if each.is_upgradable)
    return Counter(key for key in found if key)


def _row(
    actor: Actor,
    workload: Workload,
    reviews: list[Counts],
    pillar_cells: tuple[PillarCell, ...],
    milestones: list[_Recorded],
    behind: int,
) -> Row:
    counts = sum(reviews, Counts()) if reviews else None
    highs = [milestone.high for milestone in milestones]
    if counts is not None and highs:
        highs.append(counts.high)
    return Row(
        id=workload.pk,
        name=workload.name,
        environment=names.environment(workload.environment),
        team=workload.team.name if workload.team else "",
        shared_by=(
            workload.organization.name if workload.organization_id != actor.organization.pk else ""
        ),
        is_archived=workload.is_archived,
        is_being_counted=workload.summary_revision < workload.revision,
        counts=counts,
        bar=stacked_bar(counts.as_dict(), width=160) if counts else None,
        cells=pillar_cells,
        last=milestones[-1].last if milestones else None,
        trend=spark(highs),
        updated_at=workload.updated_at,
        behind=behind,
    )
