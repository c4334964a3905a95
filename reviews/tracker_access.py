"""The only way to reach a tracker, or an improvement's issue in one, for an actor."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Tracker, TrackerLink
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound


def tracker_for(
    actor: Actor, tracker_id: UUID, *, need: Action = Action.READ, lock: bool = False
) -> Tracker:
    """The tracker of the actor's organization with this id, locked if `lock`."""
    policy.require(actor, need)
    rows = Tracker.objects.visible_to(actor).select_related("organization")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    tracker = rows.filter(pk=tracker_id).first()
    if tracker is None:
        raise NotFound(_("There is no such tracker."))
    return tracker


def link_for(
    actor: Actor,
    workload_id: UUID,
    number: int,
    link_id: UUID,
    *,
    need: Action = Action.READ,
    lock: bool = False,
) -> TrackerLink:
    """An issue of this very improvement. `lock` takes workload, improvement and link."""
    improvement = access.improvement_for(actor, workload_id, number, need=need, lock=lock)
    rows = TrackerLink.objects.select_related("tracker__organization")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    link = rows.filter(improvement=improvement, pk=link_id).first()
    if link is None:
        raise NotFound(_("This improvement has no such issue."))
    link.improvement = improvement
    return link
