"""The portfolio as a report tells it: read in pieces, so that ten thousand workloads fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.http import QueryDict
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.models import Pillar
from reviews.documents.writing import GapRow, OverdueRow, PortfolioRow, PortfolioSubject
from reviews.models import (
    UNFINISHED,
    Improvement,
    Milestone,
    PracticeGap,
    Review,
    RiskSummary,
    Workload,
)
from reviews.reads import names, portfolio
from reviews.scoring import Counts, PracticeTally
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict

AT_ONCE = 500  # workloads in memory
MOST = 20  # gaps and overdue improvements that are told
_NUMBERS = (*Counts().as_dict(), "in_place", "applicable")


def build(actor: Actor, options: Mapping[str, Any], *, at: datetime) -> PortfolioSubject:
    """The workloads this actor sees that pass the filters. Conflict when there are none.

    rows are read while they are written, AT_ONCE workloads at a time; the numbers on top are
    added up by the database.
    """
    policy.require(actor, policy.Action.READ)
    query = QueryDict(str(options.get("filters", "")))
    filters = portfolio.Filters.of({key: str(value) for key, value in query.items()})
    found = portfolio.passing(actor, filters).order_by()
    ids = list(found.order_by("normalized_name", "pk").values_list("pk", flat=True))
    if not ids:
        raise Conflict(_("No workload passes these filters."), code="nothing-to-report")
    whole = _whole(found).aggregate(**{key: Sum(key, default=0) for key in _NUMBERS})
    today = at.date()
    return PortfolioSubject(
        rows=_rows(ids, today),
        totals=Counts.of(whole),
        tally=PracticeTally(whole["in_place"], whole["applicable"]),
        workloads=len(ids),
        pillars=_pillars(found),
        organization=actor.organization,
        at=at,
        filters=_in_words(filters),
        gaps=_gaps(found),
        overdue=_overdue(found, today),
    )


def _whole(found: QuerySet[Workload]) -> QuerySet[RiskSummary]:
    return RiskSummary.objects.filter(
        pillar_key="", review__removed_at=None, review__workload__in=found.values("pk")
    ).order_by()


def _rows(ids: list[UUID], today: date) -> Iterator[PortfolioRow]:
    for start in range(0, len(ids), AT_ONCE):
        yield from _piece(ids[start : start + AT_ONCE], today)


def _piece(ids: list[UUID], today: date) -> Iterator[PortfolioRow]:
    """Some workloads in the order of their ids. Five queries."""
    workloads = Workload.objects.select_related("team", "summary").in_bulk(ids)
    numbers = _numbers(ids)
    lenses = _lenses(ids)
    milestones = dict(
        Milestone.objects.filter(workload__in=ids)
        .order_by()
        .values_list("workload_id")
        .annotate(last=Max("recorded_at"))
    )
    work = _work(ids, today)
    for key in ids:
        workload = workloads.get(key)
        if workload is None:
            continue  # deleted meanwhile
        pillars = dict(numbers.get(key, {}))
        counts, tally = pillars.pop("", (Counts(), PracticeTally()))
        summary = getattr(workload, "summary", None)
        done = work.get(key, {})
        yield PortfolioRow(
            workload_id=str(key),
            name=workload.name,
            environment=names.environment(workload.environment),
            team=workload.team.name if workload.team else "",
            owner=workload.review_owner,
            industry=workload.industry or workload.industry_type,
            counts=counts,
            tally=tally,
            pillars=pillars,
            lenses=tuple(lenses.get(key, ())),
            answered_at=summary.answered_at if summary else None,
            milestone_at=milestones.get(key),
            improvements_open=done.get("open", 0),
            improvements_overdue=done.get("overdue", 0),
            next_due_on=done.get("next_due_on"),
        )


def _numbers(ids: list[UUID]) -> dict[UUID, dict[str, tuple[Counts, PracticeTally]]]:
    """Per workload and pillar, over its reviews; the pillar "" is all of it."""
    found: dict[UUID, dict[str, tuple[Counts, PracticeTally]]] = {}
    rows = (
        RiskSummary.objects.filter(review__workload__in=ids, review__removed_at=None)
        .order_by()
        .values("pillar_key", workload=F("review__workload_id"))
        .annotate(**{f"n_{key}": Sum(key) for key in _NUMBERS})
    )
    for row in map(_plain, rows):
        counts = Counts.of({key: row[f"n_{key}"] for key in Counts().as_dict()})
        tally = PracticeTally(row["n_in_place"], row["n_applicable"])
        found.setdefault(row["workload"], {})[row["pillar_key"]] = (counts, tally)
    return found


def _lenses(ids: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Review.objects.attached().filter(workload__in=ids).order_by("created_at", "pk")
    for workload, name in rows.values_list("workload_id", "lens__name"):
        found.setdefault(workload, []).append(name)
    return found


def _work(ids: list[UUID], today: date) -> dict[UUID, dict[str, Any]]:
    rows = (
        Improvement.objects.filter(workload__in=ids, state__in=UNFINISHED)
        .order_by()
        .values("workload_id")
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            next_due_on=Min("due_on"),
        )
    )
    return {row["workload_id"]: _plain(row) for row in rows}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `values()` whose keys are made by a program."""
    return dict(row)


