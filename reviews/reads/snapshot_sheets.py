"""Worksheets, game days and the review plan as a snapshot keeps them, read from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from reviews import review_timing, worksheet_access
from reviews.models import (
    GameDay,
    GameDayEntry,
    GameDayFinding,
    GameDayPart,
    Improvement,
    PlannedReview,
    Workload,
)
from reviews.reads.snapshot_rows import iso
from reviews.review_timing import Held
from reviews.snapshot_sheets import (
    SnapshotEntry,
    SnapshotGameDay,
    SnapshotGameDayFinding,
    SnapshotPart,
    SnapshotPlannedReview,
)
from reviews.worksheets.content import Content, Row
from wellarch import clock


def worksheets(workload: Workload) -> tuple[Content, ...]:
    """The worksheets that were started, in the order of the kinds: three queries, one without.

    With as many readings as their pages work with, so that a frozen result is the one people saw.
    """
    sheets = worksheet_access.sheets_of(workload)
    contents = worksheet_access.contents_of(sheets.values())
    return tuple(
        replace(content, rows=tuple(_row(row) for row in content.rows))
        for content in contents.values()
    )


def game_days(workload: Workload) -> tuple[SnapshotGameDay, ...]:
    """The game days by number: five queries, one without any."""
    rows = list(
        GameDay.objects.filter(workload=workload).select_related("source").order_by("number")
    )
    if not rows:
        return ()
    parts, entries = _parts(rows), _entries(rows)
    findings = _findings(workload, rows)
    return tuple(
        SnapshotGameDay(
            number=row.number,
            title=row.title,
            state=row.state,
            hypothesis=row.hypothesis,
            scenario=row.scenario,
            blast_radius=row.blast_radius,
            stop_conditions=row.stop_conditions,
            runbook=row.runbook,
            runbook_url=row.runbook_url,
            environment=row.environment,
            planned_at=iso(row.planned_at),
            planned_minutes=row.planned_minutes,
            repeat_months=row.repeat_months,
            source_row=row.source.number if row.source else 0,
            scenario_key=row.scenario_key,
            started_at=iso(row.started_at),
            ended_at=iso(row.ended_at),
            stopped_early=row.stopped_early,
            held=row.held,
            broke=row.broke,
            learned=row.learned,
            was_confirmed=row.was_confirmed,
            parts=tuple(parts[row.pk]),
            entries=tuple(entries[row.pk]),
            findings=tuple(findings[row.pk]),
        )
        for row in rows
    )


def planned_reviews(workload: Workload) -> tuple[SnapshotPlannedReview, ...]:
    """The review plan, by day: two queries, one without any."""
    found = PlannedReview.objects.filter(workload=workload).select_related("milestone")
    now = clock.now()
    return tuple(
        SnapshotPlannedReview(
            number=row.number,
            kind=row.kind,
            title=row.title,
            planned_on=iso(row.planned_on),
            budget_minutes=row.budget_minutes,
            session_minutes=review_timing.time_of(
                0, 0, (Held(s.started_at, s.ended_at, s.spent) for s in row.sessions.all()), now
            ).sessions,
            extra_minutes=row.extra_minutes,
            note=row.note,
            milestone=row.milestone.number if row.milestone else 0,
        )
        for row in found.defer("milestone__content", "milestone__numbers")
        .prefetch_related("sessions")
        .order_by("planned_on", "number")
    )


def _row(row: Row) -> Row:
    """The row without who measured it."""
    return replace(row, readings=tuple(replace(reading, by="") for reading in row.readings))


def _parts(rows: Iterable[GameDay]) -> dict[UUID, list[SnapshotPart]]:
    found: dict[UUID, list[SnapshotPart]] = defaultdict(list)
    for part in (
        GameDayPart.objects.filter(game_day__in=rows)
        .select_related("user")
        .order_by("position", "pk")
    ):
        name = str(part.user) if part.user else part.name
        found[part.game_day_id].append(SnapshotPart(name, part.user_id or 0, part.role))
    return found


def _entries(rows: Iterable[GameDay]) -> dict[UUID, list[SnapshotEntry]]:
    found: dict[UUID, list[SnapshotEntry]] = defaultdict(list)
    for entry in GameDayEntry.objects.filter(game_day__in=rows).order_by("at", "pk"):
        found[entry.game_day_id].append(
            SnapshotEntry(
                iso(entry.at), entry.kind, entry.text, entry.actor_name, entry.user_id or 0
            )
        )
    return found


def _findings(
    workload: Workload, rows: Iterable[GameDay]
) -> dict[UUID, list[SnapshotGameDayFinding]]:
    came: dict[int, list[int]] = defaultdict(list)
    improvements = Improvement.objects.filter(workload=workload, game_day_finding__isnull=False)
    for finding, number in improvements.order_by("number").values_list(
        "game_day_finding_id", "number"
    ):
        came[finding].append(number)
    found: dict[UUID, list[SnapshotGameDayFinding]] = defaultdict(list)
    for row in GameDayFinding.objects.filter(game_day__in=rows).order_by("number"):
        found[row.game_day_id].append(
            SnapshotGameDayFinding(row.number, row.text, row.impact, tuple(came[row.pk]))
        )
    return found
