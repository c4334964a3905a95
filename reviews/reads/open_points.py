"""What is left to do: the parked and assigned questions of a review, and what is mine anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from lenses.access import compiled
from lenses.compiled import CompiledLens
from reviews import access
from reviews.models import Answer, Review, ReviewSession
from reviews.reads import session_pages, worksheet_tests
from reviews.reads.deadlines import Deadline, deadline
from reviews.reads.worksheet_tests import OwnTest
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action

MOST = 500  # questions of one person on one page


@dataclass(frozen=True, slots=True)
class Point:
    """One question with what is left to do about it."""

    review_id: UUID
    question: str
    code: str
    title: str
    pillar: str
    risk: str
    parked_at: datetime | None
    note: str
    assignee: User | None
    is_mine: bool
    due: Deadline | None
    workload: str = ""
    organization: str = ""  # of a workload that is shared with the viewer


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """parked: in the order of the lens; assigned: the earliest date first, those without last."""

    review: Review
    lens: CompiledLens
    parked: tuple[Point, ...]
    assigned: tuple[Point, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything that is assigned to the viewer, the sessions they are invited to, and the tests
    of worksheets they look after."""

    points: tuple[Point, ...]
    sessions: tuple[ReviewSession, ...]
    tests: tuple[OwnTest, ...] = ()

    @property
    def late(self) -> int:
        """How many are overdue."""
        return sum(bool(point.due and point.due.state == "overdue") for point in self.points)


def build(actor: Actor, review_id: UUID) -> OpenPoints:
    """What is left to do in a review. Two queries, however much it is."""
    review = access.review_for(actor, review_id)
    lens = compiled(review.lens_version_id)
    rows = list(
        review.answers.filter(Q(parked_at__isnull=False) | Q(assignee__isnull=False))
        .select_related("assignee")
        .defer("notes", "choices")
        .order_by("position")
    )
    points = [_point(actor, row, lens) for row in rows if row.question_key in lens.questions]
    return OpenPoints(
        review=review,
        lens=lens,
        parked=tuple(point for point in points if point.parked_at),
        assigned=tuple(sorted((p for p in points if p.assignee), key=_urgency)),
        is_open=session_pages.is_open(review),
    )


def mine(actor: Actor) -> Mine:
    """What is assigned to the viewer in all reviews they see. Four queries, however many.

    Archived workloads and lenses that were removed are left out.
    """
    policy.require(actor, Action.READ)
    rows = (
        Answer.objects.visible_to(actor)
        .filter(
            assignee=actor.user_id,
            review__removed_at=None,
            review__workload__archived_at=None,
        )
        .select_related("review__workload__organization", "assignee")
        .defer("notes", "choices")
        .order_by("due_on", "review", "position")[:MOST]
    )
    points = [
        _point(actor, row, lens)
        for row in rows
        if row.question_key in (lens := compiled(row.review.lens_version_id)).questions
    ]
    upcoming = (
        ReviewSession.objects.visible_to(actor)
        .filter(invited=actor.user_id, ended_at=None, review__removed_at=None)
        .filter(review__workload__archived_at=None)
        .select_related("review__workload", "review__lens", "facilitator")
        .prefetch_related("invited")
        .order_by("planned_at", "created_at")[:MOST]
    )
    tests = worksheet_tests.of(actor)
    return Mine(tuple(sorted(points, key=_urgency)), tuple(upcoming), tests)


def _urgency(point: Point) -> tuple[bool, str]:
    on = point.due.on if point.due else None
    return (on is None, on.isoformat() if on else "")


def _point(actor: Actor, row: Answer, lens: CompiledLens) -> Point:
    asked = lens.questions[row.question_key]
    workload = row.review.workload
    is_guest = workload.organization_id != actor.organization.pk
    return Point(
        review_id=row.review_id,
        question=row.question_key,
        code=asked.code,
        title=asked.title,
        pillar=asked.pillar_name,
        risk=row.risk,
        parked_at=row.parked_at,
        note=row.parked_note,
        assignee=row.assignee,
        is_mine=row.assignee_id is not None and row.assignee_id == actor.user_id,
        due=deadline(row.due_on, timezone.localdate()) if row.due_on else None,
        workload=workload.name,
        organization=workload.organization.name if is_guest else "",
    )