def _pillars(found: QuerySet[Workload]) -> tuple[tuple[str, str], ...]:
    """The columns of the heat map: the framework's pillars, in their order, then what is most
    common. A pillar of another lens is called as in the newest version that has it."""
    rows = (
        RiskSummary.objects.filter(review__removed_at=None, review__workload__in=found.values("pk"))
        .exclude(pillar_key="")
        .order_by()
        .values_list("pillar_key")
        .annotate(n=Count("review__workload", distinct=True))
    )
    used = dict(rows)
    known = [(key, str(name)) for key, name in names.PILLARS.items() if key in used]
    others = sorted(used.keys() - names.PILLARS.keys(), key=lambda key: (-used[key], key))
    called = _names_of(found, others[:MOST])
    return (*known, *((key, called.get(key, key)) for key in others[:MOST]))


def _names_of(found: QuerySet[Workload], keys: list[str]) -> dict[str, str]:
    """Only of versions that these workloads use: others' lenses are nobody's business here."""
    used = Review.objects.attached().filter(workload__in=found.values("pk"))
    rows = Pillar.objects.filter(key__in=keys, version__in=used.values("lens_version"))
    return dict(rows.order_by("version").values_list("key", "name"))


def _gaps(found: QuerySet[Workload]) -> tuple[GapRow, ...]:
    """The best practices that most workloads miss."""
    rows = list(
        PracticeGap.objects.filter(workload__in=found.values("pk"))
        .order_by()
        .values("lens_id", "question_key", "choice_key", lens_name=F("lens__name"))
        .annotate(
            n=Count("workload", distinct=True),
            high=Count("workload", filter=Q(risk="high"), distinct=True),
            example=Max("pk"),
        )
        .order_by("-n", "-high", "lens_name", "question_key", "choice_key")[:MOST]
    )
    examples = PracticeGap.objects.select_related("review").in_bulk(
        [row["example"] for row in rows]
    )
    return tuple(gap for row in rows if (gap := _gap(row, examples.get(row["example"]))))


def _gap(row: Mapping[str, Any], example: PracticeGap | None) -> GapRow | None:
    if example is None:
        return None
    question = compiled(example.review.lens_version_id).questions.get(row["question_key"])
    choice = question.choice.get(row["choice_key"]) if question else None
    if question is None or choice is None:
        return None
    return GapRow(
        lens=row["lens_name"],
        pillar=question.pillar_name,
        question=question.title,
        code=choice.code or question.code,
        title=choice.title,
        workloads=row["n"],
        high=row["high"],
    )


def _overdue(found: QuerySet[Workload], today: date) -> tuple[OverdueRow, ...]:
    rows = (
        Improvement.objects.filter(
            workload__in=found.values("pk"), state__in=UNFINISHED, due_on__lt=today
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
            owner=str(row.owner) if row.owner else "",
            due_on=row.due_on,
        )
        for row in rows
        if row.due_on
    )


def _in_words(filters: portfolio.Filters) -> tuple[tuple[str, str], ...]:
    """The filters that are set, as label and value."""
    told = []
    if filters.text:
        told.append((_("Search"), filters.text))
    if filters.environment:
        told.append((_("Environment"), names.environment(filters.environment)))
    if filters.show != "active":
        told.append((_("Show"), _("Archived") if filters.show == "archived" else _("All")))
    return tuple(told)
