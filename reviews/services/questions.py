"""What the team still has to do about a question: talk about it, look into it, agree on it.

None of this changes the answer, its risk or its revision.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access
from reviews.models import Answer
from reviews.reads import people
from reviews.services import touch
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Forbidden, Invalid
from wellarch.events import log
from wellarch.events.mailing import notices
from wellarch.events.models import NoticeKind

MAX_NOTE = 500  # characters of what there is to talk about


def park(actor: Actor, review_id: UUID, question: str, *, note: str = "") -> Answer:
    """Put a question on the list of those that need discussion; again changes the note."""
    note = note.strip()
    if len(note) > MAX_NOTE:
        raise Invalid(fields={"note": [_("Use at most 500 characters.")]})
    with transaction.atomic():
        answer = _locked(actor, review_id, question)
        answer.parked_at, answer.parked_note = answer.parked_at or clock.now(), note
        answer.save(update_fields=["parked_at", "parked_note"])
        _keep(actor, answer, "answer.parked")
    return answer


def unpark(actor: Actor, review_id: UUID, question: str) -> Answer:
    """Take a question off that list; it was talked about."""
    with transaction.atomic():
        answer = _locked(actor, review_id, question)
        if answer.parked_at is not None:
            answer.parked_at, answer.parked_note = None, ""
            answer.save(update_fields=["parked_at", "parked_note"])
            _keep(actor, answer, "answer.unparked")
    return answer


def assign(
    actor: Actor, review_id: UUID, question: str, *, user_id: int | None, due_on: date | None = None
) -> Answer:
    """Give a question to somebody who sees the workload, until a date; None takes it back.

    They are told by mail, unless they did it themselves. Invalid for anybody else.
    """
    with transaction.atomic():
        answer = _locked(actor, review_id, question)
        assignee = _assignee(answer, user_id)
        if assignee is None:
            due_on = None
        if (answer.assignee_id, answer.due_on) == (user_id, due_on):
            return answer
        changes = {"assignee": (answer.assignee_id, user_id), "due_on": (answer.due_on, due_on)}
        is_new = answer.assignee_id != user_id
        answer.assignee, answer.due_on = assignee, due_on
        answer.save(update_fields=["assignee", "due_on"])
        _keep(actor, answer, "answer.assigned", changes)
        if assignee is not None and is_new:
            _tell(actor, answer, assignee)
    return answer


def confirm(actor: Actor, review_id: UUID, question: str, *, revision: int) -> Answer:
    """Agree, as a second person, with the answer as it was at `revision`.

    Forbidden for whoever changed it last, Conflict when nothing was answered or somebody
    changed it meanwhile. The next change of the answer ends the agreement by itself.
    """
    with transaction.atomic():
        answer = _locked(actor, review_id, question)
        if answer.revision != revision:
            raise Conflict(
                _("%(name)s changed this answer a moment ago. Look at it again.")
                % {"name": answer.changed_by},
                code="stale",
            )
        if answer.risk == "unanswered":
            raise Conflict(_("There is no answer to confirm yet."), code="unanswered")
        last = answer.history.order_by("-revision").first()
        if actor.user is None or (last is not None and last.user_id == actor.user.pk):
            raise Forbidden(_("You answered this question. Somebody else has to confirm it."))
        answer.confirmed_by, answer.confirmed_at = actor.user, clock.now()
        answer.confirmed_revision = revision
        answer.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_revision"])
        _keep(actor, answer, "answer.confirmed")
    return answer


def unconfirm(actor: Actor, review_id: UUID, question: str) -> Answer:
    """Take an agreement back."""
    with transaction.atomic():
        answer = _locked(actor, review_id, question)
        if answer.confirmed_at is not None:
            answer.confirmed_by = answer.confirmed_at = answer.confirmed_revision = None
            answer.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_revision"])
            _keep(actor, answer, "answer.unconfirmed")
    return answer


def label(answer: Answer) -> str:
    """How mails name a question: its code and title."""
    asked = compiled(answer.review.lens_version_id).questions[answer.question_key]
    return f"{asked.code} · {asked.title}"


def _locked(actor: Actor, review_id: UUID, question: str) -> Answer:
    return access.answer_for(actor, review_id, question, need=Action.DISCUSS, lock=True)


def _assignee(answer: Answer, user_id: int | None) -> User | None:
    if user_id is None:
        return None
    person = people.who_sees(answer.review.workload).filter(pk=user_id).first()
    if person is None:
        raise Invalid(fields={"assignee": [_("Choose somebody who sees this workload.")]})
    return person


def _keep(actor: Actor, answer: Answer, verb: str, changes: log.Changes | None = None) -> None:
    log.record(
        actor,
        verb,
        answer,
        workload_id=answer.review.workload_id,
        changes=changes,
        data={"question": answer.question_key, "review": str(answer.review_id)},
    )
    touch.workload(answer.review.workload)


def _tell(actor: Actor, answer: Answer, assignee: User) -> None:
    notices.write(
        NoticeKind.ASSIGNMENT,
        user=assignee,
        organization=answer.review.workload.organization,
        by=actor.user,
        data={
            "title": label(answer),
            "workload": answer.review.workload.name,
            "due": answer.due_on,
            "risk": answer.risk,
            "url": reverse("question-detail", args=[answer.review_id, answer.question_key]),
        },
    )
