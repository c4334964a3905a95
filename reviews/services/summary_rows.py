"""The kept rows of workloads, written anew from answers, milestones and improvements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from lenses.access import compiled
from reviews import summing
from reviews.models import (
    UNFINISHED,
    Answer,
    Improvement,
    ImprovementState,
    Milestone,
    PracticeGap,
    RiskSummary,
    Workload,
    WorkloadQuarter,
    WorkloadSummary,
)
from reviews.scoring import Counts
from reviews.services.portfolio_buckets import number_of
from reviews.summing import Sum

_RISKS = tuple(Counts().as_dict())
_SUMS = (*_RISKS, "in_place", "applicable")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_KEPT = tuple(
    field.attname
    for field in WorkloadSummary._meta.concrete_fields
    if field.attname not in ("workload_id", "organization_id", "bucket")
)
_CHUNK = 500

GapKey = tuple[UUID, str, str]


@dataclass(slots=True)
class _Kept:
    """What is kept of one workload."""

    row: WorkloadSummary
    whole: Sum = field(default_factory=Sum)
    pillars: dict[str, Sum] = field(default_factory=dict)
    # (review, pillar) → sum; the empty pillar is the review.
    reviews: dict[tuple[UUID, str], Sum] = field(default_factory=dict)
    gaps: dict[GapKey, tuple[UUID, str]] = field(default_factory=dict)  # → (lens, risk)
    milestones: list[tuple[datetime, Mapping[str, int]]] = field(default_factory=list)


def begin(workloads: Iterable[tuple[UUID, UUID]]) -> None:
    """Empty summaries for workloads (with their organization) that have none."""
    WorkloadSummary.objects.bulk_create(
        (
            WorkloadSummary(
                workload_id=pk,
                organization_id=organization,
                bucket=number_of(pk),
                computed_at=_LONG_AGO,
            )
            for pk, organization in workloads
        ),
        ignore_conflicts=True,
        batch_size=_CHUNK,
    )


def write(workloads: Sequence[Workload], *, at: datetime) -> None:
    """Everything kept of these workloads, whose rows are locked. About a dozen queries."""
    kept = {
        workload.pk: _Kept(
            WorkloadSummary(
                workload_id=workload.pk,
                organization_id=workload.organization_id,
                bucket=number_of(workload.pk),
                computed_at=at,
            )
        )
        for workload in workloads
    }
    _count_answers(kept)
    _look_at_milestones(kept)
    _look_at_improvements(kept)
    _write_risks(kept, at)
    _write_gaps(kept)
    _write_quarters(kept)
    WorkloadSummary.objects.bulk_create(
        [_finished(each) for each in kept.values()],
        update_conflicts=True,
        unique_fields=["workload"],
        update_fields=[*_KEPT],
        batch_size=_CHUNK,
    )


def _count_answers(kept: Mapping[UUID, _Kept]) -> None:
    rows = (
        Answer.objects.filter(review__workload__in=kept, review__removed_at=None)
        .order_by()
        .values_list(
            "review__workload_id", "review_id", "review__lens_id", "review__lens_version_id",
            "pillar_key", "question_key", "risk", "is_applicable", "choices", "changed_at",
        )
    )  # fmt: skip
    for workload, review, lens, version, pillar, question, risk, applies, choices, at in rows:
        of = kept[workload]
        found = summing.practices(compiled(version).questions.get(question), choices, applies)
        one = Sum(Counts(**{risk: 1}), found.tally)
        of.whole.add(one)
        of.pillars.setdefault(pillar, Sum()).add(one)
        for key in ((review, ""), (review, pillar)):
            of.reviews.setdefault(key, Sum()).add(one)
        if risk in summing.AT_RISK:
            for choice in found.missing:
                of.gaps[review, question, choice] = (lens, risk)
        if at and (of.row.answered_at is None or at > of.row.answered_at):
            of.row.answered_at = at


def _look_at_milestones(kept: Mapping[UUID, _Kept]) -> None:
    rows = (
        Milestone.objects.filter(workload__in=kept)
        .order_by("workload", "number")
        .values_list("workload_id", "number", "name", "recorded_at", "counts")
    )
    for workload, number, name, at, counts in rows:
        of = kept[workload]
        of.milestones.append((at, counts))
        of.row.milestone_number, of.row.milestone_name, of.row.milestone_at = number, name, at


def _look_at_improvements(kept: Mapping[UUID, _Kept]) -> None:
    unfinished = Q(state__in=UNFINISHED)
    rows = (
        Improvement.objects.filter(workload__in=kept)
        .order_by()
        .values("workload_id")
        .annotate(
            n_open=Count("pk", filter=unfinished),
            n_done=Count("pk", filter=Q(state=ImprovementState.DONE)),
            next_due=Min("due_on", filter=unfinished),
        )
    )
    for found in rows:
        row = kept[found["workload_id"]].row
        row.improvements_open, row.improvements_done = found["n_open"], found["n_done"]
        row.next_due_on = found["next_due"]


def _finished(of: _Kept) -> WorkloadSummary:
    for name, number in of.whole.as_dict().items():
        setattr(of.row, name, number)
    of.row.review_count = sum(not pillar for _review, pillar in of.reviews)
    of.row.pillars = {key: of.pillars[key].as_dict() for key in sorted(of.pillars)}
    highs = [int(counts.get("high", 0)) for _at, counts in of.milestones]
    of.row.highs = highs[-summing.HIGHS_KEPT :]
    return of.row


def _write_risks(kept: Mapping[UUID, _Kept], at: datetime) -> None:
    rows = [
        RiskSummary(
            organization_id=of.row.organization_id,
            review_id=review,
            pillar_key=pillar,
            computed_at=at,
            **found.as_dict(),
        )
        for of in kept.values()
        for (review, pillar), found in of.reviews.items()
    ]
    RiskSummary.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["review", "pillar_key"],
        update_fields=[*_SUMS, "computed_at"],
        batch_size=_CHUNK,
    )
    RiskSummary.objects.filter(review__workload__in=kept, computed_at__lt=at).delete()


def _write_gaps(kept: Mapping[UUID, _Kept]) -> None:
    """Only what changed is written: a change of one answer touches the gaps of one question."""
    gone: list[int] = []
    other: list[PracticeGap] = []
    wanted = {workload: dict(of.gaps) for workload, of in kept.items()}
    columns = ("pk", "workload_id", "review_id", "question_key", "choice_key", "risk")
    rows = PracticeGap.objects.filter(workload__in=kept).values_list(*columns)
    for pk, workload, review, question, choice, risk in rows:
        now = wanted[workload].pop((review, question, choice), None)
        if now is None:
            gone.append(pk)
        elif now[1] != risk:
            other.append(PracticeGap(pk=pk, risk=now[1]))
    for start in range(0, len(gone), _CHUNK):
        PracticeGap.objects.filter(pk__in=gone[start : start + _CHUNK]).delete()
    if other:
        PracticeGap.objects.bulk_update(other, ["risk"], batch_size=_CHUNK)
    PracticeGap.objects.bulk_create(
        (
            PracticeGap(
                organization_id=kept[workload].row.organization_id,
                workload_id=workload,
                review_id=review,
                lens_id=lens,
                question_key=question,
                choice_key=choice,
                risk=risk,
            )
            for workload, missing in wanted.items()
            for (review, question, choice), (lens, risk) in missing.items()
        ),
        batch_size=_CHUNK,
    )


def _write_quarters(kept: Mapping[UUID, _Kept]) -> None:
    """Milestones are few and rare: quarters are written only where they differ."""
    wanted: dict[tuple[UUID, int], dict[str, int]] = {
        (workload, quarter): change
        for workload, of in kept.items()
        for quarter, change in summing.quarters(of.milestones).items()
    }
    rows: Iterable[Mapping[str, Any]] = WorkloadQuarter.objects.filter(workload__in=kept).values()
    gone = []
    for row in rows:
        key = (row["workload_id"], row["quarter"])
        change = wanted.get(key)
        if change is not None and all(row[name] == number for name, number in change.items()):
            del wanted[key]
        else:
            gone.append(row["id"])
    if gone:
        WorkloadQuarter.objects.filter(pk__in=gone).delete()
    WorkloadQuarter.objects.bulk_create(
        (
            WorkloadQuarter(
                organization_id=kept[workload].row.organization_id,
                workload_id=workload,
                quarter=quarter,
                **change,
            )
            for (workload, quarter), change in wanted.items()
        ),
        batch_size=_CHUNK,
    )
