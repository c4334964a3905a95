"""Answers: the one way to change what a team says about a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import access, changes, scoring
from reviews.models import Answer, AnswerChange, Reason, Review, ReviewStatus
from reviews.services import answer_checks, touch
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound, Stale
from wellarch.events import log

MAX_NOTES = answer_checks.MAX_NOTES
_TEXTS = ("notes", "note")  # may hold what the log must not repeat


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
        refuse_complete(answer.review)
        asked = compiled(answer.review.lens_version_id).questions.get(question)
        if asked is None:
            raise NotFound(_("There is no such question in this review."))
        state = state_of(answer)
        wanted = answer_checks.checked(asked, changes_wanted)
        refuse_clashes(answer, wanted, base_revision)
        if none_is_exclusive and asked.none_choice:
            wanted = changes.exclude_none(state, wanted, asked.none_choice.id)
        if write(actor, answer, asked, wanted):
            touch.workload(answer.review.workload)
    return answer


def write(
    actor: Actor,
    answer: Answer,
    asked: CompiledQuestion,
    wanted: Mapping[str, Any],
    *,
    origin: Mapping[str, Any] | None = None,
) -> bool:
    """Write checked paths of an answer that is locked already, with its history and event.

    origin: where the change came from, for the event's data; of a template, `template_name` is
    kept in history as well. True if anything changed: the
    caller then touches the workload, once for all answers.
    """
    after, delta = changes.apply(state_of(answer), wanted)
    if delta:
        _write(actor, answer, asked, after, delta, origin or {})
    return bool(delta)


def refuse_complete(review: Review) -> None:
    """Conflict when the review is complete: its answers rest until it is reopened."""
    if review.status == ReviewStatus.COMPLETE:
        raise Conflict(
            _("This review is complete. Reopen it to change answers."), code="review-complete"
        )


def refuse_clashes(answer: Answer, wanted: Mapping[str, Any], base_revision: int | None) -> None:
    """Stale if others changed some of these paths to other values since the base revision.

    Its data has both versions of each. Invalid for a revision there never was.
    """
    if base_revision is None or base_revision == answer.revision:
        return
    if base_revision > answer.revision:
        raise Invalid(fields={"base_revision": [_("There is no such revision yet.")]})
    later = list(answer.history.filter(revision__gt=base_revision))
    touched = {path for change in later for path in change.fields}
    found = changes.clashes(state_of(answer), wanted, touched)
    if found:
        by = later[0].actor_name
        raise Stale(
            _("%(name)s changed the same thing a moment ago.") % {"name": by},
            by=by,
            at=later[0].at.isoformat(),
            revision=answer.revision,
            fields={clash.path: {"mine": clash.mine, "theirs": clash.theirs} for clash in found},
        )


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


def restore(
    actor: Actor, *, review_id: UUID, question: str, revision: int, base_revision: int
) -> Answer:
    """Bring an earlier state of an answer back, as a new change that history shows.

    base_revision: the revision the actor saw; Stale when somebody changed the answer since.
    Choices that the lens no longer asks for stay away. Invalid for a revision that never was.
    """
    answer = access.answer_for(actor, review_id, question, need=Action.ANSWER)
    if not 0 <= revision < answer.revision:
        raise Invalid(fields={"revision": [_("There is no such earlier state.")]})
    then = state_at(answer, revision)
    asked = compiled(answer.review.lens_version_id).questions.get(question)
    known = asked.choice if asked else {}
    wanted = {
        path: value
        for path, value in changes.difference(state_of(answer), then).items()
        if not (choice := changes.split(path)[0]) or choice in known
    }
    return record(
        actor,
        review_id=review_id,
        question=question,
        changes_wanted=wanted,
        base_revision=base_revision,
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


def _write(
    actor: Actor,
    answer: Answer,
    asked: CompiledQuestion,
    after: changes.State,
    delta: changes.Delta,
    origin: Mapping[str, Any],
) -> None:
    now = clock.now()
    before = answer.risk
    answer.choices = changes.nest(after)
    answer.is_applicable = bool(after.get("is_applicable", True))
    answer.reason = str(after.get("reason", Reason.NONE))
    answer.notes = str(after.get("notes", ""))
    answer.risk = scoring.risk_of(asked, after).value
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
    _keep(actor, answer, delta, before, origin)


def _keep(
    actor: Actor,
    answer: Answer,
    delta: changes.Delta,
    risk_before: str,
    origin: Mapping[str, Any],
) -> None:
    """One row of history with everything, one event without what was written in words."""
    AnswerChange.objects.create(
        answer=answer,
        template_name=str(origin.get("template_name", ""))[:100],
        revision=answer.revision,
        at=answer.changed_at or clock.now(),
        user=actor.user,
        actor_name=actor.name,
        via=actor.via,
        fields={path: list(pair) for path, pair in delta.items()},
        risk_before=risk_before,
        risk_after=answer.risk,
    )
    risk = {"risk": (risk_before, answer.risk)} if answer.risk != risk_before else {}
    told = {**risk, **{path: delta[path] for path in sorted(delta)}}
    log.record(
        actor,
        "answer.changed",
        answer,
        workload_id=answer.review.workload_id,
        data={"question": answer.question_key, "review": str(answer.review_id), **origin},
        changes=told,
        hidden=[path for path in told if path.rpartition(".")[2] in _TEXTS],
    )
