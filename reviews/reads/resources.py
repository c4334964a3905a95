"""Workloads, reviews, plans, milestones and reports as programs ask for them.

Each function runs a fixed number of queries, whatever the size.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from lenses.access import compiled
from lenses.compiled import CompiledPillar
from reviews import access, comparing, planning, snapshot
from reviews.models import (
    Answer,
    AnswerChange,
    Finding,
    Milestone,
    Report,
    Review,
    RiskSummary,
    Workload,
)
from reviews.profile_access import marks_of
from reviews.reads import lens_standing, snapshots
from reviews.reads.lens_standing import LensStanding
from reviews.scoring import Counts
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review with its numbers."""

    review: Review
    counts: Counts
    prioritized: Counts  # of the questions the workload's profile asks for first
    standing: LensStanding


@dataclass(frozen=True, slots=True)
class PillarState:
    """A pillar of a review: its numbers and whether it was set aside."""

    pillar: CompiledPillar
    counts: Counts
    prioritized: Counts
    is_set_aside: bool


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A review with its numbers, as a whole and per pillar."""

    review: Review
    counts: Counts
    prioritized: Counts
    pillars: tuple[PillarState, ...]
    standing: LensStanding


def workloads(actor: Actor) -> QuerySet[Workload]:
    """Every workload the actor may see, with its organization, team and profile."""
    policy.require(actor, Action.READ)
    return (
        Workload.objects.visible_to(actor)
        .select_related("organization", "team", "profile_version__profile")
        .defer("profile_version__answers", "profile_version__outcome")
    )


def rows_of(
    workloads: Iterable[Workload], *, live: bool = False
) -> dict[UUID, tuple[ReviewRow, ...]]:
    """The attached reviews of some workloads, by workload. Three queries; four with profiles.

    The numbers come from the kept summaries, which follow changes within seconds; `live`
    counts the answers instead (for one workload, not for a page of them).
    """
    known = {workload.pk: workload for workload in workloads}
    ids = list(known)
    reviews = list(_attached().filter(workload__in=ids))
    for review in reviews:
        review.workload = known[review.workload_id]
    if live:
        counts = {key: sum(by.values(), Counts()) for key, by in _counted(reviews).items()}
    else:
        kept = RiskSummary.objects.filter(review__workload__in=ids, pillar_key="")
        counts = {row.review_id: Counts.of(vars(row)) for row in kept}
    first = _counted(reviews, prioritized=True)
    standings = lens_standing.of_all(_attached().filter(workload__in=ids))
    found: dict[UUID, tuple[ReviewRow, ...]] = {}
    for review in reviews:
        asked_first = sum(first.get(review.pk, {}).values(), Counts())
        numbers = counts.get(review.pk, Counts())
        row = ReviewRow(review, numbers, asked_first, standings[review.pk])
        found[review.workload_id] = (*found.get(review.workload_id, ()), row)
    return found


def reviews(actor: Actor, workload_id: UUID) -> tuple[ReviewRow, ...]:
    """The attached reviews of one workload, oldest first, counted now. Three queries."""
    workload = access.workload_for(actor, workload_id)
    return rows_of([workload], live=True).get(workload.pk, ())


def review(actor: Actor, review_id: UUID) -> ReviewState:
    """A review with its numbers per pillar, counted now. Four queries, five with a profile."""
    row = access.review_for(actor, review_id)
    counted = _counted([row]).get(row.pk, {})
    first = _counted([row], prioritized=True).get(row.pk, {})
    aside = set(row.findings.filter(is_set_aside=True).values_list("pillar_key", flat=True))
    return ReviewState(
        review=row,
        counts=sum(counted.values(), Counts()),
        prioritized=sum(first.values(), Counts()),
        pillars=tuple(
            PillarState(
                pillar,
                counted.get(pillar.id, Counts()),
                first.get(pillar.id, Counts()),
                pillar.id in aside,
            )
            for pillar in compiled(row.lens_version_id).pillars
        ),
        standing=lens_standing.of(row),
    )


def answers(review: Review) -> QuerySet[Answer]:
    """The answers of a review that was reached through access, in the order of the lens."""
    return Answer.objects.filter(review=review).order_by("position")


def history(actor: Actor, review_id: UUID, question: str) -> QuerySet[AnswerChange]:
    """Every change of one answer."""
    return AnswerChange.objects.filter(answer=access.answer_for(actor, review_id, question))


def findings(actor: Actor, review_id: UUID) -> tuple[Finding, ...]:
    """The finding of every pillar, in the order of the lens; blank where nobody wrote yet."""
    row = access.review_for(actor, review_id)
    written = {finding.pillar_key: finding for finding in row.findings.all()}
    return tuple(
        written.get(pillar.id) or Finding(review=row, pillar_key=pillar.id)
        for pillar in compiled(row.lens_version_id).pillars
    )


def plan(
    actor: Actor,
    workload_id: UUID,
    *,
    review_id: UUID | None = None,
    prioritized: bool | None = None,
) -> tuple[planning.PlanItem, ...]:
    """The improvement plan of a workload or of one of its reviews. Four queries.

    prioritized: only what the workload's profile asks for first, or only the rest.
    """
    workload = access.workload_for(actor, workload_id)
    items = planning.build(
        snapshots.take(workload, work=False),
        workload.organization.due_days,
        review_id=str(review_id) if review_id else None,
    )
    return tuple(item for item in items if prioritized in (None, item.is_prioritized))


def milestones(actor: Actor, workload_id: UUID) -> QuerySet[Milestone]:
    """The milestones of a workload, without what they hold."""
    workload = access.workload_for(actor, workload_id)
    return Milestone.objects.filter(workload=workload).defer("content")


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed between two states, and the days as of which each is worked out."""

    found: comparing.Comparison
    before: date
    after: date


