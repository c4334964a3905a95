"""The review plan of a workload: at which moments it is reviewed, in how much time, and what
came of it (seed 003: early in design and before go-live; hours, not days).

Every change locks the workload first and writes one event, whose verb says what was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews import access, review_timing
from reviews.models import Milestone, PlannedReview, Workload
from reviews.review_plan_access import planned_for
from reviews.review_timing import Dates, Known, Proposal
from reviews.services import clashes, milestones, numbering, review_plan_fields, review_plan_links
from reviews.telling import words
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict

NEED = Action.SESSION_WRITE
UNSEEN = gettext_noop("Somebody changed this planned review a moment ago. Look at it again.")
MAX_EACH = 200  # planned reviews of one workload


def propose(
    actor: Actor, workload_id: UUID, *, kinds: Iterable[str] | None = None
) -> tuple[PlannedReview, ...]:
    """Plan what the workload's dates ask for, or only the reviews of these kinds.

    Nothing that is planned or recorded is planned twice, so asking again changes nothing.
    """
    wanted = None if kinds is None else set(kinds)
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=NEED, lock=True)
        return tuple(
            _plan(
                actor,
                workload,
                {
                    "kind": each.kind,
                    "title": words(each.title),
                    "planned_on": each.on,
                    "budget_minutes": each.budget,
                },
            )
            for each in proposed(workload)
            if wanted is None or each.kind in wanted
        )


def proposed(workload: Workload) -> tuple[Proposal, ...]:
    """What the workload's dates ask for and is not planned yet. Two queries."""
    planned = PlannedReview.objects.filter(workload=workload)
    recorded = Milestone.objects.filter(workload=workload).values_list("kind", "recorded_at")
    known = [
        *(
            Known(kind, on, is_done=milestone is not None)
            for kind, on, milestone in planned.values_list("kind", "planned_on", "milestone")
        ),
        *(Known(kind, timezone.localdate(at), is_done=True) for kind, at in recorded),
    ]
    dates = Dates(workload.design_review_on, workload.go_live_on, workload.next_review_on)
    return review_timing.proposals(dates, known, timezone.localdate())


def make(actor: Actor, workload_id: UUID, *, title: str, **fields: Any) -> PlannedReview:
    """Plan a review. fields: any of review_plan_fields.EDITABLE. Invalid names what is wrong."""
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=NEED, lock=True)
        return _plan(actor, workload, {**fields, "title": title})


def edit(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    fields: Mapping[str, Any],
    revision: int | None = None,
) -> PlannedReview:
    """Set some fields (review_plan_fields.EDITABLE); what is not named stays.

    revision: the one the actor saw. Stale, with both values, when somebody changed the same
    field to something else since; all else merges. A change that changes nothing writes nothing.
    """
    with transaction.atomic():
        planned = planned_for(actor, workload_id, number, need=NEED, lock=True)
        wanted = review_plan_fields.checked(planned, fields)
        before = review_plan_fields.as_json(planned, planned.sessions.all())
        clashes.refuse(planned, review_plan_fields.json_of(wanted), before, revision)
        after = {**before, **review_plan_fields.json_of(wanted)}
        changed = {
            field: (before[field], after[field])
            for field in before
            if before[field] != after[field]
        }
        if not changed:
            return planned
        columns = [field for field in changed if field != "sessions"]
        for field in columns:
            setattr(planned, field, wanted[field])
        if "planned_on" in changed:
            planned.reminded_on = None  # another day is told of anew
            columns.append("reminded_on")
        review_plan_links.save(planned, columns)
        if "sessions" in changed:
            planned.sessions.set(wanted["sessions"])
        review_plan_links.note(actor, planned, "review_plan.changed", changed)
    return planned


def remove(actor: Actor, workload_id: UUID, number: int) -> None:
    """Take a review off the plan. Its sessions and its milestone stay."""
    with transaction.atomic():
        planned = planned_for(actor, workload_id, number, need=NEED, lock=True)
        review_plan_links.note(actor, planned, "review_plan.removed")
        planned.delete()


def record(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    name: str = "",
    note: str = "",
    revision: int | None = None,
) -> Milestone:
    """Record the milestone at the end of a planned review, of its kind and linked to it.

    name: the review's title, unless given. Conflict `recorded-already` for one that has its
    milestone; Stale when somebody changed it since `revision`.
    """
    with transaction.atomic():
        planned = planned_for(actor, workload_id, number, need=NEED, lock=True)
        clashes.refuse_unseen(planned, revision, _(UNSEEN))
        return milestones.record(
            actor, workload_id, name=name.strip() or planned.title, kind=planned.kind, note=note,
            planned=planned.number,
        )  # fmt: skip


def _plan(actor: Actor, workload: Workload, fields: Mapping[str, Any]) -> PlannedReview:
    there = PlannedReview.objects.filter(workload=workload).aggregate(
        last=Max("number"), count=Count("pk")
    )
    if there["count"] >= MAX_EACH:
        raise Conflict(_("This workload has as many planned reviews as one can."), code="too-many")
    planned = PlannedReview(
        organization_id=workload.organization_id, workload=workload, created_by=actor.user
    )
    wanted = review_plan_fields.checked(planned, fields)
    sessions = wanted.pop("sessions", [])
    for field, value in wanted.items():
        setattr(planned, field, value)
    planned.number = numbering.next_planned_review(workload, there["last"] or 0)
    planned.save(force_insert=True)
    planned.sessions.set(sessions)
    review_plan_links.note(actor, planned, "review_plan.planned")
    return planned
