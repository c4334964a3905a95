"""A workload with everything of worksheets, rehearsals and the review plan, for tests of what
others make of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from reviews.models import (
    GameDay,
    GameDayEntry,
    GameDayFinding,
    GameDayPart,
    Improvement,
    PlannedReview,
    Workload,
    WorksheetRow,
)
from reviews.services import worksheets
from reviews.worksheets.kinds import KINDS

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def fill(actors: Any, cast: Any, workload: Workload) -> Workload:
    """All seven worksheets from the seeds' rows, readings, a game day that is over and one that is
    planned, a review plan, and improvements that came of a row and of a finding."""
    for kind in KINDS:
        worksheets.start(actors.cleo, workload.pk, kind)
    worksheets.edit(actors.cleo, workload.pk, "recovery", 1, values={"owner": cast.cleo.pk})
    measure(workload, "performance", 2, [("310", ""), ("280.5", "")])
    measure(workload, "performance", 6, [("12", "40000"), ("31", "52000")])
    measure(workload, "sustainability", 1, [("2.4", "81000"), ("2.1", "90500")])
    over = game_day(cast, workload)
    row = WorksheetRow.objects.get(worksheet__workload=workload, number=2,
                                   worksheet__kind="failure-modes")  # fmt: skip
    own = {"organization": workload.organization, "workload": workload}
    Improvement.objects.create(**own, number=11, title="Test the failover", worksheet_row=row)
    Improvement.objects.create(
        **own, number=12, title="Page somebody", game_day_finding=over.findings.get()
    )
    PlannedReview.objects.create(
        **own, number=1, kind="pre_go_live", title="Before go-live", planned_on=date(2026, 12, 15),
        budget_minutes=240, extra_minutes=30, note="With the platform team",
    )  # fmt: skip
    return workload


def measure(workload: Workload, kind: str, number: int, said: list[tuple[str, str]]) -> None:
    """Readings of a row, one a month."""
    row = WorksheetRow.objects.get(worksheet__workload=workload, worksheet__kind=kind,
                                   number=number)  # fmt: skip
    for month, (value, total) in enumerate(said, start=8):
        row.readings.create(
            organization=workload.organization, at=datetime(2026, month, 1, tzinfo=UTC),
            value=value, total=total or None, note="By hand", actor_name="Cleo Example", via="api",
        )  # fmt: skip


def game_day(cast: Any, workload: Workload) -> GameDay:
    """One that is over and found something; another is planned."""
    source = WorksheetRow.objects.get(worksheet__workload=workload, number=2,
                                      worksheet__kind="failure-modes")  # fmt: skip
    own = {"organization": workload.organization, "workload": workload}
    over = GameDay.objects.create(
        **own, number=1, title="Lose a zone", state="done", source=source,
        hypothesis="Nobody notices.", scenario="The database fails over.",
        blast_radius="One zone of staging", stop_conditions="More than 1% of orders fail",
        runbook="Follow the page.", runbook_url="https://wiki.example.com/failover",
        environment="Staging", planned_at=AT, planned_minutes=90, repeat_months=6,
        started_at=AT, ended_at=AT.replace(hour=10), held="The database came back.",
        broke="Nobody was paged.", learned="Alarms need an owner.", was_confirmed=False,
    )  # fmt: skip
    GameDayPart.objects.create(game_day=over, user=cast.ben, role="Lead")
    GameDayPart.objects.create(game_day=over, name="Robin of the vendor", role="Guest", position=1)
    said = (("injected", 5, "Failover forced"), ("detected", 12, "Seen on the chart"),
            ("recovered", 14, "Orders are back"))  # fmt: skip
    for kind, minute, text in said:
        GameDayEntry.objects.create(
            game_day=over, at=AT.replace(minute=minute), kind=kind, text=text, user=cast.ben,
            actor_name="Ben Example",
        )  # fmt: skip
    GameDayFinding.objects.create(
        game_day=over, number=1, text="The alarm goes nowhere.", impact="high"
    )
    GameDay.objects.create(
        **own, number=2, title="Throttle the queue", planned_at=AT.replace(month=12)
    )
    return over
