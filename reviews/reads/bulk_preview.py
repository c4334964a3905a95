"""What an act on many answers at once would change, question by question, before it is done.

The services plan with the same functions under their locks, so what is shown is what happens.
Each preview runs a fixed number of queries, whatever the size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledLens, CompiledPillar, CompiledQuestion
from reviews import access, changes
from reviews.models import Answer, Review, ReviewStatus, RiskLevel
from reviews.reads import answer_history, answer_sources
from reviews.reads.answer_history import Line
from reviews.reads.answer_plans import TEXTS, Planned, plan_one, planned, said_by
from reviews.reads.answer_sources import Candidate, Frozen, Said, Source
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound


@dataclass(frozen=True, slots=True)
class PlannedPillar:
    """The questions of one pillar that would change."""

    id: str
    name: str
    items: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class CopyPage:
    """Copying answers into a review: where from, and, once that is chosen, what would change."""

    review: Review
    lens: CompiledLens
    candidates: tuple[Candidate, ...]
    milestones: tuple[Frozen, ...]
    source: Source | None
    pillars: tuple[PlannedPillar, ...]
    only_unanswered: bool
    with_notes: bool

    @property
    def count(self) -> int:
        """How many answers would change."""
        return sum(len(pillar.items) for pillar in self.pillars)

    @property
    def is_complete(self) -> bool:
        """The review is complete: answers rest until it is reopened."""
        return self.review.status == ReviewStatus.COMPLETE


@dataclass(frozen=True, slots=True)
class RemainingPage:
    """The questions of a pillar that nobody answered yet."""

    review: Review
    lens: CompiledLens
    asked: CompiledPillar
    items: tuple[Answer, ...]
    questions: Mapping[str, CompiledQuestion]

    @property
    def lines(self) -> tuple[tuple[CompiledQuestion, Answer], ...]:
        """(question, its answer) in the order of the lens."""
        return tuple((self.questions[row.question_key], row) for row in self.items)

    @property
    def is_complete(self) -> bool:
        """The review is complete: answers rest until it is reopened."""
        return self.review.status == ReviewStatus.COMPLETE


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One more workload the answer could go to. refusal: why it cannot, or empty."""

    review: Review
    organization: str
    planned: Planned | None
    risk: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class SpreadPage:
    """The answer of one question, and every workload that answers the same lens."""

    review: Review
    lens: CompiledLens
    asked: CompiledQuestion
    answer: Answer
    lines: tuple[Line, ...]
    rows: tuple[SpreadRow, ...]
    with_notes: bool

    @property
    def open_rows(self) -> tuple[SpreadRow, ...]:
        """Those that would change."""
        return tuple(row for row in self.rows if row.planned)

    @property
    def closed_rows(self) -> tuple[SpreadRow, ...]:
        """Those that cannot or need not change."""
        return tuple(row for row in self.rows if not row.planned)


def copying(
    actor: Actor,
    review_id: UUID,
    *,
    from_review: UUID | None = None,
    milestone: int | None = None,
    only_unanswered: bool = True,
    with_notes: bool = True,
    must_choose: bool = False,
) -> CopyPage:
    """The preview of a copy; without a source only what there is to choose from.

    must_choose: Invalid `from` without a source.

    Three queries to choose, three more for the preview. Forbidden for who may not answer.
    """
    review = access.review_for(actor, review_id, need=Action.ANSWER)
    lens = compiled(review.lens_version_id)
    source = None
    plan: list[Planned] = []
    if must_choose or from_review is not None or milestone is not None:
        source = answer_sources.find(actor, review, from_review=from_review, milestone=milestone)
        rows = Answer.objects.filter(review=review).order_by("position")
        plan = planned(rows, lens, source, only_unanswered, with_notes)
    return CopyPage(
        review=review,
        lens=lens,
        candidates=() if source else answer_sources.candidates(actor, review),
        milestones=() if source else answer_sources.frozen(review),
        source=source,
        pillars=_by_pillar(lens, plan),
        only_unanswered=only_unanswered,
        with_notes=with_notes,
    )


def remaining(actor: Actor, review_id: UUID, pillar: str) -> RemainingPage:
    """The unanswered questions of a pillar. Two queries; NotFound for an unknown pillar."""
    review = access.review_for(actor, review_id, need=Action.ANSWER)
    lens = compiled(review.lens_version_id)
    asked = lens.pillar.get(pillar)
    if asked is None:
        raise NotFound(_("There is no such pillar in this lens."))
    rows = Answer.objects.filter(
        review=review, pillar_key=pillar, risk=RiskLevel.UNANSWERED
    ).order_by("position")
    items = tuple(row for row in rows if row.question_key in lens.questions)
    return RemainingPage(review, lens, asked, items, lens.questions)


def spreading(
    actor: Actor, review_id: UUID, question: str, *, with_notes: bool = False
) -> SpreadPage:
    """The preview of giving one answer to other workloads. Four queries."""
    review = access.review_for(actor, review_id, need=Action.ANSWER)
    answer = access.answer_of(review, question)
    lens = compiled(review.lens_version_id)
    asked = lens.questions[question]
    others = answer_sources.answerable(actor, review)
    theirs = {
        row.review_id: row
        for row in Answer.objects.filter(review__in=others, question_key=question)
    }
    said = said_by(answer, asked)
    state = {
        path: value
        for path, value in said.state.items()
        if with_notes or changes.split(path)[1] not in TEXTS
    }
    _after, delta = changes.apply({}, state)
    return SpreadPage(
        review=review,
        lens=lens,
        asked=asked,
        answer=answer,
        lines=answer_history.lines(asked, delta),
        rows=tuple(
            _spread_row(actor, other, theirs.get(other.pk), said, with_notes) for other in others
        ),
        with_notes=with_notes,
    )


def _spread_row(
    actor: Actor, review: Review, answer: Answer | None, said: Said, with_notes: bool
) -> SpreadRow:
    owner = review.workload.organization
    organization = "" if owner.pk == actor.organization.pk else owner.name
    asked = compiled(review.lens_version_id).questions.get(answer.question_key) if answer else None
    if answer is None or asked is None:
        refusal = _("Its version of the lens does not ask this question.")
        return SpreadRow(review, organization, None, "", refusal)
    refusal = _refusal(actor, review)
    one = None if refusal else plan_one(answer, asked, said, with_notes)
    if one is None and not refusal:
        refusal = _("Has the same answer.")
    return SpreadRow(review, organization, one, answer.risk, refusal)


def _refusal(actor: Actor, review: Review) -> str:
    if not answer_sources.may_answer(actor, review):
        return _("You may look at this workload, not answer.")
    if review.workload.is_archived:
        return _("Archived.")
    if review.status == ReviewStatus.COMPLETE:
        return _("The review is complete.")
    return ""


def _by_pillar(lens: CompiledLens, plan: Iterable[Planned]) -> tuple[PlannedPillar, ...]:
    grouped: dict[str, list[Planned]] = {}
    for one in plan:
        grouped.setdefault(one.asked.pillar_id, []).append(one)
    return tuple(
        PlannedPillar(pillar.id, pillar.name, tuple(grouped[pillar.id]))
        for pillar in lens.pillars
        if pillar.id in grouped
    )
