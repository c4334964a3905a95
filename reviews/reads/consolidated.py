"""Workloads side by side for programs: which questions of the framework are at risk, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from lenses.access import compiled
from lenses.compiled import CompiledPillar
from lenses.document import Choice
from reviews.models import Answer, RiskLevel, Workload
from reviews.reads import workload_list
from reviews.reads.resources import ReviewRow
from reviews.scoring import Counts, count
from wellarch.accounts.actor import Actor

_AT_RISK = (RiskLevel.HIGH, RiskLevel.MEDIUM)


@dataclass(frozen=True, slots=True)
class RiskyQuestion:
    """A question with a high or medium risk. missing: the practices that would lower it."""

    id: str
    risk: str
    missing: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PillarNumbers:
    """A pillar of the framework in a workload."""

    id: str
    counts: Counts
    questions: tuple[RiskyQuestion, ...]


@dataclass(frozen=True, slots=True)
class WorkloadNumbers:
    """A workload: all its reviews in numbers, the framework's in detail (None without it)."""

    workload: Workload
    reviews: tuple[ReviewRow, ...]
    framework: ReviewRow | None
    pillars: tuple[PillarNumbers, ...]


def workloads(actor: Actor, *, with_shared: bool) -> QuerySet[Workload]:
    """The active workloads the actor sees, of their own organization unless `with_shared`."""
    rows = workload_list.named(actor).filter(archived_at=None)
    return rows if with_shared else rows.filter(organization=actor.organization)


def numbers(page: Iterable[Workload], *, framework: str) -> list[WorkloadNumbers]:
    """Some workloads in numbers. framework: the alias of the lens that is told in detail. A fixed
    number of queries."""
    page = list(page)
    rows = workload_list.numbers(page)
    told = {
        workload.pk: next(
            (
                row
                for row in rows.get(workload.pk, ())
                if row.review.lens.is_builtin and row.review.lens.alias == framework
            ),
            None,
        )
        for workload in page
    }
    answers: dict[UUID, list[Answer]] = {}
    wanted = [row.review.pk for row in told.values() if row]
    fields = ("review_id", "pillar_key", "question_key", "risk", "choices")
    for answer in Answer.objects.filter(review__in=wanted).only(*fields).order_by("position"):
        answers.setdefault(answer.review_id, []).append(answer)
    return [
        WorkloadNumbers(
            workload,
            rows.get(workload.pk, ()),
            row := told[workload.pk],
            _pillars(row, answers.get(row.review.pk, ())) if row else (),
        )
        for workload in page
    ]


def _pillars(row: ReviewRow, answers: Iterable[Answer]) -> tuple[PillarNumbers, ...]:
    by_pillar: dict[str, list[Answer]] = {}
    for answer in answers:
        by_pillar.setdefault(answer.pillar_key, []).append(answer)
    return tuple(
        PillarNumbers(
            pillar.id,
            count(answer.risk for answer in by_pillar.get(pillar.id, ())),
            _questions(pillar, by_pillar.get(pillar.id, ())),
        )
        for pillar in compiled(row.review.lens_version_id).pillars
    )


def _questions(pillar: CompiledPillar, answers: Iterable[Answer]) -> tuple[RiskyQuestion, ...]:
    asked: Mapping[str, tuple[Choice, ...]] = {each.id: each.practices for each in pillar.questions}
    return tuple(
        RiskyQuestion(
            answer.question_key,
            answer.risk,
            tuple(
                choice
                for choice in asked.get(answer.question_key, ())
                if answer.choices.get(choice.id, {}).get("status", "unselected") == "unselected"
            ),
        )
        for answer in answers
        if answer.risk in _AT_RISK
    )
