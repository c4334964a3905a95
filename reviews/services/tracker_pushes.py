"""Sending an improvement to a tracker, once, whatever dies on the way.

The lease lets one worker at a link. Before an issue is asked for, that is written down; whoever
comes later and finds it written, without a key, first looks for the issue by its marker. What
passes is tried again, longer and longer; what will not pass is said and waits for people.
"""

from __future__ import annotations

import logging
import os
import uuid
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from reviews import tracking
from reviews.models import Improvement, PushState, Tracker, TrackerLink
from reviews.services import (
    touch,
    tracker_clients,
    tracker_news,
    tracker_patience,
    tracker_queue,
    tracker_texts,
)
from wellarch import clock
from wellarch.accounts.actor import system_actor
from wellarch.accounts.credentials import keyring
from wellarch.events import log
from wellarch.queue import send_on_commit

LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 10
_UNCLEAR = timedelta(seconds=20)  # so long a tracker may need to find what was made a moment ago

logger = logging.getLogger(__name__)


def push(link_id: UUID) -> bool:
    """Send the newest state of a link's improvement if nobody else is at it; True if it went."""
    owner = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
    if not _claim(link_id, owner):
        return False
    link = TrackerLink.objects.select_related(
        "tracker__organization", "improvement__workload", "improvement__review__lens"
    ).get(pk=link_id)
    if link.attempts > MAX_ATTEMPTS:  # whoever tried before died of it
        _fail(link, owner, _("The worker stopped again and again while sending."))
        return False
    try:
        _deliver(link, owner)
    except tracking.Delayed as problem:
        tracker_patience.went_wrong(link.tracker, problem)
        _later(link, owner, problem.message, problem.after)
    except tracking.Refused as problem:
        tracker_patience.went_wrong(link.tracker, problem)
        _fail(link, owner, problem.message)
    except keyring.KeyLost:
        _fail(link, owner, _("The token of this tracker cannot be read any more. Give it again."))
    except Exception:
        logger.exception("Sending %s to its tracker failed.", link_id)
        _later(link, owner, _("Something went wrong on our side."), 0)
    else:
        tracker_patience.went_well(link.tracker)
        return True
    return False


def _claim(link_id: UUID, owner: str) -> bool:
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    # Without joins, so that the database looks at the lease again when it has waited for the row.
    waiting = TrackerLink.objects.filter(
        free,
        pk=link_id,
        state=PushState.QUEUED,
        next_at__lte=now,
        tracker__in=Tracker.objects.filter(tracker_patience.speaking()).values("pk"),
        improvement__in=Improvement.objects.filter(workload__archived_at=None).values("pk"),
    )
    claimed = waiting.update(lease_owner=owner, lease_until=now + LEASE, attempts=F("attempts") + 1)
    return bool(claimed)


def _deliver(link: TrackerLink, owner: str) -> None:
    improvement, tracker = link.improvement, link.tracker
    client = tracker_clients.speaking_to(tracker)
    draft = tracker_texts.draft_of(improvement, link)
    text = tracker_texts.digest_of(draft)
    is_new = not link.key
    if is_new:
        made = _found_or_made(client, link, owner, draft, text)
        _keep(link, owner, key=made.key, url=made.url[:1000], pushed_text=link.pushed_text)
    if link.pushed_text != text:
        client.write(link.key, draft)
        _keep(link, owner, pushed_text=text)
    issue = client.read(link.key)
    is_ours = is_new or _has_new_state(link)
    if is_ours:
        issue = client.turn(issue, improvement.state)
    _finish(link, owner, issue, is_new=is_new, is_ours=is_ours)


def _found_or_made(
    client: tracking.Client, link: TrackerLink, owner: str, draft: tracking.Draft, text: str
) -> tracking.Issue:
    """The issue of a link without a key: the one made before if there is one, else a new one."""
    if link.tried_at is not None:
        found = client.find(draft.marker, link.tried_at)
        if found is not None:
            return found
    if not _keep(link, owner, tried_at=link.tried_at or clock.now()):
        raise tracking.Delayed(_("Another worker took over."))
    made = client.create(draft)
    link.pushed_text = text
    return made


def _has_new_state(link: TrackerLink) -> bool:
    """Whether the improvement was moved here since it was sent: then our state goes before the
    tracker's; else the tracker's word is taken in."""
    changes = link.improvement.history.filter(revision__gt=link.pushed_revision)
    return any("state" in change.fields for change in changes)


def _keep(link: TrackerLink, owner: str, **values: object) -> bool:
    """Write values at once and renew the lease; False if it was lost."""
    for name, value in values.items():
        setattr(link, name, value)
    mine = TrackerLink.objects.filter(pk=link.pk, lease_owner=owner)
    return bool(mine.update(lease_until=clock.now() + LEASE, **values))


def _finish(
    link: TrackerLink, owner: str, issue: tracking.Issue, *, is_new: bool, is_ours: bool
) -> None:
    sent = link.improvement.revision
    asked_at = clock.now()
    with transaction.atomic():
        row = (
            TrackerLink.objects.select_for_update(no_key=True)
            .filter(pk=link.pk, lease_owner=owner)
            .first()
        )
        if row is None:
            return  # the lease was lost: another worker finishes
        now = Improvement.objects.values_list("revision", flat=True).get(pk=link.improvement_id)
        row.pushed_revision, row.attempts, row.error = sent, 0, ""
        row.lease_owner, row.lease_until = "", None
        row.state = PushState.PUSHED if now <= sent else PushState.QUEUED
        if is_ours:
            row.remote_status, row.synced_at = issue.status[:100], asked_at
        row.url = issue.url[:1000] or row.url
        row.save()
        if is_new:
            _log(link)
        if row.state == PushState.QUEUED:
            send_on_commit(tracker_queue.TASK, str(row.pk))
    if not is_ours:
        tracker_news.take_in(row, issue, asked_at)


def _log(link: TrackerLink) -> None:
    improvement, tracker = link.improvement, link.tracker
    log.record(
        system_actor(tracker.organization),
        "improvement.issue_made",
        improvement,
        workload_id=improvement.workload_id,
        data={
            "number": improvement.number,
            "title": improvement.title,
            "tracker": tracker.name,
            "issue": link.key,
        },
    )
    touch.workload(improvement.workload)


def _later(link: TrackerLink, owner: str, message: str, after: float) -> None:
    """Once more after a while; given up after many times. A tracker that asks for patience gets
    it: that is not counted."""
    if link.attempts >= MAX_ATTEMPTS:
        _fail(link, owner, message)
        return
    wait = timedelta(seconds=after or tracker_patience.wait(link.attempts))
    if link.tried_at is not None and not link.key:
        wait = max(wait, _UNCLEAR)
    TrackerLink.objects.filter(pk=link.pk, lease_owner=owner).update(
        attempts=F("attempts") - (1 if after else 0),
        error=message[:500],
        next_at=clock.now() + wait,
        lease_owner="",
        lease_until=None,
    )


def _fail(link: TrackerLink, owner: str, message: str) -> None:
    TrackerLink.objects.filter(pk=link.pk, lease_owner=owner).update(
        state=PushState.FAILED, error=message[:500], lease_owner="", lease_until=None
    )
