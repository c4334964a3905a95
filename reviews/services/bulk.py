"""Many answers at once: set the rest of a pillar aside, copy answers, give one to others.

Each is one transaction that leaves a row of history and an event per answer, and locks from the
top down (workload, review, answers; several workloads in the order of their keys), so that two
of these and single changes never wait for each other in a circle. What somebody changed since
the preview is left alone and named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import access
from reviews.models import Answer, Reason, Review, RiskLevel
from reviews.reads import answer_plans, answer_sources
from reviews.reads.answer_plans import Planned
from reviews.services import answers, touch
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound

MAX_TARGETS = 200
MAX_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Skipped:
    """An answer that was left alone, and why in one sentence."""

    question: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, and what was not."""

    changed: tuple[Answer, ...]
    skipped: tuple[Skipped, ...]

    @property
    def names(self) -> str:
        """Those left alone, for a message."""
        return ", ".join(each.name for each in self.skipped)


def set_aside(
    actor: Actor,
    review_id: UUID,
    pillar: str,
    *,
    reason: str,
    note: str = "",
    questions: Collection[str] | None = None,
) -> Outcome:
    """Mark the unanswered questions of a pillar not applicable, with one reason and note.

    questions: only these of them. Those answered meanwhile are skipped. The note goes below
    notes that are there. Invalid for a missing reason or an unknown question.
    """
    note = note.strip()
    _check_reason(reason, note)
    with transaction.atomic():
        review = _locked(actor, review_id)
        asked = {q.id: q for q in _pillar_questions(review, pillar)}
        _check_known(questions, asked)
        rows = _locked_answers(review, list(asked if questions is None else questions))
        changed, skipped = [], []
        for row in rows:
            question = asked[row.question_key]
            if row.risk != RiskLevel.UNANSWERED:
                if questions is not None:
                    skipped.append(_skipped(question, _("It was answered meanwhile.")))
                continue
            wanted = {"is_applicable": False, "reason": reason, "notes": _joined(row.notes, note)}
            if answers.write(actor, row, question, wanted, origin={"with_pillar": pillar}):
                changed.append(row)
        if changed:
            touch.workload(review.workload)
    return Outcome(tuple(changed), tuple(skipped))


def copy(
    actor: Actor,
    review_id: UUID,
    *,
    from_review: UUID | None = None,
    milestone: int | None = None,
    questions: Mapping[str, str] | None = None,
    only_unanswered: bool = True,
    with_notes: bool = True,
) -> Outcome:
    """Copy answers of another review of the same lens, or of a milestone, into this review.

    questions: {question: version the preview showed, empty for any}, None for all. One that
    changed on either side since then is skipped and named.
    """
    with transaction.atomic():
        review = _locked(actor, review_id)
        source = answer_sources.find(actor, review, from_review=from_review, milestone=milestone)
        lens = compiled(review.lens_version_id)
        _check_known(questions, lens.questions)
        rows = _locked_answers(review, list(source.said if questions is None else questions))
        plan = {
            one.asked.id: one for one in answer_plans.planned(rows, lens, source, False, with_notes)
        }
        changed, skipped = [], []
        for row in rows:
            one = plan.get(row.question_key)
            is_answered = row.risk != RiskLevel.UNANSWERED
            seen = "" if questions is None else questions[row.question_key]
            if only_unanswered and is_answered:
                if questions is not None:
                    why = _("It is answered here already.")
                    skipped.append(_skipped(lens.questions[row.question_key], why))
            elif one is None:
                continue  # the same on both sides by now
            elif seen and seen != one.version:
                skipped.append(_skipped(one.asked, _changed_since()))
            elif answers.write(actor, row, one.asked, one.wanted, origin=source.origin):
                changed.append(row)
        if changed:
            touch.workload(review.workload)
    return Outcome(tuple(changed), tuple(skipped))


