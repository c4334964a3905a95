"""All that is to be done in a workload, sent to Jira at once."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import UNFINISHED, Improvement, Tracker, TrackerKind
from reviews.services import tracker_links, tracker_queue
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict

_JIRA = (TrackerKind.JIRA_CLOUD, TrackerKind.JIRA_SERVER)


def push(actor: Actor, workload_id: UUID, *, project: str = "") -> int:
    """Have issues made, or brought up to date, for every unfinished improvement of a workload;
    returns how many. Asking twice is asking once.

    project: the key of the project in Jira; without it, or where no tracker has it, the first
    by name. Conflict `no-jira` when the organization has no Jira that is spoken to.
    """
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.IMPROVEMENT_WRITE, lock=True)
        trackers = list(
            Tracker.objects.visible_to(actor)  # a guest's own is not where this work goes
            .filter(organization=workload.organization_id, kind__in=_JIRA, is_active=True)
            .order_by("name")
        )
        if not trackers:
            raise Conflict(
                _("No Jira is set up for this organization, so nothing can be sent there."),
                code="no-jira",
            )
        tracker = next((each for each in trackers if each.project == project), trackers[0])
        numbers = Improvement.objects.filter(workload=workload, state__in=UNFINISHED)
        found = list(numbers.order_by("number").values_list("number", flat=True))
        for number in found:
            link = tracker_links.push(actor, workload.pk, number, tracker_id=tracker.pk)
            tracker_queue.again(link.pk)
    return len(found)
