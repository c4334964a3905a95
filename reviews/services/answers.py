"""Answers: the one way to change what a team says about a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from lenses.rules import Risk, Selection, evaluate
from reviews import access, changes
from reviews.models import CHOICE_STATUSES, Answer, AnswerChange, Reason, ReviewStatus
from reviews.services import touch
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound, Stale
from wellarch.events import log

MAX_NOTES = 20_000  # characters; the reference product allows 2,084
MAX_CHOICE_NOTE = 2_000


def record(
    actor: Actor,
    *,
    review_id: UUID,
    question: str,
    changes_wanted: Mapping[str, Any],
    base_revision: int | None = None,
    none_is_exclusive: bool = False,
) -> Answer:
    """Set some paths of an answer (see reviews/changes.py) and compute its risk.

    base_revision: the revision the actor saw. Paths that others changed since then to other
    values raise Stale, with both versions in its data, and nothing is written; all else
    merges. None means "whatever it is now". none_is_exclusive: "none of these" stands alone,
    as in the page. Raises Invalid naming every wrong path; Conflict on a complete review.
    Locks the workload, the review and the answer, so that a review cannot be completed under
    an answer; a change that changes nothing writes nothing.
    """
    with transaction.atomic():
        answer = access.answer_for(actor, review_id, question, need=Action.ANSWER, lock=True)
        if answer.review.status == ReviewStatus.COMPLETE:
            raise Conflict(
                _("This review is complete. Reopen it to change answers."), code="review-complete"
            )
        asked = compiled(answer.review.lens_version_id).questions.get(question)
        if asked is None:
            raise NotFound(_("There is no such question in this review."))
        state = state_of(answer)
        wanted = _valid(asked, changes_wanted)
        _refuse_clashes(answer, state, wanted, base_revision)
        if none_is_exclusive and asked.none_choice:
            wanted = changes.exclude_none(state, wanted, asked.none_choice.id)
        after, delta = changes.apply(state, wanted)
        if delta:
            _write(actor, answer, asked, after, delta)
    return answer


def set_whole(
    actor: Actor,
    *,
    review_id: UUID,
    question: str,
    wanted: Mapping[str, Any],
    base_revision: int,
    none_is_exclusive: bool = True,
) -> Answer:
    """Record a whole form: what differs from the state the form was made from.

    So a person without JavaScript, who sends every field, overwrites only what they changed.
    """
    answer = access.answer_for(actor, review_id, question, need=Action.ANSWER)
    base = state_at(answer, base_revision)
    return record(
        actor,
        review_id=review_id,
        question=question,
        changes_wanted=changes.difference(base, wanted),
        base_revision=base_revision,
        none_is_exclusive=none_is_exclusive,
    )


def state_of(answer: Answer) -> changes.State:
    """The flat state of an answer now."""
    return changes.flatten(answer.choices, answer.is_applicable, answer.reason, answer.notes)


def state_at(answer: Answer, revision: int) -> changes.State:
    """The flat state an answer had at an earlier revision."""
    state = state_of(answer)
    if revision >= answer.revision:
        return state
    for change in answer.history.filter(revision__gt=revision).order_by("-revision"):
        state = changes.revert(state, change.fields)
    return state


def risk_of(asked: CompiledQuestion, state: Mapping[str, Any]) -> Risk:
    """The risk of a question in this state: the rule of the product in one place."""
    if not state.get("is_applicable", True):
        return Risk.NOT_APPLICABLE
    selected, set_aside = changes.selection(state)
    return evaluate(asked.rules, Selection(selected, set_aside)).risk


def _valid(asked: CompiledQuestion, wanted: Mapping[str, Any]) -> changes.State:
    problems: dict[str, list[str]] = {}
    known = {choice.id for choice in asked.choices}
    for path, value in wanted.items():
        problem = _problem(asked, known, path, value)
        if problem:
            problems[path] = [problem]
    if problems:
        raise Invalid(fields=problems)
    return dict(wanted)


def _problem(asked: CompiledQuestion, known: set[str], path: str, value: Any) -> str:
    choice, part = changes.split(path)
    if choice and choice not in known:
        return _("%(choice)s is not a choice of this question.") % {"choice": choice}
    match (bool(choice), part):
        case (True, "status"):
            if value not in CHOICE_STATUSES:
                return _("Use selected, unselected or not_applicable.")
            is_none = asked.none_choice is not None and choice == asked.none_choice.id
            if is_none and value == "not_applicable":
                return _("“None of these” cannot be marked not applicable.")
        case (_any, "reason"):
            if value not in Reason.values:
                return _("Use one of: %(reasons)s.") % {"reasons": ", ".join(Reason.values)}
        case (True, "note"):
            return _too_long(value, MAX_CHOICE_NOTE)
        case (False, "notes"):
            return _too_long(value, MAX_NOTES)
        case (False, "is_applicable"):
            if not isinstance(value, bool):
                return _("Use true or false.")
        case _unknown:
            return _("There is no such field.")
    return ""


def _too_long(value: Any, limit: int) -> str:
    if not isinstance(value, str):
        return _("Use text.")
    if len(value) > limit:
        return _("Use at most %(limit)d characters; these are %(length)d.") % {
            "limit": limit,
            "length": len(value),
        }
    return ""


def _refuse_clashes(
    answer: Answer, state: changes.State, wanted: changes.State, base_revision: int | None
) -> None:
    if base_revision is None or base_revision == answer.revision:
        return
    if base_revision > answer.revision:
        raise Invalid(fields={"base_revision": [_("There is no such revision yet.")]})
    later = list(answer.history.filter(revision__gt=base_revision))
    touched = {path for change in later for path in change.fields}
    found = changes.clashes(state, wanted, touched)
    if found:
        by = later[0].actor_name
        raise Stale(
            _("%(name)s changed the same thing a moment ago.") % {"name": by},
            by=by,
            at=later[0].at.isoformat(),
            revision=answer.revision,
            fields={clash.path: {"mine": clash.mine, "theirs": clash.theirs} for clash in found},
        )


def _write(
    actor: Actor,
    answer: Answer,
    asked: CompiledQuestion,
    after: changes.State,
    delta: changes.Delta,
) -> None:
    now = clock.now()
    before = answer.risk
    answer.choices = changes.nest(after)
    answer.is_applicable = bool(after.get("is_applicable", True))
    answer.reason = str(after.get("reason", Reason.NONE))
    answer.notes = str(after.get("notes", ""))
    answer.risk = risk_of(asked, after).value
    if answer.risk != before:
        answer.risk_since = now
    answer.revision += 1
    answer.changed_at, answer.changed_by = now, actor.name
    answer.save(
        update_fields=[
            "choices", "is_applicable", "reason", "notes", "risk", "risk_since",
            "revision", "changed_at", "changed_by",
        ]
    )  # fmt: skip
    _keep(actor, answer, delta, before)
    touch.workload(answer.review.workload)


def _keep(actor: Actor, answer: Answer, delta: changes.Delta, risk_before: str) -> None:
    """One row of history with everything, one event with names of paths only."""
    AnswerChange.objects.create(
        answer=answer,
        revision=answer.revision,
        at=answer.changed_at or clock.now(),
        user=actor.user,
        actor_name=actor.name,
        via=actor.via,
        fields={path: list(pair) for path, pair in delta.items()},
        risk_before=risk_before,
        risk_after=answer.risk,
    )
    # Notes may hold what the log must not repeat.
    log.record(
        actor,
        "answer.changed",
        answer,
        workload_id=answer.review.workload_id,
        data={
            "question": answer.question_key,
            "review": str(answer.review_id),
            "fields": sorted(delta),
            "risk": [risk_before, answer.risk],
        },
    )
