"""Milestones as pages show them: the timeline of a workload, and one exactly as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews import access
from reviews.charts import StackedBar, Trend, stacked_bar
from reviews.comparing import Difference
from reviews.documents import rehearsals, worksheet_tables
from reviews.documents.rehearsals import Rehearsals, ReviewPlan
from reviews.documents.worksheet_tables import PaperSheet
from reviews.models import (
    ImprovementStatus,
    Milestone,
    MilestoneKind,
    PlannedReview,
    Reason,
    Workload,
)
from reviews.reads import milestone_rows, milestone_work, names, review_plan, snapshots
from reviews.reads.milestone_rows import MilestoneRow
from reviews.reads.milestone_work import FrozenDecision, FrozenWork
from reviews.scoring import Counts, PracticeTally
from reviews.snapshot import (
    Snapshot,
    SnapshotChoice,
    SnapshotFinding,
    SnapshotQuestion,
    SnapshotReview,
    from_content,
)
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound

# What is no column of a workload (any more), before the last of those that are.
_OTHERS = {"profile": gettext_lazy("Profile"), "business_context": gettext_lazy("Business context")}
_ORDER = (*snapshots.PROPERTIES[:-1], *_OTHERS, *snapshots.PROPERTIES[-1:])


@dataclass(frozen=True, slots=True)
class KindOffer:
    """A kind of milestone one can filter by."""

    value: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Milestones of a workload, newest first, and where it stands now.

    rows: those of the kind that is asked for. total: of all kinds. kinds: the kinds there are.
    """

    workload: Workload
    rows: tuple[MilestoneRow, ...]
    total: int
    kinds: tuple[KindOffer, ...]
    kind: str
    trend: Trend | None
    now: Counts
    now_bar: StackedBar
    now_changes: tuple[Difference, ...]
    has_reviews: bool
    waiting: tuple[PlannedReview, ...]  # planned reviews a milestone of their kind is linked to


def timeline(actor: Actor, workload_id: UUID, *, kind: str = "") -> Timeline:
    """The milestones without their contents, and the counts of now. Six queries.

    kind: only these are listed; what changed is told since the one before, of whichever kind.
    NotFound for a kind there is not.
    """
    if kind not in ("", *MilestoneKind.values):
        raise NotFound(_("This address leads nowhere."))
    workload = access.workload_for(actor, workload_id)
    rows = milestone_rows.of(workload)
    taken = snapshots.take(workload, work=False)
    return Timeline(
        workload=workload,
        rows=tuple(row for row in rows[::-1] if kind in ("", row.kind)),
        total=len(rows),
        kinds=_kinds(rows, kind),
        kind=kind,
        trend=milestone_rows.trend_of(rows, now=taken.counts, today=timezone.localdate()),
        now=taken.counts,
        now_bar=stacked_bar(taken.counts.as_dict()),
        now_changes=milestone_rows.since(rows[-1].counts if rows else None, taken.counts),
        has_reviews=bool(taken.reviews),
        waiting=review_plan.waiting(workload),
    )


def _kinds(rows: tuple[MilestoneRow, ...], kind: str) -> tuple[KindOffer, ...]:
    """The kinds that are there, in their order; none when all are of one."""
    there = {row.kind for row in rows} | ({kind} - {""})
    found = tuple(
        KindOffer(value, str(label), sum(row.kind == value for row in rows), value == kind)
        for value, label in MilestoneKind.choices
        if value in there
    )
    return found if len(found) > 1 or kind else ()


@dataclass(frozen=True, slots=True)
class FrozenChoice:
    """A best practice as it was answered. state: selected, not_applicable or missing."""

    title: str
    state: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class FrozenQuestion:
    """A question as it was answered."""

    id: str
    code: str
    title: str
    risk: str
    reason: str
    notes: str
    changed_by: str
    tally: PracticeTally
    choices: tuple[FrozenChoice, ...]


@dataclass(frozen=True, slots=True)
class FrozenPillar:
    """A pillar as it was."""

    id: str
    name: str
    counts: Counts
    bar: StackedBar
    finding: SnapshotFinding
    questions: tuple[FrozenQuestion, ...]
    level: int | None  # how mature the team said it was, 1 to 5


@dataclass(frozen=True, slots=True)
class FrozenTab:
    """A review of the milestone one can open."""

    id: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FrozenReview:
    """The review that is open."""

    id: str
    lens_name: str
    lens_version: str
    is_complete: bool
    notes: str
    counts: Counts
    bar: StackedBar
    tally: PracticeTally
    pillars: tuple[FrozenPillar, ...]


