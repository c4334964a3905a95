"""Sums over all workloads of the portfolio: totals, what they lack, how their risks went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from lenses.document import Choice
from lenses.models import LensVersion, VersionStatus
from reviews import summing
from reviews.models import (
    PortfolioPart,
    PracticeGap,
    WorkloadQuarter,
    WorkloadSummary,
    visibility,
)
from reviews.reads import portfolio_filters
from reviews.reads.portfolio_filters import Filters, Gap
from reviews.scoring import Counts, PracticeTally, round_half_up
from wellarch import clock
from wellarch.accounts.actor import Actor

_RISKS = tuple(Counts().as_dict())
_COLUMNS = ("workloads", *_RISKS)
COMMON = 7  # best practices that the page names


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers over workloads: how many, their questions and practices, what is late."""

    workloads: int
    reviews: int
    counts: Counts
    tally: PracticeTally
    overdue: int  # workloads with an improvement that is overdue
    stale: int
    improvements_open: int
    improvements_done: int


@dataclass(frozen=True, slots=True)
class CommonGap:
    """A best practice that several workloads lack, in the words of its lens."""

    gap: Gap
    title: str
    question: str
    code: str
    pillar: str
    lens: str
    workloads: int
    percent: int  # of the workloads looked at


@dataclass(frozen=True, slots=True)
class Quarter:
    """How things stood at the end of a quarter, by the last milestone of each workload."""

    number: int
    name: str
    end: date
    workloads: int
    counts: Counts

    def of_hundred(self, risk: str) -> int:
        """How many of a hundred answered questions have this risk."""
        answered = self.counts.answered
        return round_half_up(100 * int(getattr(self.counts, risk)), answered) if answered else 0

    @property
    def high_of_hundred(self) -> int:
        """High risks of a hundred answered questions."""
        return self.of_hundred("high")


