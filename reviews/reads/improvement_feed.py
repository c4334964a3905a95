"""What a calendar that follows improvements shows: what is due, as its person sees it now; beside
them tests of worksheets, planned reviews and game days."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import (
    UNFINISHED,
    CalendarFeed,
    GameDay,
    GameDayPart,
    Improvement,
    ImprovementState,
    PlannedReview,
    Worksheet,
    WorksheetRow,
)
from reviews.reads import calendar_entries, improvement_rows, improvements_of_all
from reviews.reads.calendar_entries import Entry
from reviews.reads.improvement_rows import Row
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

MAX_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class ImprovementFeed:
    """The name of the calendar and its entries; in `accepted` those of risks that come back, in
    `beside` what is no improvement."""

    name: str
    due: tuple[Row, ...]
    accepted: tuple[Row, ...]
    beside: tuple[Entry, ...] = ()


def build(actor: Actor, feed: CalendarFeed) -> ImprovementFeed:
    """The entries of a feed. Five queries; six for one of a workload (NotFound if the person
    sees it no more)."""
    policy.require(actor, Action.READ)
    if feed.workload_id is not None:
        workload = access.workload_for(actor, feed.workload_id)
        rows: QuerySet[Improvement] = Improvement.objects.filter(workload=workload)
        tests = WorksheetRow.objects.filter(worksheet__workload=workload)
        planned: QuerySet[PlannedReview] = PlannedReview.objects.filter(workload=workload)
        rehearsed = GameDay.objects.filter(workload=workload)
        name = _("Improvements of %(workload)s") % {"workload": workload.name}
    else:
        rows = improvements_of_all.visible(actor).filter(owner=actor.user)
        seen = Worksheet.objects.visible_to(actor).filter(workload__archived_at=None)
        tests = WorksheetRow.objects.filter(worksheet__in=seen, owner=actor.user)
        planned = _own_reviews(actor)
        taking_part = GameDayPart.objects.filter(user=actor.user).values("game_day")
        rehearsed = GameDay.objects.visible_to(actor).filter(
            pk__in=taking_part, workload__archived_at=None
        )
        name = _("My improvements")
    today = timezone.localdate()
    due = rows.filter(state__in=UNFINISHED, due_on__isnull=False).order_by("due_on", "pk")
    lived_with = rows.filter(
        state=ImprovementState.ACCEPTED, accepted_until__isnull=False
    ).order_by("accepted_until", "pk")
    return ImprovementFeed(
        name=name,
        due=improvement_rows.rows_of(improvement_rows.loaded(due)[:MAX_SHOWN], today),
        accepted=improvement_rows.rows_of(improvement_rows.loaded(lived_with)[:MAX_SHOWN], today),
        beside=(
            *calendar_entries.of_worksheets(tests, MAX_SHOWN),
            *calendar_entries.of_planned_reviews(planned, MAX_SHOWN),
            *calendar_entries.of_game_days(rehearsed, MAX_SHOWN),
        ),
    )


def _own_reviews(actor: Actor) -> QuerySet[PlannedReview]:
    """Those somebody planned, or that have a session they lead or are invited to."""
    led = PlannedReview.objects.filter(sessions__facilitator=actor.user)
    asked = PlannedReview.objects.filter(sessions__invited=actor.user)
    return PlannedReview.objects.visible_to(actor).filter(
        Q(created_by=actor.user) | Q(pk__in=led.values("pk")) | Q(pk__in=asked.values("pk")),
        workload__archived_at=None,
    )
