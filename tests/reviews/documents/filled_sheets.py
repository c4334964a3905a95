"""Worksheets, game days and a review plan to report about, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reviews.snapshot import Snapshot
from reviews.snapshot_sheets import (
    SnapshotEntry,
    SnapshotGameDay,
    SnapshotGameDayFinding,
    SnapshotPart,
    SnapshotPlannedReview,
)
from reviews.worksheets import starting
from reviews.worksheets.content import Content, Measured, Row
from reviews.worksheets.kinds import KINDS
from tests.reviews.documents.material import AT

# {kind: {row: [(value, total), …]}}, one a month, the last of them this month's.
MEASURED = {
    "performance": {
        1: [("88", ""), ("92", ""), ("79", "")],
        2: [("260", ""), ("340", ""), ("310", "")],
        4: [("0.04", ""), ("0.06", "")],
        6: [("120", "310000"), ("95", "298000"), ("240", "402000")],
    },
    "sustainability": {
        1: [("2.9", "61000"), ("2.7", "64000"), ("2.6", "70000"), ("2.2", "72500")],
        2: [("38", ""), ("47", "")],
    },
}


def filled(of: Snapshot) -> Snapshot:
    """The snapshot with all worksheets from the seeds' rows, readings, game days and a plan."""
    return replace(
        of,
        worksheets=tuple(content(kind) for kind in KINDS),
        game_days=game_days(),
        planned_reviews=planned(),
    )


def content(kind: str) -> Content:
    """A worksheet as it begins, with what was measured of its rows."""
    begun = starting.content(kind)
    settings = {**KINDS[kind].defaults(), **begun.settings}
    rows = tuple(_measured(row, MEASURED.get(kind, {}).get(row.number, [])) for row in begun.rows)
    return Content(kind, settings, rows)


def _measured(row: Row, said: list[tuple[str, str]]) -> Row:
    first = AT - timedelta(days=30 * (len(said) - 1))
    readings = (
        Measured((first + timedelta(days=30 * place)).isoformat(), value, total)
        for place, (value, total) in enumerate(said)
    )
    return replace(row, readings=tuple(readings))


def game_days() -> tuple[SnapshotGameDay, ...]:
    """One that is over and found something, one that is planned."""
    began = AT - timedelta(days=33)

    def entry(minute: int, kind: str, text: str) -> SnapshotEntry:
        at = (began + timedelta(minutes=minute)).isoformat()
        return SnapshotEntry(at, kind, text, "Ben Example", 2)

    return (
        SnapshotGameDay(
            1, "Lose the primary of the database", "done",
            hypothesis="Orders go on within two minutes, and nobody is paged.",
            scenario="The primary is failed over by hand while the load test runs.",
            blast_radius="Staging, one zone", stop_conditions="More than 1 % of orders fail",
            runbook="1. Fail over\n2. Watch the queue",
            runbook_url="https://wiki.example.com/failover", environment="Staging",
            planned_at=began.isoformat(), planned_minutes=90, repeat_months=6, source_row=2,
            started_at=began.isoformat(), ended_at=(began + timedelta(minutes=71)).isoformat(),
            held="The failover itself took 70 seconds.",
            broke="The connection pools kept the old address for six minutes.",
            learned="Whoever looks at the chart first sees it; nobody else does.",
            was_confirmed=False,
            parts=(SnapshotPart("Ada Example", 1, "Lead"), SnapshotPart("Robin", 0, "Vendor")),
            entries=(
                entry(5, "injected", "Failover forced from the console"),
                entry(6, "observed", "=Errors rise to 4 %"),
                entry(9, "detected", "The alarm of the error rate went off"),
                entry(12, "recovered", "Pools restarted, orders are back"),
            ),
            findings=(
                SnapshotGameDayFinding(1, "Pools keep an address that is gone.", "high", (2,)),
                SnapshotGameDayFinding(2, "The runbook names no owner.", "low"),
            ),
        ),
        SnapshotGameDay(
            2, "Throttle the queue", "planned", hypothesis="Orders wait, none is lost.",
            planned_at=(AT + timedelta(days=20)).isoformat(), planned_minutes=60,
        ),
    )  # fmt: skip


def planned() -> tuple[SnapshotPlannedReview, ...]:
    """A review that was held within its time, one that is to come."""
    return (
        SnapshotPlannedReview(
            1, "early_design", "Early design review", "2026-06-01", 120, 95, 20,
            "With the platform team", 1,
        ),
        SnapshotPlannedReview(2, "pre_go_live", "Review before go-live", "2026-11-02", 240),
    )  # fmt: skip
