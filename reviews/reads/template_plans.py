"""What applying a template to a workload would do, lens by lens and question by question.

The service plans with the same functions under its locks, so what is shown is what happens. A
template may speak of another version of a lens than the review uses: what both ask is taken
over, and the rest is counted, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledLens, CompiledQuestion
from lenses.models import Lens, LensVersion
from lenses.rules import Risk
from reviews import changes, scoring
from reviews.models import (
    Answer,
    Review,
    ReviewStatus,
    RiskLevel,
    Template,
    TemplateAnswer,
    TemplateReview,
    Workload,
)
from reviews.reads.answer_plans import TEXTS, Planned, plan_one
from reviews.reads.answer_sources import Said
from reviews.services import answers, templates
from wellarch import wording
from wellarch.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class LensPlan:
    """One lens of a template, held against a workload. review: None, it would be attached.

    fills: unanswered here. differs: answered otherwise. same, unasked: how many say the same,
    and how many the review's version does not ask. refusal: why nothing can be done, or empty.
    """

    part: TemplateReview
    review: Review | None
    version: LensVersion | None
    lens: CompiledLens | None
    fills: tuple[Planned, ...] = ()
    differs: tuple[Planned, ...] = ()
    same: int = 0
    unasked: int = 0
    refusal: str = ""

    @property
    def attaches(self) -> bool:
        """The lens would be attached, perhaps again."""
        return not self.refusal and (self.review is None or self.review.removed_at is not None)

    @property
    def is_other_version(self) -> bool:
        """The template speaks of another version of the lens."""
        return self.version is not None and self.version.pk != self.part.lens_version_id

    @property
    def planned(self) -> tuple[Planned, ...]:
        """All answers that could change."""
        return (*self.fills, *self.differs)

    @property
    def says_nothing(self) -> bool:
        """The template has no answer in this lens."""
        return not self.planned and not self.same and not self.unasked


def parts_of(template: Template) -> list[TemplateReview]:
    """The lenses of a template that access has given, by name. One query."""
    rows = list(
        template.reviews.select_related("lens", "lens_version")
        .defer("lens_version__document")
        .order_by("lens__name", "pk")
    )
    for row in rows:
        row.template = template
    return rows


def said_in(parts: Iterable[TemplateReview]) -> dict[object, dict[str, TemplateAnswer]]:
    """{lens of the template: {question: what it says}}. One query."""
    found: dict[object, dict[str, TemplateAnswer]] = {part.pk: {} for part in parts}
    for row in TemplateAnswer.objects.filter(review__in=list(found)):
        found[row.review_id][row.question_key] = row
    return found


def says(asked: CompiledQuestion, state: Mapping[str, changes.Value]) -> bool:
    """Whether this state answers the question, as it would in a review."""
    return scoring.risk_of(asked, state) != Risk.UNANSWERED


def build(actor: Actor, template: Template, workload: Workload) -> tuple[LensPlan, ...]:
    """The plan for a workload that access has given. Five queries, whatever the size."""
    parts = parts_of(template)
    said = said_in(parts)
    reviews = {
        row.lens_id: row
        for row in Review.objects.filter(workload=workload, lens__in=[p.lens_id for p in parts])
        .select_related("lens_version")
        .defer("lens_version__document")
    }
    for row in reviews.values():
        row.workload = workload
    here: dict[object, list[Answer]] = {}
    for answer in Answer.objects.filter(review__in=reviews.values()).order_by("position"):
        here.setdefault(answer.review_id, []).append(answer)
    newest = _newest(actor, [part for part in parts if _is_unattached(reviews, part)])
    found = []
    for part in parts:
        review = reviews.get(part.lens_id)
        version = newest.get(part.lens_id) if _is_unattached(reviews, part) else None
        rows = here.get(review.pk, []) if review else None
        found.append(_plan(part, review, version, rows, said[part.pk]))
    return tuple(found)


def plan(
    part: TemplateReview,
    review: Review,
    rows: Iterable[Answer],
    said: Mapping[str, TemplateAnswer],
) -> LensPlan:
    """The plan for one attached review with its answers at hand. No query."""
    return _plan(part, review, None, rows, said)


def _is_unattached(reviews: Mapping[UUID, Review], part: TemplateReview) -> bool:
    review = reviews.get(part.lens_id)
    return review is None or review.removed_at is not None


def _newest(actor: Actor, parts: Iterable[TemplateReview]) -> dict[object, LensVersion]:
    """The version a new review would use, of lenses the actor may review with. One query."""
    lenses = Lens.objects.visible_to(actor).filter(pk__in=[part.lens_id for part in parts])
    found: dict[object, LensVersion] = {}
    for version in LensVersion.objects.filter(lens__in=lenses).published().defer("document"):
        found.setdefault(version.lens_id, version)
    return found


def _plan(
    part: TemplateReview,
    review: Review | None,
    newest: LensVersion | None,
    rows: Iterable[Answer] | None,
    said: Mapping[str, TemplateAnswer],
) -> LensPlan:
    if review is None or review.removed_at is not None:
        if newest is None:
            refusal = _("This lens is not open to you, or out of use: its answers are passed over.")
            return LensPlan(part, review, None, None, refusal=refusal)
    elif review.status == ReviewStatus.COMPLETE:
        refusal = _("The review is complete. Reopen it to change answers.")
        return LensPlan(part, review, review.lens_version, None, refusal=refusal)
    version = review.lens_version if review is not None else newest
    assert version is not None  # noqa: S101  either is there by now
    lens, then = compiled(version.pk), compiled(part.lens_version_id)
    known = [key for key in said if key in then.questions]
    answered = rows if rows is not None else _blanks(lens, review)
    fills: list[Planned] = []
    differs: list[Planned] = []
    same = 0
    for row in answered:
        asked = lens.questions.get(row.question_key)
        if asked is None or asked.id not in said or asked.id not in then.questions:
            continue
        one = plan_answer(row, asked, then.questions[asked.id], said[asked.id])
        if one is None:
            same += 1
        else:
            (fills if row.risk == RiskLevel.UNANSWERED else differs).append(one)
    unasked = sum(key not in lens.questions for key in known)
    return LensPlan(part, review, version, lens, tuple(fills), tuple(differs), same, unasked)


def plan_answer(
    answer: Answer, asked: CompiledQuestion, then: CompiledQuestion, said: TemplateAnswer
) -> Planned | None:
    """What the template would change in one answer; None if nothing.

    Where the template has only notes, nothing but notes is taken; notes that are there stay
    beside those of the template.
    """
    state, theirs = answers.state_of(answer), templates.state_of(said)
    here = {path: value for path, value in state.items() if changes.split(path)[1] in TEXTS}
    if not says(then, theirs):
        bare = {path: v for path, v in state.items() if changes.split(path)[1] not in TEXTS}
        theirs = bare | {p: v for p, v in theirs.items() if changes.split(p)[1] in TEXTS}
    for path, text in here.items():
        if path in theirs and theirs[path] != text:
            theirs[path] = wording.together(str(text), str(theirs[path]))
    return plan_one(answer, asked, Said(theirs, frozenset(then.choice), said.revision), True)


def _blanks(lens: CompiledLens, review: Review | None) -> list[Answer]:
    """What the answers of a lens look like that is about to be attached."""
    return [
        Answer(
            question_key=question.id,
            pillar_key=question.pillar_id,
            position=question.number,
            risk=RiskLevel.UNANSWERED,
        )
        for question in lens
    ]
