"""The trackers of an organization, as those who keep them see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lenses.document import web_address
from reviews.models import PushState, Tracker, TrackerKind, TrackerLink
from reviews.reads import improvement_issues
from reviews.reads.improvement_issues import Issue
from reviews.tracker_access import tracker_for
from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

_TROUBLES = 50  # issues shown that wait or failed


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """One tracker. look, words: its state for components/status.html; numbers of its issues."""

    tracker: Tracker
    look: str
    words: str
    sent: int
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """An improvement whose issue waits or failed."""

    workload_id: UUID
    workload: str
    number: int
    title: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class TrackerPage:
    """One tracker. address: of the project, for people; is_signed: its webhooks are signed."""

    row: TrackerRow
    address: str
    is_signed: bool
    is_resting: bool
    troubles: tuple[Trouble, ...]


def listed(actor: Actor) -> QuerySet[Tracker]:
    """The organization's trackers by name."""
    policy.require(actor, Action.READ)
    return Tracker.objects.visible_to(actor).order_by("name")


def build(actor: Actor) -> tuple[TrackerRow, ...]:
    """The page of all trackers, for admins. One query."""
    policy.require(actor, Action.TRACKER_WRITE)
    return tuple(_row(tracker) for tracker in _counted(listed(actor)))


def detail(actor: Actor, tracker_id: UUID) -> TrackerPage:
    """The page of one tracker. Three queries."""
    tracker = tracker_for(actor, tracker_id, need=Action.TRACKER_WRITE)
    counted = _counted(Tracker.objects.visible_to(actor)).get(pk=tracker.pk)
    links = (
        TrackerLink.objects.filter(tracker=tracker)
        .filter(Q(state=PushState.FAILED) | Q(state=PushState.QUEUED))
        .select_related("tracker", "improvement__workload")
        .order_by("-queued_at")
    )
    return TrackerPage(
        row=_row(counted),
        address=web_address(_address(tracker)),
        is_signed=tracker.kind != TrackerKind.JIRA_SERVER,
        is_resting=bool(tracker.quiet_until and tracker.quiet_until > clock.now()),
        troubles=tuple(_trouble(link) for link in links[:_TROUBLES]),
    )


def _counted(rows: QuerySet[Tracker]) -> QuerySet[Any]:
    def number(state: PushState) -> Count:
        return Count("links", filter=Q(links__state=state))

    return rows.annotate(
        sent=number(PushState.PUSHED),
        waiting=number(PushState.QUEUED),
        failed=number(PushState.FAILED),
    )


def _row(tracker: Any) -> TrackerRow:
    if not tracker.is_active:
        look, words = "idle", _("Paused")
    elif tracker.error:
        look, words = "failed", _("In trouble")
    else:
        look, words = "done", _("Active")
    return TrackerRow(tracker, look, words, tracker.sent, tracker.waiting, tracker.failed)


def _trouble(link: TrackerLink) -> Trouble:
    improvement = link.improvement
    return Trouble(
        workload_id=improvement.workload_id,
        workload=improvement.workload.name,
        number=improvement.number,
        title=improvement.title,
        issue=improvement_issues.issue_of(link),
    )


def _address(tracker: Tracker) -> str:
    base = tracker.base_url.rstrip("/")
    if tracker.kind == TrackerKind.GITHUB:
        base = base.removesuffix("/api/v3").replace("https://api.github.com", "https://github.com")
        return f"{base}/{tracker.project}/issues"
    return f"{base}/projects/{tracker.project}"
