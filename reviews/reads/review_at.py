"""One review with all that was asked and said: as it is now, or as a milestone holds it.

What was said comes from the answers or from the frozen content; what was asked from the version
of the lens, which never changes. Of a milestone whose version is not there, the texts it froze
say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledLens, CompiledQuestion, compile_lens
from lenses.document import Choice, Lens, Link, Pillar, Question, Rule
from lenses.models import LensVersion, VersionStatus
from reviews import access, snapshot
from reviews.models import Milestone, Review
from reviews.profile_access import marks_of, order_of
from reviews.reads import snapshots
from reviews.scoring import Counts, count
from reviews.snapshot import SnapshotPillar, SnapshotQuestion, SnapshotReview
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound


@dataclass(frozen=True, slots=True)
class ReviewAt:
    """A review at one moment.

    review: the row, with its lens. asked: what its lens asked then. said: what was said.
    prioritized: the questions the profile of then asks for first, None without a profile.
    order: the pillars that are put first. changed_at: of anything in the workload.
    """

    review: Review
    milestone: Milestone | None
    asked: CompiledLens
    said: SnapshotReview
    prioritized: frozenset[str] | None
    order: tuple[str, ...]
    changed_at: datetime

    @property
    def prioritized_counts(self) -> Counts | None:
        """The questions asked for first by risk; None without a profile."""
        if self.prioritized is None:
            return None
        return self.counts_of_prioritized(*self.said.pillars)

    def counts_of_prioritized(self, *pillars: SnapshotPillar) -> Counts:
        """The same, of some pillars."""
        first = self.prioritized or ()
        return count(q.risk for pillar in pillars for q in pillar.questions if q.id in first)


@dataclass(frozen=True, slots=True)
class QuestionAt:
    """A question of a review at one moment, and what was said to it."""

    review: Review
    milestone: Milestone | None
    asked: CompiledQuestion
    said: SnapshotQuestion


def review(actor: Actor, workload_id: UUID, lens: Q, *, milestone: int | None = None) -> ReviewAt:
    """A review of a workload, now or at a milestone. lens: a condition, with its columns through
    `lens__`.

    Five queries at most, four at a milestone. NotFound `no-review` when the workload (or the
    milestone) has none with such a lens.
    """
    if milestone is None:
        return _now(access.review_by_lens(actor, workload_id, lens))
    frozen = access.milestone_for(actor, workload_id, milestone)
    return _then(frozen, lens)


def question(
    actor: Actor, workload_id: UUID, lens: Q, key: str, *, milestone: int | None = None
) -> QuestionAt:
    """One question of such a review: two queries now, three at a milestone.

    NotFound `no-review` as above, `no-question` when it is not asked there.
    """
    if milestone is not None:
        found = _then(access.milestone_for(actor, workload_id, milestone), lens)
        said = next((each for _p, each in found.said.questions() if each.id == key), None)
        if said is None:
            raise _not_asked()
        return QuestionAt(found.review, found.milestone, found.asked.questions[key], said)
    row = access.review_by_lens(actor, workload_id, lens)
    asked = compiled(row.lens_version_id).questions.get(key)
    if asked is None:
        raise _not_asked()
    answer = row.answers.get(question_key=key)
    return QuestionAt(row, None, asked, snapshots.question_of(asked, answer))


def _now(row: Review) -> ReviewAt:
    workload = row.workload
    marks = marks_of(workload.profile_version_id, row.lens_version_id)
    return ReviewAt(
        review=row,
        milestone=None,
        asked=compiled(row.lens_version_id),
        said=snapshots.of_review(row),
        prioritized=frozenset(marks) if workload.profile_version_id else None,
        order=order_of(workload),
        changed_at=workload.updated_at,
    )


def _then(frozen: Milestone, lens: Q) -> ReviewAt:
    taken = snapshot.from_content(frozen.content)
    ids = [each.id for each in taken.reviews]
    row = (
        Review.objects.filter(lens, workload=frozen.workload_id, pk__in=ids)
        .select_related("lens__organization", "lens_version")
        .defer("lens_version__document")
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such review."), code="no-review")
    said = next(each for each in taken.reviews if each.id == str(row.pk))
    profile = taken.profile
    return ReviewAt(
        review=row,
        milestone=frozen,
        asked=_asked_then(row, said),
        said=said,
        prioritized=frozenset(profile.prioritized.get(said.id, ())) if profile else None,
        order=taken.pillar_order,
        changed_at=frozen.recorded_at,
    )


def _asked_then(row: Review, said: SnapshotReview) -> CompiledLens:
    """What the lens asked: from the very version, found by its digest, else as it was frozen."""
    if row.lens_version.digest == said.lens_digest:
        return compiled(row.lens_version_id)
    versions = LensVersion.objects.filter(lens=row.lens_id, digest=said.lens_digest)
    key = versions.exclude(status=VersionStatus.DRAFT).values_list("pk", flat=True).first()
    return compiled(key) if key else compile_lens(_frozen_lens(said))


def _frozen_lens(said: SnapshotReview) -> Lens:
    return Lens(
        name=said.lens_name,
        pillars=tuple(
            Pillar(
                id=pillar.id,
                name=pillar.name,
                questions=tuple(_frozen_question(each) for each in pillar.questions),
            )
            for pillar in said.pillars
        ),
    )


def _frozen_question(said: SnapshotQuestion) -> Question:
    return Question(
        id=said.id,
        title=said.title,
        description=said.description,
        helpful_resource=Link(url=said.url) if said.url else None,
        code=said.code,
        choices=tuple(
            Choice(
                id=choice.id,
                title=choice.title,
                description=choice.description,
                code=choice.code,
                effort=choice.effort,
                improvement_plan=Link(choice.improvement, choice.improvement_url)
                if choice.improvement or choice.improvement_url
                else None,
            )
            for choice in said.choices
        ),
        risk_rules=tuple(Rule(condition, risk) for condition, risk in said.rules),
    )


def _not_asked() -> NotFound:
    return NotFound(_("There is no such question in this review."), code="no-question")