def totals(actor: Actor, filters: Filters) -> Totals:
    """The numbers of all that pass. One query."""
    now = clock.now()
    late = portfolio_filters.overdue(now.date())
    stale = portfolio_filters.stale(now, filters.stale_days)
    row = portfolio_filters.found(actor, filters).aggregate(
        n=Count("pk"),
        n_overdue=Count("pk", filter=late),
        n_stale=Count("pk", filter=stale),
        **{
            f"sum_{name}": Sum(name, default=0)
            for name in (
                *_RISKS, "in_place", "applicable", "review_count",
                "improvements_open", "improvements_done",
            )
        },
    )  # fmt: skip
    return Totals(
        workloads=row["n"],
        reviews=row["sum_review_count"],
        counts=Counts(**{risk: row[f"sum_{risk}"] for risk in _RISKS}),
        tally=PracticeTally(row["sum_in_place"], row["sum_applicable"]),
        overdue=row["n_overdue"],
        stale=row["n_stale"],
        improvements_open=row["sum_improvements_open"],
        improvements_done=row["sum_improvements_done"],
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """Gaps and changes by quarter, added up. gaps: {practice: workloads that lack it}."""

    gaps: Counter[Gap]
    changes: Mapping[int, Mapping[str, int]]


def kept(actor: Actor, filters: Filters) -> Kept:
    """Gaps and quarters of all that pass; with the usual filters from the sums that are kept.

    Two queries, or three from what is kept: its parts, and those that others share.
    """
    if not filters.are_usual or actor.workloads is not None:
        ids = portfolio_filters.found(actor, filters).values("workload")
        gaps = PracticeGap.objects.filter(workload__in=ids)
        quarters = WorkloadQuarter.objects.filter(workload__in=ids)
        return Kept(_gaps(gaps, filters.lens), _changes(quarters))
    found: Counter[Gap] = Counter()
    changes: dict[int, Counter[str]] = {}
    of_others = visibility.shared_with(actor, "workload__") & ~visibility.inside(
        actor, "workload__"
    )
    if actor.user is not None:
        shared = of_others & Q(workload__archived_at=None)
        found = _gaps(PracticeGap.objects.filter(shared), None)
        for quarter, sums in _changes(WorkloadQuarter.objects.filter(shared)).items():
            changes[quarter] = Counter(sums)
    parts = PortfolioPart.objects.visible_to(actor).values_list("gaps", "quarters")
    for of_part, quarters_of_part in parts:
        _add_gaps(found, of_part)
        for text, sums in quarters_of_part.items():
            changes.setdefault(int(text), Counter()).update(sums)
    return Kept(found, changes)


def _add_gaps(found: Counter[Gap], of_part: Mapping[str, Mapping[str, Mapping[str, int]]]) -> None:
    for lens, questions in of_part.items():
        key = UUID(lens)
        for question, choices in questions.items():
            for choice, number in choices.items():
                found[Gap(key, question, choice)] += number


def _gaps(rows: QuerySet[PracticeGap], lens: UUID | None) -> Counter[Gap]:
    if lens:
        rows = rows.filter(lens=lens)
    counted = (
        rows.order_by().values_list("lens_id", "question_key", "choice_key").annotate(n=Count("pk"))
    )
    return Counter({Gap(*key): n for *key, n in counted})


def _changes(rows: QuerySet[WorkloadQuarter]) -> dict[int, dict[str, int]]:
    summed: Iterable[Mapping[str, Any]] = (
        rows.order_by().values("quarter").annotate(**{f"sum_{n}": Sum(n) for n in _COLUMNS})
    )
    return {row["quarter"]: {n: row[f"sum_{n}"] for n in _COLUMNS} for row in summed}


def quarters(changes: Mapping[int, Mapping[str, int]]) -> tuple[Quarter, ...]:
    """Every quarter from the first milestone to today's."""
    today = summing.quarter_of(clock.now())
    return tuple(
        Quarter(number, quarter_name(number), summing.end_of(number), sums["workloads"],
                Counts.of(sums))
        for number, sums in summing.running(changes, until=today)
    )  # fmt: skip


def quarter_name(number: int) -> str:
    """2026 Q3."""
    return f"{number // 4} Q{number % 4 + 1}"


def common(gaps: Mapping[Gap, int], of: int, limit: int = COMMON) -> tuple[CommonGap, ...]:
    """The gaps of most workloads, first the most common. One query for the names of them all.

    of: how many workloads were looked at.
    """
    top = sorted(gaps, key=lambda gap: (-gaps[gap], str(gap)))[:limit]
    texts = texts_of(top)
    return tuple(_common(gap, texts.get(gap), gaps[gap], of) for gap in top)


def _common(gap: Gap, text: GapText | None, workloads: int, of: int) -> CommonGap:
    return CommonGap(
        gap=gap,
        title=text.choice.title if text else gap.choice,
        question=text.question.title if text else gap.question,
        code=text.question.code if text else "",
        pillar=text.question.pillar_name if text else "",
        lens=text.lens if text else "",
        workloads=workloads,
        percent=round_half_up(100 * workloads, of) if of else 0,
    )


@dataclass(frozen=True, slots=True)
class GapText:
    """What a lens calls a practice, in the newest version that has it."""

    lens: str
    question: CompiledQuestion
    choice: Choice


def pillar_names(lenses: Iterable[UUID]) -> dict[str, str]:
    """{pillar: its name} in the newest published versions of these lenses. One query."""
    found: dict[str, str] = {}
    seen: set[UUID] = set()
    rows = LensVersion.objects.filter(lens__in=set(lenses)).published()
    for lens, version in rows.values_list("lens_id", "pk"):
        if lens not in seen:
            seen.add(lens)
            for pillar in compiled(version).pillars:
                found.setdefault(pillar.id, pillar.name)
    return found


def texts_of(gaps: list[Gap]) -> dict[Gap, GapText]:
    """The words of practices. One query; one no version has is not among them."""
    rows = (
        LensVersion.objects.filter(lens__in={gap.lens for gap in gaps})
        .exclude(status=VersionStatus.DRAFT)
        .order_by("-number")
        .values_list("lens_id", "pk")
    )
    versions: dict[UUID, list[UUID]] = {}
    for lens, version in rows:
        versions.setdefault(lens, []).append(version)
    found = {}
    for gap in gaps:
        if text := _text_of(gap, versions.get(gap.lens, [])):
            found[gap] = text
    return found


def _text_of(gap: Gap, versions: list[UUID]) -> GapText | None:
    for version in versions:
        asked = compiled(version).questions.get(gap.question)
        if asked and gap.choice in asked.choice:
            return GapText(compiled(version).name, asked, asked.choice[gap.choice])
    return None


def by_pillar(rows: QuerySet[WorkloadSummary]) -> dict[str, tuple[Counts, PracticeTally]]:
    """Questions and practices per pillar over these workloads. Reads them once, in a stream."""
    found: dict[str, Counter[str]] = {}
    pillars: Any = rows.order_by().values_list("pillars", flat=True).iterator(chunk_size=500)
    for of_workload in pillars:
        for key, numbers in of_workload.items():
            found.setdefault(key, Counter()).update(numbers)
    return {
        key: (Counts.of(numbers), PracticeTally(numbers["in_place"], numbers["applicable"]))
        for key, numbers in found.items()
    }
