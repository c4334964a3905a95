"""A workload's own page: its reviews counted from answers, its plan, milestones and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from lenses.access import compiled
from lenses.models import LensVersion
from reviews import access, planning
from reviews.charts import StackedBar, Trend, stacked_bar
from reviews.models import Report, Review, Workload
from reviews.reads import (
    deadlines,
    improvement_list,
    lens_standing,
    milestone_rows,
    names,
    profile_use,
    report_rows,
    review_plan,
    snapshots,
    template_apply,
)
from reviews.reads.improvement_list import Summary
from reviews.reads.lens_standing import LensStanding
from reviews.reads.milestone_rows import MilestoneRow
from reviews.reads.profile_use import PillarPlace, ProfileUse
from reviews.reads.review_plan import Next
from reviews.reads.template_apply import Banner
from reviews.scoring import Counts, PracticeTally, checklist_score
from reviews.snapshot import SnapshotReview
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor

FRAMEWORK = "wellarchitected"  # the alias of the lens that is offered first
TOP_RISKS = 5
LATEST = 3  # milestones and reports shown


@dataclass(frozen=True, slots=True)
class PillarLine:
    """A pillar of a review with its numbers."""

    id: str
    name: str
    counts: Counts
    bar: StackedBar
    is_set_aside: bool


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A review with its progress and risks. score: percent, of checklists only."""

    id: str
    lens_name: str
    lens_version: str
    is_complete: bool
    counts: Counts
    bar: StackedBar
    tally: PracticeTally
    score: int | None
    pillars: tuple[PillarLine, ...]
    standing: LensStanding  # whether there is a newer version


@dataclass(frozen=True, slots=True)
class TopRisk:
    """One of the first items of the plan."""

    review_id: str
    question_id: str
    code: str
    title: str
    pillar_name: str
    risk: str
    missing_count: int
    deadline: deadlines.Deadline
    is_prioritized: bool


@dataclass(frozen=True, slots=True)
class WorkloadPage:
    """What the page shows."""

    workload: Workload
    environment: str
    profile: ProfileUse | None
    prioritized: Counts  # of the questions the profile asks for first
    prioritized_bar: StackedBar
    priorities: tuple[PillarPlace, ...]
    reviews: tuple[ReviewCard, ...]
    counts: Counts
    tally: PracticeTally
    top_risks: tuple[TopRisk, ...]
    milestones: tuple[MilestoneRow, ...]
    milestone_count: int
    trend: Trend | None
    reports: tuple[Report, ...]
    improvements: Summary
    next_review: Next | None = None  # the planned review that comes next
    banners: tuple[Banner, ...] = ()  # changes that templates propose


@dataclass(frozen=True, slots=True)
class LensOffer:
    """A published lens that can be attached."""

    id: UUID
    alias: str
    name: str
    version: str
    description: str
    is_builtin: bool
    pillar_count: int
    question_count: int
    choice_count: int
    was_attached: bool  # it was removed before; its answers come back
    returns_in: str = ""  # … in this version, if that is an older one

    @property
    def key(self) -> str:
        """The id as forms send it."""
        return str(self.id)


def build(actor: Actor, workload_id: UUID) -> WorkloadPage:
    """The page of one workload: eleven queries whatever is in it, twelve if it has a profile.
    NotFound for outsiders."""
    workload = access.workload_for(actor, workload_id)
    taken = snapshots.take(workload, work=False)
    rows = milestone_rows.of(workload)
    items = planning.build(taken, workload.organization.due_days)
    standings = lens_standing.of_all(Review.objects.attached().filter(workload=workload))
    today = timezone.localdate()
    return WorkloadPage(
        workload=workload,
        environment=names.environment(workload.environment),
        profile=profile_use.use_of(actor, workload),
        prioritized=(first := profile_use.counted(taken)),
        prioritized_bar=stacked_bar(first.as_dict()),
        priorities=_priorities(workload, taken.reviews),
        reviews=tuple(_card(row, standings[UUID(row.id)]) for row in taken.reviews),
        counts=taken.counts,
        tally=sum((p.tally for r in taken.reviews for p in r.pillars), PracticeTally()),
        top_risks=tuple(_top(item, today) for item in items[:TOP_RISKS]),
        milestones=rows[-LATEST:][::-1],
        milestone_count=len(rows),
        trend=milestone_rows.trend_of(rows, now=taken.counts, today=today),
        reports=tuple(report_rows.of(workload)[:LATEST]),
        improvements=improvement_list.summary(workload),
        next_review=review_plan.next_of(workload),
        banners=template_apply.banners(workload),
    )


