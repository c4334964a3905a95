"""What comes of planned reviews: the sessions in which they are held, and the milestone recorded
at their end. Called by the services that make those, inside their transaction."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from reviews import review_timing
from reviews.models import Milestone, PlannedReview, ReviewSession, Workload
from reviews.services import touch
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict, NotFound
from wellarch.events import log

# Milestones of other kinds are linked only where somebody says so.
_BY_KIND = (review_timing.EARLY_DESIGN, review_timing.PRE_GO_LIVE, review_timing.REGULAR)


def recorded(actor: Actor, milestone: Milestone, number: int | None = None) -> None:
    """A milestone was recorded: at the end of planned review `number`, or of the next of its
    kind that waits for one. The workload is locked.

    A regular review that is planned for later than a month from now goes on waiting.
    Conflict `recorded-already` for a planned review that has its milestone.
    """
    waiting = PlannedReview.objects.filter(workload=milestone.workload)
    if number is not None:
        planned = waiting.filter(number=number).first()
        if planned is None:
            raise NotFound(_("There is no such planned review."))
        if planned.milestone_id is not None:
            raise Conflict(_("This review has its milestone already."), code="recorded-already")
    else:
        planned = next_of(milestone.workload, milestone.kind)
    if planned is None:
        return
    planned.workload, planned.milestone = milestone.workload, milestone
    save(planned, ["milestone"])
    note(
        actor, planned, "review_plan.recorded",
        {"milestone": (None, milestone.number)}, milestone=milestone.number,
    )  # fmt: skip


def next_of(workload: Workload, kind: str) -> PlannedReview | None:
    """The planned review a milestone of this kind recorded now would be linked to."""
    return next_by_kind(workload).get(kind)


def next_by_kind(workload: Workload) -> dict[str, PlannedReview]:
    """{kind: the planned review a milestone of it would be linked to}. One query."""
    rows = PlannedReview.objects.filter(workload=workload, kind__in=_BY_KIND, milestone=None)
    latest = clock.now().date() + review_timing.NEAR
    found: dict[str, PlannedReview] = {}
    for row in rows.order_by(F("planned_on").asc(nulls_last=True), "number"):
        is_far = row.planned_on is not None and row.planned_on > latest
        if row.kind != review_timing.REGULAR or not is_far:
            found.setdefault(row.kind, row)
    return found


def session_planned(actor: Actor, workload: Workload, session: ReviewSession, number: int) -> None:
    """A session was planned for planned review `number`; its time counts there. NotFound for
    one there is not. The workload is locked."""
    planned = PlannedReview.objects.filter(workload=workload, number=number).first()
    if planned is None:
        raise NotFound(_("There is no such planned review."))
    planned.workload = workload
    before = sorted(str(key) for key in planned.sessions.values_list("pk", flat=True))
    planned.sessions.add(session)
    save(planned, [])
    after = sorted([*before, str(session.pk)])
    note(actor, planned, "review_plan.changed", {"sessions": (before, after)})


def save(planned: PlannedReview, columns: list[str]) -> None:
    """Write these columns and a new revision."""
    planned.revision += 1
    planned.changed_at = clock.now()
    planned.save(update_fields=[*columns, "revision", "changed_at"])


def note(
    actor: Actor,
    planned: PlannedReview,
    verb: str,
    changed: log.Changes | None = None,
    **data: object,
) -> None:
    """One event about a planned review, and the workload's new revision."""
    log.record(
        actor,
        verb,
        planned,
        workload_id=planned.workload_id,
        changes=changed,
        hidden=("note",),
        data={
            "number": planned.number,
            "title": planned.title,
            "revision": planned.revision,
            **data,
        },
    )
    touch.workload(planned.workload)