@dataclass(frozen=True, slots=True)
class MilestonePage:
    """What the page shows. properties: (label, text) of what was filled in.

    kind: the occasion in words, empty for any other.
    """

    milestone: Milestone
    workload: Workload
    name_then: str
    properties: tuple[tuple[str, str], ...]
    counts: Counts
    bar: StackedBar
    tabs: tuple[FrozenTab, ...]
    review: FrozenReview
    kind: str
    tally: PracticeTally
    work: tuple[FrozenWork, ...]
    decisions: tuple[FrozenDecision, ...]
    worksheets: tuple[PaperSheet, ...]
    rehearsals: Rehearsals | None
    plan: ReviewPlan | None


def build(
    actor: Actor, workload_id: UUID, number: int, *, review_id: UUID | None = None
) -> MilestonePage:
    """One milestone as it was, with one of its reviews open (the first unless given)."""
    milestone = access.milestone_for(actor, workload_id, number)
    taken = from_content(milestone.content)
    review = _open(taken, str(review_id) if review_id else "")
    on = timezone.localdate(milestone.recorded_at)
    levels = {each.pillar: each.level for each in taken.maturity if each.review == review.id}
    return MilestonePage(
        milestone=milestone,
        workload=milestone.workload,
        name_then=taken.name,
        properties=_properties(taken.properties, taken),
        counts=taken.counts,
        bar=stacked_bar(taken.counts.as_dict()),
        tabs=tuple(FrozenTab(r.id, r.lens_name, r.id == review.id) for r in taken.reviews),
        review=_review(review, levels),
        kind=milestone_rows.kind_label(milestone.kind),
        tally=taken.tally,
        work=milestone_work.work(taken),
        decisions=milestone_work.decisions(taken),
        worksheets=worksheet_tables.build(taken.worksheets, on=on),
        rehearsals=rehearsals.build(taken),
        plan=rehearsals.plan(taken, on=on),
    )


def _open(taken: Snapshot, wanted: str) -> SnapshotReview:
    for review in taken.reviews:
        if wanted in ("", review.id):
            return review
    raise NotFound(_("There is no such review in this milestone."))


def _review(review: SnapshotReview, levels: Mapping[str, int | None]) -> FrozenReview:
    counts = review.counts
    pillars = tuple(
        FrozenPillar(
            id=pillar.id,
            name=pillar.name,
            counts=pillar.counts,
            bar=stacked_bar(pillar.counts.as_dict()),
            finding=pillar.finding,
            questions=tuple(_question(question) for question in pillar.questions),
            level=levels.get(pillar.id),
        )
        for pillar in review.pillars
    )
    return FrozenReview(
        id=review.id,
        lens_name=review.lens_name,
        lens_version=review.lens_version,
        is_complete=review.status == "complete",
        notes=review.notes,
        counts=counts,
        bar=stacked_bar(counts.as_dict()),
        tally=sum((pillar.tally for pillar in review.pillars), PracticeTally()),
        pillars=pillars,
    )


def _question(question: SnapshotQuestion) -> FrozenQuestion:
    return FrozenQuestion(
        id=question.id,
        code=question.code,
        title=question.title,
        risk=question.risk,
        reason=_reason(question.reason) if not question.is_applicable else "",
        notes=question.notes,
        changed_by=question.changed_by,
        tally=question.tally,
        choices=tuple(
            _choice(choice)
            for choice in question.choices
            if not choice.is_none or choice.status == "selected"
        ),
    )


def _choice(choice: SnapshotChoice) -> FrozenChoice:
    state = "missing" if choice.status == "unselected" else choice.status
    reason = _reason(choice.reason) if choice.status == "not_applicable" else ""
    return FrozenChoice(choice.title, state, reason, choice.note)


def _reason(key: str) -> str:
    return str(Reason(key).label) if key in Reason.values else key


def _properties(values: Mapping[str, Any], taken: Snapshot) -> tuple[tuple[str, str], ...]:
    """The properties that were filled in, in the order and with the labels of the form."""
    named = {pillar.id: pillar.name for review in taken.reviews for pillar in review.pillars}
    named |= {key: str(name) for key, name in names.PILLARS.items()}
    ordered = [key for key in _ORDER if key in values and key != "name"]
    return tuple((_label(key), text) for key in ordered if (text := _text(key, values[key], named)))


def _label(key: str) -> str:
    if key in _OTHERS:
        return str(_OTHERS[key])
    label = str(getattr(Workload._meta.get_field(key), "verbose_name", key))
    return label[:1].upper() + label[1:]


def _text(key: str, value: Any, named: Mapping[str, str]) -> str:
    match key, value:
        case "environment", str():
            return names.environment(value)
        case "improvement_status", str():
            return str(ImprovementStatus(value).label) if value != "none" else ""
        case "business_context", str():
            return names.context(value)
        case "profile", dict():
            return str(value["name"])
        case "pillar_priorities", list():
            return ", ".join(named.get(item, item) for item in value)
        case _, list():
            return ", ".join(str(item) for item in value)
        case _, dict():
            return "\n".join(f"{name} = {text}" for name, text in value.items())
        case _, str() if key.endswith("_on") and (day := parse_date(value)):
            return date_format(day, "j M Y")
    return str(value or "")
