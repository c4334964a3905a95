"""The portfolio: every workload one may see, from kept summaries, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.utils.translation import gettext as _

from reviews.charts import (
    Series,
    Spark,
    StackedBar,
    Trend,
    spark,
    stacked_bar,
    trend,
)
from reviews.models import PracticeGap, Review, RiskSummary, Workload, WorkloadSummary
from reviews.reads import lens_standing, names, portfolio_late, portfolio_sums
from reviews.reads.pillar_columns import Column, PillarCell, cells, choose_columns
from reviews.reads.portfolio_filters import Filters, found, ordered
from reviews.reads.portfolio_late import LateImprovement, StaleReview
from reviews.reads.portfolio_rows import Line, line_of, rows_of
from reviews.reads.portfolio_sums import CommonGap, GapText, Quarter, Totals
from reviews.scoring import Counts
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor

PAGE_SIZE = 50
TREND_QUARTERS = 12
_RISKS = tuple(Counts().as_dict())

__all__ = ["Filters", "Portfolio", "Row", "build"]


@dataclass(frozen=True, slots=True)
class LastMilestone:
    """The newest milestone of a workload."""

    number: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the heat map, and the pillar of a review it leads to: the worst of them."""

    shown: PillarCell
    review_id: UUID | None = None
    pillar: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One workload. counts is None while nothing was counted yet; shared_by names its
    organization when that is another one. gap_review: its review that lacks the best practice
    the address asks for."""

    id: UUID
    name: str
    environment: str
    team: str
    shared_by: str
    is_archived: bool
    is_being_counted: bool
    counts: Counts | None
    percent_in_place: int | None
    bar: StackedBar | None
    cells: tuple[Cell, ...]
    last: LastMilestone | None
    trend: Spark | None
    updated_at: datetime
    behind: int = 0  # reviews for whose lens there is a newer version
    gap_review: UUID | None = None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the page shows. gap: the words of the practice the address asks for."""

    filters: Filters
    totals: Totals
    bar: StackedBar
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    page: Page[WorkloadSummary]
    common: tuple[CommonGap, ...]
    late: tuple[LateImprovement, ...]
    stale: tuple[StaleReview, ...]
    quarters: tuple[Quarter, ...]
    trend: Trend | None
    gap: GapText | None
    is_being_counted: bool
    has_any: bool

    @property
    def counts(self) -> Counts:
        """Questions by risk over all that pass."""
        return self.totals.counts

    @property
    def workload_count(self) -> int:
        """How many pass."""
        return self.totals.workloads


def build(actor: Actor, filters: Filters, page_number: str | int = 1) -> Portfolio:
    """The page of workloads that pass the filters, and sums over all that pass.

    At most a dozen queries, whatever the number of workloads, reviews and milestones.
    """
    policy.require(actor, policy.Action.READ)
    totals = portfolio_sums.totals(actor, filters)
    in_order = ordered(found(actor, filters), filters.sort)
    paginator = Paginator(in_order, PAGE_SIZE)
    paginator.count = totals.workloads  # known already
    page = paginator.get_page(page_number)
    # Sorting carries ids alone; what a line needs is read for those of the page.
    first = (page.number - 1) * PAGE_SIZE
    wanted_ids = in_order.values("pk")[first : first + PAGE_SIZE]
    summaries = WorkloadSummary.objects.visible_to(actor).filter(pk__in=wanted_ids)
    lines = [line_of(summary) for summary in rows_of(summaries, filters.sort)]
    kept = portfolio_sums.kept(actor, filters)
    wanted = [filters.gap] if filters.gap else []
    quarters = portfolio_sums.quarters(kept.changes)[-TREND_QUARTERS:]
    columns, rows = _rows(actor, filters, lines)
    return Portfolio(
        filters=filters,
        totals=totals,
        bar=stacked_bar(totals.counts.as_dict()),
        columns=columns,
        rows=rows,
        page=page,
        common=portfolio_sums.common(kept.gaps, totals.workloads),
        late=portfolio_late.improvements(actor, filters) if totals.overdue else (),
        stale=portfolio_late.stale_reviews(actor, filters) if totals.stale else (),
        quarters=quarters,
        trend=_trend(quarters),
        gap=portfolio_sums.texts_of(wanted).get(wanted[0]) if wanted else None,
        is_being_counted=any(row.is_being_counted for row in rows),
        has_any=bool(rows) or Workload.objects.visible_to(actor).exists(),
    )