def offers(actor: Actor, workload: Workload | None = None) -> tuple[LensOffer, ...]:
    """Published lenses not attached to the workload (all, without one). Two queries at most.

    The framework comes first, then the organization's own, then other built-in ones.
    """
    policy.require(actor, policy.Action.READ)
    removed: dict[UUID, str] = {}
    attached: set[UUID] = set()
    if workload is not None:
        rows = Review.objects.filter(workload=workload)
        for key, at, name in rows.values_list("lens_id", "removed_at", "lens_version__name"):
            if at is None:
                attached.add(key)
            else:
                removed[key] = name
    newest: dict[UUID, LensVersion] = {}
    versions = LensVersion.objects.visible_to(actor).published()
    for version in versions.select_related("lens").defer("document"):
        newest.setdefault(version.lens_id, version)
    found = [
        _offer(version, removed.get(lens_id))
        for lens_id, version in newest.items()
        if lens_id not in attached
    ]
    return tuple(sorted(found, key=_place))


def chosen_first(actor: Actor, offers: Sequence[LensOffer]) -> list[UUID]:
    """What is chosen already on the form of a new workload: the organization's default lens
    where it is offered, else the framework."""
    default = actor.organization.default_lens_id
    found = [offer.id for offer in offers if offer.id == default]
    return found or [offer.id for offer in offers if offer.alias == FRAMEWORK and offer.is_builtin]


def pillar_choices(workload: Workload | None = None) -> dict[str, str]:
    """Pillars a workload can put in order, id → name: the framework's, then its lenses' own."""
    found = {key: str(name) for key, name in names.PILLARS.items()}
    if workload is not None:
        versions = Review.objects.filter(workload=workload).attached()
        for version_id in versions.values_list("lens_version_id", flat=True):
            for pillar in compiled(version_id).pillars:
                found.setdefault(pillar.id, pillar.name)
        for key in workload.pillar_priorities:
            found.setdefault(key, key)
    return found


def _priorities(workload: Workload, reviews: tuple[SnapshotReview, ...]) -> tuple[PillarPlace, ...]:
    named = {pillar.id: pillar.name for review in reviews for pillar in review.pillars}
    named |= {key: str(name) for key, name in names.PILLARS.items()}
    return profile_use.order_shown(workload, named)


def _card(review: SnapshotReview, standing: LensStanding) -> ReviewCard:
    counts = review.counts
    tallies = {pillar.id: pillar.tally for pillar in review.pillars}
    return ReviewCard(
        id=review.id,
        lens_name=review.lens_name,
        lens_version=review.lens_version,
        is_complete=review.status == "complete",
        counts=counts,
        bar=stacked_bar(counts.as_dict()),
        tally=sum(tallies.values(), PracticeTally()),
        score=checklist_score(tallies) if review.scoring == "percent" else None,
        pillars=tuple(
            PillarLine(
                id=pillar.id,
                name=pillar.name,
                counts=(numbers := pillar.counts),
                bar=stacked_bar(numbers.as_dict(), width=240),
                is_set_aside=pillar.finding.is_set_aside,
            )
            for pillar in review.pillars
        ),
        standing=standing,
    )


def _top(item: planning.PlanItem, today: date) -> TopRisk:
    return TopRisk(
        review_id=item.review_id,
        question_id=item.question.id,
        code=item.question.code,
        title=item.question.title,
        pillar_name=item.pillar_name,
        risk=item.risk.value,
        missing_count=len(item.missing),
        deadline=deadlines.deadline(item.due, today),
        is_prioritized=item.is_prioritized,
    )


def _offer(version: LensVersion, returns_in: str | None) -> LensOffer:
    lens = version.lens
    return LensOffer(
        id=lens.pk,
        alias=lens.alias,
        name=lens.name,
        version=version.name,
        description=lens.description,
        is_builtin=lens.is_builtin,
        pillar_count=version.pillar_count,
        question_count=version.question_count,
        choice_count=version.choice_count,
        was_attached=returns_in is not None,
        returns_in="" if returns_in == version.name else returns_in or "",
    )


def _place(offer: LensOffer) -> tuple[bool, bool, str]:
    return offer.alias != FRAMEWORK, offer.is_builtin, offer.name.casefold()
