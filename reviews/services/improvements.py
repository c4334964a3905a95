"""Improvements: work that lowers a risk. Made, changed, moved, accepted, deleted.

Every change locks the workload first, then the improvement, so numbers and places on the board
are given out one at a time; it writes one row of history and one event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Improvement, ImprovementState, Workload
from reviews.services import (
    answers,
    improvement_fields,
    improvement_history,
    improvement_making,
    improvement_tidings,
)
from wellarch import clock
from wellarch.accounts.actor import Actor, system_actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound

MAX_REASON = 2000
MAX_AT_ONCE = 200


def make(
    actor: Actor,
    workload_id: UUID,
    *,
    title: str,
    review_id: UUID | None = None,
    question: str | None = None,
    choices: Iterable[str] = (),
    **fields: Any,
) -> Improvement:
    """An improvement in one's own words: of the workload, or of a question in one of its reviews.

    fields: any of improvement_fields.EDITABLE, and pillar_key for one without a question. With
    a question, pillar, risk and due date follow from it; a date given is the improvement's own.
    """
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.IMPROVEMENT_WRITE, lock=True)
        source = None
        if question:
            source = _named(workload, review_id, question)
        return improvement_making.own(
            actor, workload, source, {**fields, "title": title, "choices": list(choices)}
        )


def make_from_question(
    actor: Actor,
    review_id: UUID,
    question_key: str,
    *,
    choices: Iterable[str] | None = None,
) -> Improvement:
    """An improvement out of a question at one click: its texts come from the lens.

    choices: which best practices to put in place; None: all that are missing. The unfinished
    improvement there is already for just these is returned instead of made twice. Conflict
    `unanswered` and `nothing-missing`; Invalid for what is no missing practice of the question.
    """
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.IMPROVEMENT_WRITE, lock=True)
        source = improvement_making.source_of(review.workload, review_id, question_key)
        return improvement_making.from_question(actor, review.workload, source, choices)


def make_many(
    actor: Actor, workload_id: UUID, *, wanted: Sequence[Mapping[str, Any]]
) -> list[Improvement]:
    """Several at once, as `make_from_question`: all or none.

    wanted: [{"review_id": UUID, "question": key, "choices": [ids] or None}], at most MAX_AT_ONCE.
    """
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.IMPROVEMENT_WRITE, lock=True)
        if not 0 < len(wanted) <= MAX_AT_ONCE:
            message = _("Choose 1 to %(n)d questions.") % {"n": MAX_AT_ONCE}
            raise Invalid(fields={"wanted": [message]})
        made = []
        for each in wanted:
            source = _named(workload, each["review_id"], each["question"])
            choices = each.get("choices")
            made.append(improvement_making.from_question(actor, workload, source, choices))
    return made


def edit(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    fields: Mapping[str, Any],
    revision: int | None = None,
) -> Improvement:
    """Set some fields (improvement_fields.EDITABLE) of an improvement; what is not named stays.

    revision: the one the actor saw. Stale, with both values, when somebody changed the same
    field to something else since; all else merges. A date makes it the improvement's own;
    has_own_date false goes back to the date its risk gives. A change that changes nothing
    writes nothing.
    """
    with transaction.atomic():
        improvement = _locked(actor, workload_id, number)
        asked = improvement_making.question_of(improvement)
        wanted = improvement_fields.checked(improvement, fields, asked)
        if revision is not None:
            improvement_fields.refuse_clashes(improvement, wanted, revision)
        improvement_making.settle_date(improvement, wanted)
        _settle_state(improvement, wanted)
        verb = "improvement.moved" if set(fields) == {"state"} else "improvement.changed"
        improvement_history.write(actor, improvement, wanted, verb=verb)
    return improvement


def set_whole(
    actor: Actor, workload_id: UUID, number: int, *, fields: Mapping[str, Any], revision: int
) -> Improvement:
    """Write a whole form: what differs from the state the form was made from.

    So a person who sends every field overwrites only what they changed. Else as `edit`.
    """
    with transaction.atomic():
        improvement = _locked(actor, workload_id, number)
        then = improvement_fields.state_at(improvement, revision)
        asked = improvement_making.question_of(improvement)
        wanted = improvement_fields.checked(improvement, fields, asked)
        said = improvement_fields.json_of(wanted)
        changed = {field: fields[field] for field in fields if said[field] != then[field]}
        return edit(actor, workload_id, number, fields=changed, revision=revision)


def move(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    state: str,
    after: int | None = None,
    revision: int | None = None,
) -> Improvement:
    """Put an improvement into a column of the board, behind the improvement numbered `after`.

    after 0: at the top; None: where it is if the state stays, else at the end (of finished ones
    at the top); one that is not in that column (any more): at the end. The order within a
    column is nobody's history: it raises no revision. Stale when somebody gave it another
    state since `revision`.
    """
    with transaction.atomic():
        improvement = _locked(actor, workload_id, number)
        if state != improvement.state:
            wanted = improvement_fields.checked(improvement, {"state": state}, None)
            if revision is not None:
                improvement_fields.refuse_clashes(improvement, wanted, revision)
            _settle_state(improvement, wanted)
            improvement_history.write(actor, improvement, wanted, verb="improvement.moved")
            if after is not None:
                improvement_history.place(improvement, after=after)
        elif after not in (None, number) and improvement_history.place(improvement, after=after):
            improvement_history.note(actor, improvement, "improvement.ranked")
    return improvement


def accept(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    reason: str,
    until: date | None,
    revision: int | None = None,
) -> Improvement:
    """Live with the risk, for a reason and until a day; again changes both.

    Who says so is kept as the approver. Conflict for what is done. After the day it is open
    again (see `reopen_expired`).
    """
    reason = reason.replace("\r\n", "\n").strip()
    with transaction.atomic():
        improvement = _locked(actor, workload_id, number, need=Action.RISK_ACCEPT)
        _check_acceptance(reason, until)
        if improvement.state == ImprovementState.DONE:
            raise Conflict(_("This improvement is done."), code="improvement-done")
        wanted = {
            "state": ImprovementState.ACCEPTED.value,
            "accepted_reason": reason,
            "accepted_until": until,
            "accepted_by": actor.user,
        }
        if revision is not None:
            improvement_fields.refuse_clashes(improvement, wanted, revision)
        improvement_history.write(actor, improvement, wanted, verb="improvement.accepted")
    return improvement


def delete(actor: Actor, workload_id: UUID, number: int) -> None:
    """Delete an improvement with its history. The log keeps that it was there."""
    with transaction.atomic():
        improvement = _locked(actor, workload_id, number)
        improvement_history.note(actor, improvement, "improvement.deleted")
        improvement.delete()


def apply_proposal(
    actor: Actor, workload_id: UUID, number: int, *, choices: Iterable[str]
) -> Improvement:
    """Tick these of the best practices that a done improvement stood for, in its question.

    It is the answer that changes, so the rules of answers hold: who may not answer is
    Forbidden, a complete review a Conflict. Conflict `not-done` before the work is done, and
    `no-question` when there is nothing to tick (any more); Invalid for other practices.
    """
    wanted = list(dict.fromkeys(str(choice) for choice in choices))
    with transaction.atomic():
        improvement = _locked(actor, workload_id, number)
        if improvement.state != ImprovementState.DONE:
            raise Conflict(_("This improvement is not done yet."), code="not-done")
        review = improvement.review
        if review is None or improvement_making.question_of(improvement) is None:
            raise Conflict(_("Its question is no longer asked here."), code="no-question")
        if not wanted or set(wanted) - set(improvement.choices):
            message = _("Choose from the best practices of this improvement.")
            raise Invalid(fields={"choices": [message]})
        key = improvement.question_key
        revision = access.answer_for(actor, review.pk, key).revision
        answer = answers.record(
            actor,
            review_id=review.pk,
            question=key,
            changes_wanted={f"choices.{choice}.status": "selected" for choice in wanted},
            none_is_exclusive=True,
        )
        if answer.revision != revision:
            improvement_history.note(
                actor, improvement, "improvement.practices_ticked", choices=wanted
            )
    return improvement


def reopen_expired(today: date) -> int:
    """Open again what was accepted until a day before `today`, one at a time; how many.

    The system does it; owner and approver are told by mail.
    """
    late = Improvement.objects.filter(
        state=ImprovementState.ACCEPTED, accepted_until__lt=today, workload__archived_at=None
    ).select_related("organization")
    count = 0
    for row in late.order_by("accepted_until", "pk")[:1000]:
        try:
            count += _reopen(row, today)
        except (NotFound, Conflict):  # deleted or put away a moment ago
            continue
    return count


def _named(workload: Workload, review_id: UUID | None, question: str) -> improvement_making.Source:
    """A question that is only named beside other things: Invalid when there is none."""
    try:
        return improvement_making.source_of(workload, review_id, question)
    except NotFound as error:
        raise Invalid(fields={"question": [error.message]}) from None


def _reopen(row: Improvement, today: date) -> bool:
    actor = system_actor(row.organization)
    with transaction.atomic():
        improvement = _locked(actor, row.workload_id, row.number)
        until, approver = improvement.accepted_until, improvement.accepted_by
        if improvement.state != ImprovementState.ACCEPTED or until is None or until >= today:
            return False  # extended or taken back a moment ago
        wanted = {"state": ImprovementState.OPEN.value, **improvement_history.NO_LONGER_ACCEPTED}
        improvement_history.write(actor, improvement, wanted, verb="improvement.reopened")
        improvement_tidings.acceptance_ended(improvement, approver, until)
    return True


def _check_acceptance(reason: str, until: date | None) -> None:
    wrong = {}
    if not reason or len(reason) > MAX_REASON:
        wrong["reason"] = [_("Write down why, in at most %(n)d characters.") % {"n": MAX_REASON}]
    if until is None or until <= clock.now().date() or until.year > improvement_fields.MAX_YEAR:
        wrong["until"] = [_("Choose a day after today.")]
    if wrong:
        raise Invalid(fields=wrong)


def _settle_state(improvement: Improvement, wanted: dict[str, Any]) -> None:
    """A risk that is no longer accepted has no reason and no day any more."""
    if "state" in wanted and improvement.state == ImprovementState.ACCEPTED:
        wanted |= improvement_history.NO_LONGER_ACCEPTED


def _locked(
    actor: Actor, workload_id: UUID, number: int, *, need: Action = Action.IMPROVEMENT_WRITE
) -> Improvement:
    return access.improvement_for(actor, workload_id, number, need=need, lock=True)