def _trend(quarters: tuple[Quarter, ...]) -> Trend | None:
    """Lines of questions at risk from quarter to quarter, when there are at least two.

    Of a hundred answered questions: workloads that came later must not look like more risk.
    """
    if len(quarters) < 2:
        return None
    return trend(
        [
            Series(
                word,
                [(quarter.end, quarter.of_hundred(risk)) for quarter in quarters],
                risk,
            )
            for risk, word in (("high", _("High")), ("medium", _("Medium")), ("low", _("Low")))
        ]
    )


def _rows(
    actor: Actor, filters: Filters, lines: list[Line]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The rows of one page, and the pillars over their cells."""
    ids = [line.id for line in lines]
    pillars = _pillars(ids, filters.columns or filters.lens)
    columns = choose_columns(
        {workload: of.counts for workload, of in pillars.items()},
        {version for of in pillars.values() for version in of.versions},
    )
    behind = _behind(ids)
    lacking = _lacking(ids, filters)
    rows = tuple(
        _row(
            actor,
            line,
            _cells(columns, pillars.get(line.id)),
            behind.get(line.id, 0),
            lacking.get(line.id),
        )
        for line in lines
    )
    return columns, rows


@dataclass(slots=True)
class _Pillars:
    """Those of one workload: counts over its reviews, and the review that is worst in each."""

    counts: dict[str, Counts]
    worst: dict[str, tuple[tuple[int, ...], UUID]]
    versions: set[UUID]


def _pillars(ids: list[UUID], lens: UUID | None) -> dict[UUID, _Pillars]:
    """{workload: its pillars}, of one lens if it is named."""
    rows = RiskSummary.objects.filter(review__workload__in=ids, review__removed_at=None)
    if lens:
        rows = rows.filter(review__lens=lens)
    kept: dict[UUID, _Pillars] = {}
    for row in rows.exclude(pillar_key="").values(
        "pillar_key",
        "review_id",
        *_RISKS,
        workload=F("review__workload_id"),
        version=F("review__lens_version_id"),
    ):
        of = kept.setdefault(row["workload"], _Pillars({}, {}, set()))
        key, counts = row["pillar_key"], Counts.of(row)
        of.counts[key] = of.counts.get(key, Counts()) + counts
        of.versions.add(row["version"])
        rank = (counts.high, counts.medium, counts.low, counts.unanswered)
        if key not in of.worst or rank > of.worst[key][0]:
            of.worst[key] = (rank, row["review_id"])
    return kept


def _cells(columns: tuple[Column, ...], of: _Pillars | None) -> tuple[Cell, ...]:
    found = []
    for shown in cells(columns, of.counts if of else {}):
        if of is None or not shown.keys:
            found.append(Cell(shown))
            continue
        key = max(shown.keys, key=lambda each: of.worst[each][0])
        found.append(Cell(shown, of.worst[key][1], key))
    return tuple(found)


def _behind(ids: list[UUID]) -> Counter[UUID]:
    """{workload: reviews for whose lens there is a newer version}."""
    standings = lens_standing.of_all(Review.objects.attached().filter(workload__in=ids))
    found = (each.workload_id for each in standings.values() if each.is_upgradable)
    return Counter(key for key in found if key)


def _lacking(ids: list[UUID], filters: Filters) -> dict[UUID, UUID]:
    """{workload: its review that lacks the practice the address asks for}."""
    gap = filters.gap
    if gap is None:
        return {}
    rows = PracticeGap.objects.filter(
        workload__in=ids, lens=gap.lens, question_key=gap.question, choice_key=gap.choice
    )
    return dict(rows.values_list("workload_id", "review_id"))


def _row(
    actor: Actor, line: Line, shown: tuple[Cell, ...], behind: int, gap_review: UUID | None
) -> Row:
    counts = line.counts if line.review_count else None
    highs = [*line.highs, counts.high] if counts is not None and line.highs else line.highs
    last = None
    if line.milestone_at:
        last = LastMilestone(line.milestone_number, line.milestone_name, line.milestone_at)
    return Row(
        id=line.id,
        name=line.name,
        environment=names.environment(line.environment),
        team=line.team,
        shared_by=line.organization if line.organization_id != actor.organization.pk else "",
        is_archived=line.is_archived,
        is_being_counted=not line.is_counted,
        counts=counts,
        percent_in_place=line.tally.percent,
        bar=stacked_bar(counts.as_dict(), width=160) if counts else None,
        cells=shown,
        last=last,
        trend=spark(highs),
        updated_at=line.updated_at,
        behind=behind,
        gap_review=gap_review,
    )
