"""What happens in a tracker comes back: heard by webhook, looked up, asked for by the beat.

A webhook is a hint, nothing more: it is checked who sent it, and then the issue is read from the
tracker itself. So an old message that comes late, or twice, changes nothing. What is done there
moves the improvement to done here, by the services people use, in the name of the tracker; no
answer is ticked by it. What we did there ourselves is known by its status and moves nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from reviews import access, tracking
from reviews.models import PushState, Tracker, TrackerKind, TrackerLink
from reviews.services import improvements, tracker_clients, tracker_patience
from reviews.tracking import states
from wellarch import clock
from wellarch.accounts.actor import system_actor
from wellarch.accounts.credentials import keyring
from wellarch.errors import DomainError
from wellarch.queue import send

LOOK = "reviews.look_at_issue"
POLL = "reviews.poll_tracker"
MAX_BODY = 1_000_000  # bytes; GitHub's largest messages are refused and polled for
_OVERLAP = timedelta(minutes=10)  # clocks differ, and a poll may have died on its way


class Heard(StrEnum):
    """What became of a message."""

    TAKEN = "taken"
    IGNORED = "ignored"
    REFUSED = "refused"
    UNKNOWN = "unknown"


def hear(tracker_id: UUID, *, body: bytes, headers: Mapping[str, str], secret: str = "") -> Heard:
    """A message of a tracker's webhook. headers: as sent; secret: of the address, for a Jira
    Server that signs nothing. Writes nothing: a worker looks at the issue it names."""
    tracker = Tracker.objects.filter(pk=tracker_id).first()
    if tracker is None:
        return Heard.UNKNOWN
    if not _is_genuine(tracker, body, headers, secret):
        return Heard.REFUSED
    key = _key_in(tracker, body, headers)
    link_id = (
        TrackerLink.objects.filter(tracker=tracker, key=key).values_list("pk", flat=True).first()
        if key and tracker.is_active
        else None
    )
    if link_id is None:
        return Heard.IGNORED
    send(LOOK, str(link_id))
    return Heard.TAKEN


def look(link_id: UUID) -> bool:
    """Read one issue and take in what it says; True if that moved the improvement."""
    link = TrackerLink.objects.select_related("tracker__organization").filter(pk=link_id).first()
    if link is None or not link.key or not tracker_patience.may_speak(link.tracker):
        return False
    asked_at = clock.now()
    try:
        issue = tracker_clients.speaking_to(link.tracker).read(link.key)
    except tracking.Refused as problem:
        tracker_patience.went_wrong(link.tracker, problem)
        if problem.status in (404, 410):
            TrackerLink.objects.filter(pk=link.pk).update(
                state=PushState.FAILED, error=problem.message[:500]
            )
        return False
    except tracking.Problem as problem:
        tracker_patience.went_wrong(link.tracker, problem)
        return False
    except keyring.KeyLost:
        return False  # the next push says so
    tracker_patience.went_well(link.tracker)
    return take_in(link, issue, asked_at)


def poll(tracker_id: UUID) -> int:
    """Ask a tracker what changed since the last time; how many improvements that moved."""
    tracker = Tracker.objects.select_related("organization").filter(pk=tracker_id).first()
    if tracker is None or not tracker_patience.may_speak(tracker):
        return 0
    links = {link.key: link for link in tracker.links.exclude(key="").select_related("tracker")}
    if not links:
        return 0
    asked_at, before = clock.now(), tracker.polled_at
    mine = Tracker.objects.filter(pk=tracker.pk, polled_at=before)
    if not mine.update(polled_at=asked_at):
        return 0  # another worker asks just now
    count = 0
    try:
        since = (before or tracker.created_at) - _OVERLAP
        for issue in tracker_clients.speaking_to(tracker).changed(since):
            if link := links.get(issue.key):
                count += take_in(link, issue, asked_at)
    except (tracking.Problem, keyring.KeyLost) as problem:
        Tracker.objects.filter(pk=tracker.pk, polled_at=asked_at).update(polled_at=before)
        if isinstance(problem, tracking.Problem):
            tracker_patience.went_wrong(tracker, problem)
        return count
    tracker_patience.went_well(tracker)
    return count


def send_polls() -> int:
    """Have every tracker asked that has issues of ours and is spoken to; how many."""
    asked = Tracker.objects.filter(tracker_patience.speaking()).exclude(links=None)
    ids = list(asked.distinct().values_list("pk", flat=True))
    for tracker_id in ids:
        send(POLL, str(tracker_id))
    return len(ids)


def take_in(link: TrackerLink, issue: tracking.Issue, asked_at: datetime) -> bool:
    """Write what an issue says, as asked at that moment; True if that moved the improvement.

    Left alone while our own news is on its way (the push takes in what it finds), and when we
    know something newer.
    """
    with transaction.atomic():
        tracker = link.tracker
        actor = system_actor(tracker.organization, label=tracker.name)
        place = (link.improvement.workload_id, link.improvement.number)
        try:
            improvement = access.improvement_for(actor, *place, lock=True)
        except DomainError:
            return False  # deleted a moment ago
        row = TrackerLink.objects.select_for_update(no_key=True).filter(pk=link.pk).first()
        if row is None or row.state == PushState.QUEUED:
            return False
        if row.synced_at is not None and row.synced_at > asked_at:
            return False
        moved = row.remote_status != issue.status and _move(actor, improvement, tracker, issue)
        row.remote_status, row.synced_at = issue.status[:100], clock.now()
        row.url = issue.url or row.url
        row.save(update_fields=["remote_status", "synced_at", "url"])
        if moved:
            _is_no_news(row, improvement.pk, improvement.revision)
    return bool(moved)


def _move(actor: Any, improvement: Any, tracker: Tracker, issue: tracking.Issue) -> bool:
    is_coarse = tracker.kind == TrackerKind.GITHUB
    wanted = states.moved(
        improvement.state, issue.status, issue.stage, tracker.states, is_coarse=is_coarse
    )
    if not wanted or improvement.workload.is_archived:
        return False
    improvements.move(actor, improvement.workload_id, improvement.number, state=wanted)
    return True


def _is_no_news(row: TrackerLink, improvement_id: UUID, revision: int) -> None:
    """The tracker said it: it need not hear of it from us, unless there is more to tell."""
    if row.pushed_revision == revision:
        TrackerLink.objects.filter(pk=row.pk, improvement_id=improvement_id).update(
            state=row.state, error=row.error, pushed_revision=revision + 1
        )


def _is_genuine(tracker: Tracker, body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    try:
        clear = tracker_clients.opened(tracker, "webhook_secret")
    except keyring.KeyLost:
        return False
    named = {name.lower(): value for name, value in headers.items()}
    header = "x-hub-signature-256" if tracker.kind == TrackerKind.GITHUB else "x-hub-signature"
    if given := named.get(header, ""):
        right = f"sha256={hmac.new(clear.encode(), body, hashlib.sha256).hexdigest()}"
        return hmac.compare_digest(right.encode(), given.encode())
    return tracker.kind == TrackerKind.JIRA_SERVER and hmac.compare_digest(
        clear.encode(), secret.encode()
    )


def _key_in(tracker: Tracker, body: bytes, headers: Mapping[str, str]) -> str:
    """The key of the issue that a message is about; empty for any other message."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    issue = said.get("issue") if isinstance(said, dict) else None
    if not isinstance(issue, dict):
        return ""
    if tracker.kind == TrackerKind.GITHUB:
        repository = said.get("repository")
        name = repository.get("full_name") if isinstance(repository, dict) else ""
        is_ours = str(name).lower() == tracker.project.lower()
        number = issue.get("number")
        return f"#{number}" if is_ours and isinstance(number, int) else ""
    return str(issue.get("key") or "")[:100]