def spread(
    actor: Actor,
    review_id: UUID,
    question: str,
    *,
    targets: Mapping[UUID, str],
    with_notes: bool = False,
) -> Outcome:
    """Give the answer of one question to other reviews of the same lens.

    targets: {review: version the preview showed, empty for any}. NotFound or Forbidden for a
    review the actor does not see or may not answer, and then nothing is written; a review that
    is complete or archived, or whose answer changed meanwhile, is skipped and named.
    """
    with transaction.atomic():
        mine = access.answer_for(actor, review_id, question, need=Action.ANSWER)
        if not 0 < len(targets) <= MAX_TARGETS:
            raise Invalid(fields={"targets": [_("Choose at least one workload, at most 200.")]})
        asked = compiled(mine.review.lens_version_id).questions[question]
        if mine.risk == RiskLevel.UNANSWERED:
            raise Conflict(_("There is no answer to give yet."), code="unanswered")
        said = answer_plans.said_by(mine, asked)
        changed, skipped = [], []
        for key in _in_order(actor, mine.review, targets):
            try:
                review = _locked(actor, key)
            except Conflict as error:
                name = access.review_for(actor, key).workload.name
                skipped.append(Skipped(question, name, error.message))
                continue
            one = _plan_for(review, question, said, with_notes)
            if one is None:
                continue
            if targets[key] and targets[key] != one.version:
                skipped.append(Skipped(question, review.workload.name, _changed_since()))
                continue
            origin = {"copied_from": str(review_id)}
            answers.write(actor, one.answer, one.asked, one.wanted, origin=origin)
            changed.append(one.answer)
            touch.workload(review.workload)
    return Outcome(tuple(changed), tuple(skipped))


def _locked(actor: Actor, review_id: UUID) -> Review:
    review = access.review_for(actor, review_id, need=Action.ANSWER, lock=True)
    answers.refuse_complete(review)
    return review


def _locked_answers(review: Review, questions: Collection[str]) -> list[Answer]:
    rows = list(
        Answer.objects.filter(review=review, question_key__in=questions)
        .select_for_update(of=("self",), no_key=True)
        .order_by("position")
    )
    for row in rows:
        row.review = review
    return rows


def _in_order(actor: Actor, mine: Review, targets: Collection[UUID]) -> list[UUID]:
    """The targets in the order in which their workloads are locked, by everybody the same."""
    rows = Review.objects.visible_to(actor).attached().filter(pk__in=targets)
    found = list(rows.order_by("workload_id", "pk").values_list("pk", "lens_id"))
    if len(found) != len(set(targets)):
        raise NotFound(_("There is no such review."))
    if any(lens != mine.lens_id or key == mine.pk for key, lens in found):
        raise Invalid(fields={"targets": [_("Choose other reviews of the same lens.")]})
    return [key for key, _lens in found]


def _plan_for(
    review: Review, question: str, said: answer_sources.Said, with_notes: bool
) -> Planned | None:
    asked = compiled(review.lens_version_id).questions.get(question)
    rows = _locked_answers(review, [question])
    return answer_plans.plan_one(rows[0], asked, said, with_notes) if asked and rows else None


def _pillar_questions(review: Review, pillar: str) -> tuple[CompiledQuestion, ...]:
    found = compiled(review.lens_version_id).pillar.get(pillar)
    if found is None:
        raise NotFound(_("There is no such pillar in this lens."))
    return found.questions


def _check_reason(reason: str, note: str) -> None:
    fields: dict[str, list[str]] = {}
    if reason not in Reason.values or reason == Reason.NONE:
        fields["reason"] = [_("Say why these questions do not apply.")]
    if len(note) > MAX_NOTE:
        fields["note"] = [_("Use at most 2,000 characters.")]
    if fields:
        raise Invalid(fields=fields)


def _check_known(questions: Collection[str] | None, known: Collection[str]) -> None:
    if questions is None:
        return
    if not questions:
        raise Invalid(fields={"questions": [_("Choose at least one question.")]})
    unknown = sorted(set(questions) - set(known))
    if unknown:
        names = ", ".join(unknown)[:200]
        raise Invalid(
            fields={"questions": [_("These are not asked here: %(names)s.") % {"names": names}]}
        )


def _joined(before: str, note: str) -> str:
    text = f"{before}\n\n{note}" if before and note else before or note
    if len(text) > answers.MAX_NOTES:
        raise Invalid(fields={"note": [_("The notes of a question would become too long.")]})
    return text


def _skipped(question: CompiledQuestion, why: str) -> Skipped:
    return Skipped(question.id, question.code, why)


def _changed_since() -> str:
    return _("Somebody changed it since the preview; look at it again.")