def comparison(actor: Actor, workload_id: UUID, number: int, *, other: int | None) -> Compared:
    """What changed from a milestone to now, or to another milestone."""
    frozen = access.milestone_for(actor, workload_id, number)
    before, on = snapshot.from_content(frozen.content), timezone.localdate(frozen.recorded_at)
    if other is None:
        after = snapshots.to_compare(frozen.workload)
        return Compared(comparing.compare(before, after), on, timezone.localdate())
    later = access.milestone_for(actor, workload_id, other)
    found = comparing.compare(before, snapshot.from_content(later.content))
    return Compared(found, on, timezone.localdate(later.recorded_at))


def scored(actor: Actor, workload_id: UUID) -> snapshot.Snapshot:
    """A workload as it is now, for what it says of best practices in place. Four queries."""
    return snapshots.take(access.workload_for(actor, workload_id), work=False)


def reports(actor: Actor, workload_id: UUID) -> QuerySet[Report]:
    """The reports of a workload."""
    workload = access.workload_for(actor, workload_id)
    return (
        Report.objects.filter(workload=workload)
        .select_related("milestone", "other")
        .defer("milestone__content", "other__content")
    )


def _attached() -> QuerySet[Review]:
    return (
        Review.objects.attached()
        .select_related("lens", "lens_version")
        .defer("lens_version__document")
        .order_by("created_at", "pk")
    )


def _asked_first(reviews: Iterable[Review]) -> Q | None:
    """The prioritized questions of these reviews; None if no profile asks for any."""
    alike: dict[frozenset[str], list[UUID]] = {}
    for review in reviews:
        version = review.workload.profile_version_id
        if version and (keys := frozenset(marks_of(version, review.lens_version_id))):
            alike.setdefault(keys, []).append(review.pk)
    return (
        reduce(
            operator.or_,
            (Q(review__in=ids, question_key__in=sorted(keys)) for keys, ids in alike.items()),
        )
        if alike
        else None
    )


def _counted(
    reviews: Iterable[Review], *, prioritized: bool = False
) -> dict[UUID, dict[str, Counts]]:
    """{review: {pillar: counts}} of the answers as they are now, all of them or those of
    prioritized questions. One query, none where no profile asks for any."""
    numbers: dict[UUID, dict[str, dict[str, int]]] = {}
    wanted: Q | None = Q(review__in=[review.pk for review in reviews])
    if prioritized:
        wanted = _asked_first(reviews)
    if wanted is None:
        return {}
    grouped = (
        Answer.objects.filter(wanted)
        .order_by()
        .values_list("review_id", "pillar_key", "risk")
        .annotate(n=Count("pk"))
    )
    for review_id, pillar, risk, n in grouped:
        numbers.setdefault(review_id, {}).setdefault(pillar, {})[risk] = n
    return {
        review_id: {pillar: Counts.of(risks) for pillar, risks in pillars.items()}
        for review_id, pillars in numbers.items()
    }
