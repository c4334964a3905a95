"""What stands in a calendar beside improvements: something with a day or an hour, and its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.models import GameDay, GameDayState, MilestoneKind, PlannedReview, WorksheetRow
from reviews.review_timing import length
from reviews.services import worksheet_history
from reviews.telling import words
from reviews.worksheets.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a calendar, of a whole day (on) or from `starts` to `ends`.

    uid: its own for ever; revision: raised by every change. lines: what its text says before its
    address, the path of its page.
    """

    uid: str
    title: str
    workload_name: str
    lines: tuple[str, ...]
    path: str
    changed_at: datetime
    revision: int
    on: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None


def of_worksheets(rows: QuerySet[WorksheetRow], most: int) -> tuple[Entry, ...]:
    """What is due of rows of worksheets: restores and failure modes to test. One query."""
    due = rows.filter(due_on__isnull=False, worksheet__kind__in=list(KINDS))
    due = due.select_related("owner", "worksheet__workload")
    return tuple(_of_row(row) for row in due.order_by("due_on", "pk")[:most])


def of_planned_reviews(rows: QuerySet[PlannedReview], most: int) -> tuple[Entry, ...]:
    """Planned reviews that have a day and no milestone yet. One query."""
    ahead = rows.filter(planned_on__isnull=False, milestone=None).select_related("workload")
    return tuple(_of_review(row) for row in ahead.order_by("planned_on", "pk")[:most])


def of_game_days(rows: QuerySet[GameDay], most: int) -> tuple[Entry, ...]:
    """Game days that are planned for a time, or run. One query."""
    states = (GameDayState.PLANNED, GameDayState.RUNNING)
    ahead = rows.filter(planned_at__isnull=False, state__in=states).select_related("workload")
    return tuple(_of_game_day(row) for row in ahead.order_by("planned_at", "pk")[:most])


def _of_game_day(row: GameDay) -> Entry:
    starts = row.started_at or row.planned_at
    lines = [f"{row.workload.name} · {_('Game day')} {row.number}"]
    if row.environment:
        lines.append(_("Where it runs: %(place)s") % {"place": row.environment})
    return Entry(
        uid=f"game-day-{row.pk}@wellarch",
        title=_("Game day: %(title)s") % {"title": row.title},
        workload_name=row.workload.name,
        lines=tuple(lines),
        path=reverse("game-day-detail", args=[row.workload_id, row.number]),
        changed_at=row.changed_at,
        revision=row.revision,
        starts=starts,
        ends=starts and starts + timedelta(minutes=row.planned_minutes),
    )


def _of_review(row: PlannedReview) -> Entry:
    budget = words(length(row.budget_minutes))
    return Entry(
        uid=f"planned-review-{row.pk}@wellarch",
        title=row.title,
        workload_name=row.workload.name,
        lines=(
            f"{row.workload.name} · {MilestoneKind(row.kind).label}",
            _("Time budget: %(budget)s") % {"budget": budget},
        ),
        path=reverse("review-plan", args=[row.workload_id]),
        changed_at=row.changed_at,
        revision=row.revision,
        on=row.planned_on,
    )


def _of_row(row: WorksheetRow) -> Entry:
    sheet = row.worksheet
    spec = KINDS[sheet.kind]
    what = words(spec.due_word) or _("Due")
    lines = [f"{sheet.workload.name} · {words(spec.title)}"]
    if row.owner is not None:
        lines.append(_("Owner: %(name)s") % {"name": row.owner})
    page = reverse("worksheet-detail", args=[sheet.workload_id, sheet.kind])
    return Entry(
        uid=f"worksheet-row-{row.pk}@wellarch",
        title=f"{what}: {worksheet_history.label_of(row)}",
        workload_name=sheet.workload.name,
        lines=tuple(lines),
        path=f"{page}#row-{row.number}",
        changed_at=row.changed_at,
        revision=row.revision,
        on=row.due_on,
    )
