"""The issues of an improvement in trackers, and where it can be sent besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lenses.document import web_address
from reviews import access
from reviews.models import Improvement, PushState, Tracker, TrackerLink
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

# state → state of components/status.html
_LOOKS = {PushState.QUEUED: "active", PushState.PUSHED: "done", PushState.FAILED: "failed"}


@dataclass(frozen=True, slots=True)
class Issue:
    """Its issue in a tracker. state: queued, pushed or failed; words, look: the same to read.

    error: what went wrong the last time, of one that waits too; retry_at: when it is tried
    again, if it failed before and waits.
    """

    id: UUID
    tracker_id: UUID
    tracker: str
    kind: str
    key: str
    url: str
    status: str
    state: str
    words: str
    look: str
    error: str
    is_paused: bool
    retry_at: datetime | None
    synced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A tracker to which the improvement can be sent."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Issues:
    """All of it. choices: trackers without an issue of it, for those who may send."""

    improvement: Improvement
    issues: tuple[Issue, ...]
    choices: tuple[Choice, ...]


def build(actor: Actor, workload_id: UUID, number: int) -> Issues:
    """The issues of one improvement. Three queries."""
    improvement = access.improvement_for(actor, workload_id, number)
    issues = of(improvement)
    return Issues(improvement, issues, choices(actor, improvement, issues))


def of(improvement: Improvement) -> tuple[Issue, ...]:
    """Its issues by the name of the tracker. One query."""
    links = TrackerLink.objects.filter(improvement=improvement).select_related("tracker")
    return tuple(issue_of(link) for link in links.order_by("tracker__name"))


def choices(actor: Actor, improvement: Improvement, issues: Sequence[Issue]) -> tuple[Choice, ...]:
    """Where else the actor may send it: active trackers of the organization that owns it."""
    workload = improvement.workload
    who = actor.acting_as(workload.role or actor.role)
    if (
        actor.organization.pk != improvement.organization_id
        or workload.is_archived
        or not policy.allows(who, Action.IMPROVEMENT_WRITE)
    ):
        return ()
    there = {issue.tracker_id for issue in issues}
    rows = Tracker.objects.visible_to(actor).filter(is_active=True).exclude(pk__in=there)
    return tuple(Choice(row.pk, row.name) for row in rows.only("name").order_by("name"))


def issue_of(link: TrackerLink) -> Issue:
    """One issue; expects its tracker loaded with it."""
    state = PushState(link.state)
    waits_again = state == PushState.QUEUED and bool(link.error)
    return Issue(
        id=link.pk,
        tracker_id=link.tracker_id,
        tracker=link.tracker.name,
        kind=link.tracker.get_kind_display(),
        key=link.key,
        url=web_address(link.url),
        status=link.remote_status,
        state=state.value,
        words=str(state.label),
        look=_LOOKS[state],
        error=link.error,
        is_paused=not link.tracker.is_active,
        retry_at=link.next_at if waits_again else None,
        synced_at=link.synced_at,
    )
