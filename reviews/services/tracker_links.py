"""An improvement and its issues: asked for, tried again, let go. Sending is tracker_pushes."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import PushState, TrackerLink
from reviews.services import touch, tracker_queue
from reviews.tracker_access import link_for, tracker_for
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, NotFound
from wellarch.events import log


def push(actor: Actor, workload_id: UUID, number: int, *, tracker_id: UUID) -> TrackerLink:
    """Have an issue made for an improvement, in a tracker of the organization that owns it.

    Returns at once with the row to follow. Asking twice is asking once; what failed is tried
    again. Conflict `tracker-paused` for one to which nothing is sent.
    """
    with transaction.atomic():
        improvement = access.improvement_for(
            actor, workload_id, number, need=Action.IMPROVEMENT_WRITE, lock=True
        )
        tracker = tracker_for(actor, tracker_id)
        if tracker.organization_id != improvement.organization_id:
            # A guest's own tracker is not where another organization's work goes.
            raise NotFound(_("There is no such tracker."))
        if not tracker.is_active:
            raise Conflict(_("Nothing is sent to this tracker now."), code="tracker-paused")
        link, is_new = TrackerLink.objects.get_or_create(
            improvement=improvement,
            tracker=tracker,
            defaults={"organization_id": improvement.organization_id, "created_by": actor.user},
        )
        if is_new:
            _log(actor, link, "improvement.pushed")
        if is_new or link.state == PushState.FAILED:
            tracker_queue.again(link.pk)
            link.refresh_from_db(fields=["state", "error", "attempts"])
    return link


def retry(actor: Actor, workload_id: UUID, number: int, link_id: UUID) -> TrackerLink:
    """Send the improvement's newest state again, now."""
    with transaction.atomic():
        link = link_for(
            actor, workload_id, number, link_id, need=Action.IMPROVEMENT_WRITE, lock=True
        )
        tracker_queue.again(link.pk)
        link.refresh_from_db(fields=["state", "error", "attempts"])
    return link


def let_go(actor: Actor, workload_id: UUID, number: int, link_id: UUID) -> None:
    """Forget that the issue is the improvement's. It stays in the tracker as it is."""
    with transaction.atomic():
        link = link_for(
            actor, workload_id, number, link_id, need=Action.IMPROVEMENT_WRITE, lock=True
        )
        _log(actor, link, "improvement.issue_let_go")
        link.delete()


def _log(actor: Actor, link: TrackerLink, verb: str) -> None:
    improvement = link.improvement
    log.record(
        actor,
        verb,
        improvement,
        workload_id=improvement.workload_id,
        data={
            "number": improvement.number,
            "title": improvement.title,
            "tracker": link.tracker.name,
            "issue": link.key,
        },
    )
    touch.workload(improvement.workload)
