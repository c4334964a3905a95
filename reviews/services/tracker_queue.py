"""What waits to be sent to trackers: a row first, a task second."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from reviews.models import Improvement, PushState, TrackerLink
from reviews.services import tracker_patience
from wellarch import clock
from wellarch.queue import send, send_on_commit

TASK = "reviews.push_improvement"
_RESEND_AFTER = timedelta(seconds=2)
_RESEND_AT_ONCE = 20


def changed(improvement: Improvement) -> None:
    """An improvement was changed: its issues are to hear of it. In the change's transaction."""
    for link_id in TrackerLink.objects.filter(improvement=improvement).values_list("pk", flat=True):
        again(link_id)


def again(link_id: UUID) -> None:
    """Have the newest state sent, as if nothing had gone wrong before. In a transaction."""
    now = clock.now()
    TrackerLink.objects.filter(pk=link_id).update(
        state=PushState.QUEUED, attempts=0, error="", queued_at=now, next_at=now
    )
    send_on_commit(TASK, str(link_id))


def sweep() -> int:
    """Send again what waits too long or whose worker died, the oldest few at a time; how many."""
    now = clock.now()
    waiting = TrackerLink.objects.filter(
        tracker_patience.speaking("tracker__"),
        state=PushState.QUEUED,
        next_at__lt=now - _RESEND_AFTER,
        improvement__workload__archived_at=None,
    ).exclude(lease_until__gt=now)
    ids = list(waiting.order_by("next_at").values_list("pk", flat=True)[:_RESEND_AT_ONCE])
    for link_id in ids:
        send(TASK, str(link_id))
    return len(ids)
