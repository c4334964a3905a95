"""What an import brings of worksheets, game days and the review plan. In the transaction that
makes the workload.

Worksheets go through the checks of everybody's: what cannot stand in one is named. Who wrote an
entry or measured a value is not believed; owners and people who took part are found among the
members, and stay names where they are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lenses.document import web_address
from reviews.documents import reading
from reviews.models import (
    GameDay,
    GameDayEntry,
    GameDayFinding,
    GameDayPart,
    GameDayState,
    PlannedReview,
    Workload,
    WorksheetRow,
)
from reviews.reads import people
from reviews.services import worksheet_fields, worksheets
from reviews.snapshot import Snapshot
from reviews.snapshot_sheets import SnapshotGameDay, SnapshotPlannedReview
from reviews.snapshot_work import SnapshotImprovement
from reviews.telling import words
from reviews.worksheets.content import Content, Row
from reviews.worksheets.kinds import KINDS
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.errors import Invalid

_NOTE = 2000  # characters of the note of a planned review
_SHOWN = 5  # mistakes of a worksheet that are named
Members = Mapping[tuple[int, str], User]


def bring(actor: Actor, workload: Workload, told: Snapshot, members: Members) -> None:
    """Write the worksheets, game days and planned reviews of a snapshot."""
    _refuse_twice(told)
    seeing = set(people.who_sees(workload).values_list("pk", flat=True)) if members else set()
    there = {key: user for key, user in members.items() if user.pk in seeing}
    for content in told.worksheets:
        _worksheet(actor, workload, content, there)
    rows = rows_of(workload)
    for day in told.game_days:
        _game_day(actor, workload, day, there, rows)
    PlannedReview.objects.bulk_create(
        _planned(actor, workload, each) for each in told.planned_reviews
    )
    # Numbers go on behind what came, also once the last of it is deleted.
    workload.last_game_day = max((each.number for each in told.game_days), default=0)
    workload.last_planned_review = max((each.number for each in told.planned_reviews), default=0)
    workload.save(update_fields=["last_game_day", "last_planned_review"])


def wanted_people(told: Snapshot) -> set[int]:
    """The ids of people a snapshot names in worksheets and game days."""
    owners = {row.owner_id for content in told.worksheets for row in content.rows}
    return owners | {part.person_id for day in told.game_days for part in day.parts}


def rows_of(workload: Workload) -> dict[tuple[str, int], WorksheetRow]:
    """The rows of all worksheets, by kind and number. One query."""
    found = WorksheetRow.objects.filter(worksheet__workload=workload).select_related("worksheet")
    return {(row.worksheet.kind, row.number): row for row in found}


def findings_of(workload: Workload) -> dict[tuple[int, int], GameDayFinding]:
    """What all game days found, by the numbers of both. One query."""
    found = GameDayFinding.objects.filter(game_day__workload=workload).select_related("game_day")
    return {(each.game_day.number, each.number): each for each in found}


def source_of(
    told: SnapshotImprovement,
    rows: Mapping[tuple[str, int], WorksheetRow],
    findings: Mapping[tuple[int, int], GameDayFinding],
) -> dict[str, Any]:
    """What showed that an improvement is needed, as it came."""
    return {
        "worksheet_row": rows.get((told.worksheet, told.worksheet_row)),
        "game_day_finding": findings.get((told.game_day, told.game_day_finding)),
    }


def _worksheet(actor: Actor, workload: Workload, told: Content, members: Members) -> None:
    kind = KINDS[told.kind]
    content = {
        "settings": dict(told.settings),
        "rows": [_row(row, members) for row in told.rows],
    }
    try:
        worksheets.replace(actor, workload.pk, told.kind, content=content)
    except Invalid as error:
        named = list(error.fields.items())[:_SHOWN]
        raise reading.refused(
            *(
                f"{words(kind.title)}, {path}: {' '.join(str(each) for each in said)}"
                for path, said in named
            )
        ) from error


def _row(row: Row, members: Members) -> dict[str, Any]:
    owner = members.get((row.owner_id, row.owner_name))
    measured = [
        {"at": each.at, "value": each.value, "total": each.total, "note": each.note}
        for each in row.readings
    ]
    return {
        "number": row.number,
        "table": row.table,
        "parent": row.parent,
        "values": dict(row.values),
        **({"owner": owner.pk} if owner else {}),
        **({"readings": measured} if measured else {}),
    }


def _game_day(
    actor: Actor,
    workload: Workload,
    told: SnapshotGameDay,
    members: Members,
    rows: Mapping[tuple[str, int], WorksheetRow],
) -> None:
    began, ended = _times(told)
    made = GameDay.objects.create(
        organization_id=workload.organization_id,
        workload=workload,
        number=told.number,
        title=told.title,
        state=told.state,
        hypothesis=told.hypothesis,
        scenario=told.scenario,
        blast_radius=told.blast_radius,
        stop_conditions=told.stop_conditions,
        runbook=told.runbook,
        runbook_url=told.runbook_url if web_address(told.runbook_url) else "",
        environment=told.environment,
        planned_at=_moment(told.planned_at),
        planned_minutes=told.planned_minutes,
        repeat_months=told.repeat_months,
        source=rows.get(("failure-modes", told.source_row)),
        scenario_key=told.scenario_key,
        started_at=began,
        ended_at=ended,
        stopped_early=told.stopped_early,
        held=told.held,
        broke=told.broke,
        learned=told.learned,
        was_confirmed=told.was_confirmed,
        created_by=actor.user,
    )
    _who_and_what(actor, made, told, members)


def _who_and_what(actor: Actor, made: GameDay, told: SnapshotGameDay, members: Members) -> None:
    """The people, the timeline and the findings of a game day."""
    GameDayPart.objects.bulk_create(
        GameDayPart(
            game_day=made,
            user=(user := members.get((part.person_id, part.person_name))),
            name="" if user else part.person_name,
            role=part.role,
            position=position,
        )
        for position, part in enumerate(told.parts)
    )
    GameDayEntry.objects.bulk_create(
        GameDayEntry(
            game_day=made, at=_moment(entry.at) or clock.now(), kind=entry.kind, text=entry.text,
            user=actor.user, actor_name=actor.name[:150],
        )
        for entry in told.entries
    )  # fmt: skip
    GameDayFinding.objects.bulk_create(
        GameDayFinding(game_day=made, number=each.number, text=each.text, impact=each.impact)
        for each in told.findings
    )


def _planned(actor: Actor, workload: Workload, told: SnapshotPlannedReview) -> PlannedReview:
    """Sessions and milestones stay where they were; how long it took and that one came of it is
    told."""
    note = told.note
    if told.milestone:
        said = _("The report says that milestone %(n)d came of it.") % {"n": told.milestone}
        note = f"{note[: _NOTE - len(said) - 1]}\n{said}".strip()
    return PlannedReview(
        organization_id=workload.organization_id,
        workload=workload,
        number=told.number,
        kind=told.kind,
        title=told.title,
        planned_on=_day(told.planned_on),
        budget_minutes=told.budget_minutes,
        extra_minutes=told.spent_minutes,
        note=note,
        reminded_on=timezone.localdate() if told.milestone else None,
        created_by=actor.user,
    )


def _refuse_twice(told: Snapshot) -> None:
    """Invalid when something by number is there twice."""
    for numbers in (
        [each.number for each in told.game_days],
        [each.number for each in told.planned_reviews],
        *([each.number for each in day.findings] for day in told.game_days),
    ):
        if len(numbers) != len(set(numbers)):
            raise reading.refused(_("Two game days, findings or planned reviews have one number."))


def _times(told: SnapshotGameDay) -> tuple[datetime | None, datetime | None]:
    """When a game day began and ended. Invalid when they do not fit its state."""
    began, ended = _moment(told.started_at), _moment(told.ended_at)
    has_begun = told.state in (GameDayState.RUNNING, GameDayState.DONE)
    is_over = told.state == GameDayState.DONE
    fits = (began is not None, ended is not None) == (has_begun, is_over)
    if not fits or (began and ended and ended < began):
        message = _("When the game day %(n)d began and ended does not fit its state.")
        raise reading.refused(message % {"n": told.number})
    return began, ended


def _moment(text: str) -> datetime | None:
    found = worksheet_fields.moment(text) if text else None
    if text and found is None:
        raise reading.refused(_("%(text)s is no moment.") % {"text": text[:40]})
    return found


def _day(text: str) -> date | None:
    found = _moment(text)
    return found.date() if found else None
