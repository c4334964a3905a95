"""The portfolio as a report tells it: read in pieces, so that ten thousand workloads fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from reviews.documents.writing import GapRow, OverdueRow, PortfolioRow, PortfolioSubject
from reviews.models import UNFINISHED, Improvement, PracticeGap, Review
from reviews.reads import (
    names,
    portfolio_filters,
    portfolio_rows,
    portfolio_sums,
    portfolio_views,
)
from reviews.reads.portfolio_filters import Filters, Gap
from reviews.reads.portfolio_rows import Line
from reviews.scoring import Counts
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict

AT_ONCE = 500  # workloads in memory
MOST = 20  # gaps and overdue improvements that are told, and pillars beside the framework's
QUARTERS = 12


def build(actor: Actor, options: Mapping[str, Any], *, at: datetime) -> PortfolioSubject:
    """The workloads this actor sees that pass the filters. Conflict when there are none.

    rows are read while they are written, AT_ONCE workloads at a time; the numbers on top are
    those of the dashboard.
    """
    policy.require(actor, policy.Action.READ)
    filters = portfolio_views.filters_of(str(options.get("filters", "")))
    totals = portfolio_sums.totals(actor, filters)
    if not totals.workloads:
        raise Conflict(_("No workload passes these filters."), code="nothing-to-report")
    kept = portfolio_sums.kept(actor, filters)
    told = portfolio_views.described(filters, portfolio_views.choices(actor))
    return PortfolioSubject(
        rows=_rows(actor, filters, at.date()),
        totals=totals.counts,
        tally=totals.tally,
        workloads=totals.workloads,
        pillars=_pillars(actor, filters),
        organization=actor.organization,
        at=at,
        filters=((_("Filters"), told),) if told else (),
        gaps=_gaps(actor, filters, kept.gaps, totals.workloads),
        overdue=_overdue(actor, filters, at.date()),
        quarters=tuple(
            (quarter.end, quarter.counts.as_dict())
            for quarter in portfolio_sums.quarters(kept.changes)[-QUARTERS:]
        ),
    )


def _rows(actor: Actor, filters: Filters, today: date) -> Iterator[PortfolioRow]:
    lines = portfolio_rows.iterate(actor, filters)
    while piece := list(islice(lines, AT_ONCE)):
        ids = [line.id for line in piece]
        lenses, overdue = _lenses(ids), _overdue_of(ids, today)
        for line in piece:
            yield _row(line, lenses.get(line.id, ()), overdue.get(line.id, 0))


def _row(line: Line, lenses: Iterable[str], overdue: int) -> PortfolioRow:
    return PortfolioRow(
        workload_id=str(line.id),
        name=line.name,
        environment=names.environment(line.environment),
        team=line.team,
        owner=line.review_owner,
        industry=line.industry or line.industry_type,
        counts=line.counts,
        tally=line.tally,
        pillars=line.pillars,
        lenses=tuple(lenses),
        answered_at=line.answered_at,
        milestone_at=line.milestone_at,
        improvements_open=line.improvements_open,
        improvements_overdue=overdue,
        next_due_on=line.next_due_on,
    )


def _lenses(ids: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Review.objects.attached().filter(workload__in=ids).order_by("created_at", "pk")
    for workload, name in rows.values_list("workload_id", "lens__name"):
        found.setdefault(workload, []).append(name)
    return found


def _overdue_of(ids: list[UUID], today: date) -> dict[UUID, int]:
    late = Improvement.objects.filter(workload__in=ids, state__in=UNFINISHED, due_on__lt=today)
    return dict(late.order_by().values_list("workload_id").annotate(n=Count("pk")))


def _pillars(actor: Actor, filters: Filters) -> tuple[tuple[str, str], ...]:
    """The columns of the heat map: the framework's pillars, in their order, then those of most
    questions, called as in the newest version of the lenses that are used."""
    found = portfolio_filters.found(actor, filters)
    used = portfolio_sums.by_pillar(found)
    known = [(key, str(name)) for key, name in names.PILLARS.items() if key in used]
    others = sorted(used.keys() - names.PILLARS.keys(), key=lambda k: (-_size(used[k][0]), k))
    lenses = Review.objects.attached().filter(workload__in=found.values("workload")).order_by()
    called = portfolio_sums.pillar_names(lenses.values_list("lens", flat=True).distinct())
    return (*known, *((key, called.get(key, key)) for key in others[:MOST]))


def _size(counts: Counts) -> int:
    return counts.total


def _gaps(
    actor: Actor, filters: Filters, gaps: Mapping[Gap, int], workloads: int
) -> tuple[GapRow, ...]:
    """The best practices that most workloads lack."""
    common = portfolio_sums.common(gaps, workloads, limit=MOST)
    found = portfolio_filters.found(actor, filters)
    high = PracticeGap.objects.filter(
        workload__in=found.values("workload"),
        risk="high",
        choice_key__in=[each.gap.choice for each in common],
    )
    keys = high.order_by().values_list("lens_id", "question_key", "choice_key")
    counted = {Gap(*key): n for *key, n in keys.annotate(n=Count("pk"))}
    return tuple(
        GapRow(
            lens=each.lens,
            pillar=each.pillar,
            question=each.question,
            code=each.code,
            title=each.title,
            workloads=each.workloads,
            high=counted.get(each.gap, 0),
        )
        for each in common
    )


def _overdue(actor: Actor, filters: Filters, today: date) -> tuple[OverdueRow, ...]:
    found = portfolio_filters.found(actor, filters)
    rows = (
        Improvement.objects.filter(
            workload__in=found.values("workload"), state__in=UNFINISHED, due_on__lt=today
        )
        .select_related("workload", "owner")
        .order_by("due_on", "workload__name", "number")[:MOST]
    )
    return tuple(
        OverdueRow(
            workload=row.workload.name,
            number=row.number,
            title=row.title,
            risk=row.risk,
            owner=str(row.owner or ""),
            due_on=row.due_on,
        )
        for row in rows
        if row.due_on
    )
