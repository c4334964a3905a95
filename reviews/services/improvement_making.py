"""How a new improvement comes about: from a question of a review, or in somebody's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import improving
from reviews.models import UNFINISHED, Answer, Improvement, Review, RiskLevel, Workload
from reviews.scoring import due_on
from reviews.services import improvement_fields, improvement_history, numbering
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict, Invalid, NotFound

MAX_EACH = 5000  # improvements of one workload
AT_RISK = (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW)


@dataclass(frozen=True, slots=True)
class Source:
    """A question of a review and what was answered."""

    review: Review
    asked: CompiledQuestion
    answer: Answer


def source_of(workload: Workload, review_id: UUID | None, question: str) -> Source:
    """A question of one of the workload's reviews. Two queries; NotFound for others'."""
    rows = Review.objects.attached().filter(workload=workload).select_related("lens")
    review = rows.filter(pk=review_id).first() if review_id else None
    if review is None:
        raise NotFound(_("There is no such review."))
    review.workload = workload
    asked = compiled(review.lens_version_id).questions.get(question)
    answer = Answer.objects.filter(review=review, question_key=question).first()
    if asked is None or answer is None:
        raise NotFound(_("There is no such question in this review."))
    return Source(review, asked, answer)


def from_question(
    actor: Actor, workload: Workload, source: Source, choices: Iterable[str] | None
) -> Improvement:
    """What the lens proposes, for these practices or all missing ones; see improvements.py."""
    if source.answer.risk in (RiskLevel.UNANSWERED, RiskLevel.NOT_APPLICABLE):
        raise Conflict(_("Answer this question first."), code="unanswered")
    missing = missing_of(source.asked, source.answer)
    if choices is None:
        wanted = missing
    else:
        wanted = improvement_fields.practices_of(source.asked, choices)
        if not wanted or set(wanted) - set(missing):
            message = _("Choose best practices that are missing.")
            raise Invalid(fields={"choices": [message]})
    if not wanted:
        raise Conflict(_("No best practice of this question is missing."), code="nothing-missing")
    there = existing(source, wanted)
    if there is not None:
        there.workload, there.was_there = workload, True
        return there
    texts = improving.prefill(
        source.asked, [source.asked.choice[key] for key in wanted], source.answer.risk
    )
    return own(
        actor,
        workload,
        source,
        {
            "title": texts.title,
            "recommendation": texts.recommendation[: improvement_fields.TEXTS["recommendation"]],
            "success_criteria": texts.success_criteria[
                : improvement_fields.TEXTS["success_criteria"]
            ],
            "links": list(texts.links)[: improvement_fields.MAX_LINKS],
            "impact": texts.impact,
            "effort": texts.effort,
            "choices": wanted,
        },
    )


def existing(source: Source, choices: Iterable[str]) -> Improvement | None:
    """The unfinished improvement for just these practices of the question, if there is one."""
    rows = Improvement.objects.filter(
        review=source.review, question_key=source.asked.id, state__in=UNFINISHED
    ).select_related("owner", "review__lens")
    wanted = set(choices)
    return next((row for row in rows.order_by("number") if set(row.choices) == wanted), None)


def missing_of(asked: CompiledQuestion, answer: Answer) -> list[str]:
    """Practices that apply and are not in place, in the question's order."""
    said = {key: state.get("status") for key, state in answer.choices.items()}
    return [
        practice.id
        for practice in asked.practices
        if said.get(practice.id) not in ("selected", "not_applicable")
    ]


def own(
    actor: Actor, workload: Workload, source: Source | None, fields: Mapping[str, Any]
) -> Improvement:
    """Insert an improvement with these fields; the workload is locked."""
    rows = Improvement.objects.filter(workload=workload)
    there = rows.aggregate(last=Max("number"), count=Count("pk"))
    if there["count"] >= MAX_EACH:
        raise Conflict(_("This workload has as many improvements as one can."), code="too-many")
    now = clock.now()
    improvement = Improvement(
        organization_id=workload.organization_id,
        workload=workload,
        number=numbering.next_improvement(workload, there["last"] or 0),
        created_by=actor.user,
        created_at=now,
        changed_at=now,
        state_since=now,
    )
    values = dict(fields)
    pillar = values.pop("pillar_key", "")
    if source is None:
        if not isinstance(pillar, str) or len(pillar) > 128:
            raise Invalid(fields={"pillar_key": [_("There is no such pillar.")]})
        improvement.pillar_key = pillar
        if not values.get("choices"):
            values.pop("choices", None)
    else:
        improvement.review = source.review
        improvement.question_key = source.asked.id
        improvement.pillar_key = source.asked.pillar_id
        improvement.risk = source.answer.risk if source.answer.risk in AT_RISK else ""
    asked = source.asked if source else None
    for field, value in improvement_fields.checked(improvement, values, asked).items():
        setattr(improvement, field, value)
    if "due_on" in values and values["due_on"] is not None:
        improvement.has_own_date = True
    elif not improvement.has_own_date:
        improvement.due_on = date_of_risk(improvement, source.answer if source else None)
    if improvement.state == "done":
        improvement.done_at = now
    improvement_history.began(actor, improvement)
    return improvement


def question_of(improvement: Improvement) -> CompiledQuestion | None:
    """The question it came from, as the review's lens asks it now; None if it no longer does."""
    review = improvement.review
    if review is None or review.removed_at is not None or not improvement.question_key:
        return None
    return compiled(review.lens_version_id).questions.get(improvement.question_key)


def settle_date(improvement: Improvement, wanted: dict[str, Any]) -> None:
    """A date that somebody sets is the improvement's own; without one it has that of its risk."""
    if wanted.get("has_own_date") is False:
        answer = Answer.objects.filter(
            review__isnull=False, review=improvement.review, question_key=improvement.question_key
        ).first()
        wanted["due_on"] = date_of_risk(improvement, answer)
    elif "due_on" in wanted and wanted["due_on"] != improvement.due_on:
        wanted["has_own_date"] = True


def date_of_risk(improvement: Improvement, answer: Answer | None) -> Any:
    """The day its class of risk is due, counted from when the risk arose; None is the backlog.

    The same day as the improvement plan says. A risk that has changed since is counted from
    the day the improvement was made.
    """
    since = improvement.created_at
    if answer is not None and answer.risk == improvement.risk and answer.risk_since:
        since = answer.risk_since
    return due_on(improvement.risk, since.date(), improvement.workload.organization.due_days)
