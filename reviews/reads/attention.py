"""What the team still has to do about a question, as the room shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from reviews import access
from reviews.models import Answer, ReviewStatus
from reviews.reads import people
from reviews.reads.deadlines import Deadline, deadline
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action


@dataclass(frozen=True, slots=True)
class Attention:
    """Whether a question is parked, whose it is, who agreed.

    may_confirm: the viewer is another person than the one who answered last.
    """

    review_id: UUID
    question: str
    revision: int
    is_open: bool
    parked_at: datetime | None
    parked_note: str
    assignee: User | None
    is_mine: bool
    due: Deadline | None
    due_on: date | None
    is_confirmed: bool
    confirmed_by: User | None
    confirmed_at: datetime | None
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class Assigning:
    """The form that gives a question to somebody."""

    answer: Answer
    attention: Attention
    people: tuple[User, ...]


def of(actor: Actor, answer: Answer) -> Attention:
    """From an answer that access.answer_of gave. No queries."""
    workload = answer.review.workload
    is_open = not workload.is_archived and answer.review.status != ReviewStatus.COMPLETE
    return Attention(
        review_id=answer.review_id,
        question=answer.question_key,
        revision=answer.revision,
        is_open=is_open,
        parked_at=answer.parked_at,
        parked_note=answer.parked_note,
        assignee=answer.assignee,
        is_mine=answer.assignee_id is not None and answer.assignee_id == actor.user_id,
        due=deadline(answer.due_on, timezone.localdate()) if answer.due_on else None,
        due_on=answer.due_on,
        is_confirmed=answer.is_confirmed,
        confirmed_by=answer.confirmed_by if answer.is_confirmed else None,
        confirmed_at=answer.confirmed_at if answer.is_confirmed else None,
        may_confirm=answer.risk != "unanswered" and answer.last_by != actor.user_id,
    )


def assigning(actor: Actor, review_id: UUID, question: str) -> Assigning:
    """The form with everybody who sees the workload. Four queries, however many there are."""
    review = access.review_for(actor, review_id, need=Action.DISCUSS)
    answer = access.answer_of(review, question)
    everybody = tuple(people.who_sees(answer.review.workload))
    return Assigning(answer, of(actor, answer), everybody)
