"""The only way to reach a worksheet for an actor: through its workload.

Every change locks the workload's row first, so nobody else changes one of its worksheets
meanwhile; their own rows need no lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Reading, Workload, Worksheet, WorksheetRow
from reviews.worksheets.columns import plain, understood
from reviews.worksheets.content import READINGS_ALONG, Content, Measured, Row
from reviews.worksheets.kinds import KINDS
from reviews.worksheets.spec import Kind
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound


def kind_of(key: str) -> Kind:
    """The kind with this key. NotFound for an unknown one."""
    found = KINDS.get(key)
    if found is None:
        raise NotFound(_("There is no such worksheet."))
    return found


def tables_of(kind: str) -> list[str]:
    """The keys of its tables: rows of others, from an older version, are kept and not shown."""
    return [table.key for table in KINDS[kind].tables] if kind in KINDS else []


def sheet_for(
    actor: Actor,
    workload_id: UUID,
    kind: str,
    *,
    need: Action = Action.READ,
    lock: bool = False,
) -> Worksheet:
    """A worksheet that was started, with its workload. Two queries; NotFound for outsiders."""
    workload = access.workload_for(actor, workload_id, need=need, lock=lock)
    kind_of(kind)
    found = Worksheet.objects.filter(workload=workload, kind=kind).first()
    if found is None:
        raise NotFound(_("This worksheet was not started yet."), code="not-started")
    found.workload = workload
    return found


def row_of(sheet: Worksheet, number: int) -> WorksheetRow:
    """A row of a sheet by its number. One query; NotFound when there is none."""
    rows = WorksheetRow.objects.filter(worksheet=sheet, table__in=tables_of(sheet.kind))
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no such row in this worksheet."))
    found.worksheet = sheet
    return found


def sheets_of(workload: Workload) -> dict[str, Worksheet]:
    """{kind: worksheet} of those that were started, in the order of the kinds. One query."""
    there = {sheet.kind: sheet for sheet in Worksheet.objects.filter(workload=workload)}
    return {kind: there[kind] for kind in KINDS if kind in there}


def contents_of(sheets: Iterable[Worksheet], *, is_whole: bool = False) -> dict[str, Content]:
    """{kind: content} of the worksheets of one workload. Two queries, none without sheets.

    Of each row the newest readings come along; is_whole: all of them.
    """
    wanted = [sheet for sheet in sheets if sheet.kind in KINDS]
    by_key = {sheet.pk: sheet for sheet in wanted}
    rows: dict[UUID, list[WorksheetRow]] = defaultdict(list)
    if wanted:
        found = WorksheetRow.objects.filter(worksheet__in=wanted).select_related("owner")
        for row in found.order_by("position", "number"):
            row.worksheet = by_key[row.worksheet_id]
            rows[row.worksheet_id].append(row)
    readings = readings_of(wanted, is_whole=is_whole)
    return {sheet.kind: _content(sheet, rows[sheet.pk], readings) for sheet in wanted}


def filled_of(workload: Workload, kinds: Iterable[str]) -> dict[str, Content]:
    """{kind: content} of those of these kinds that have rows, in the order of the kinds.

    One query, and one more when one of them has something measured.
    """
    rows: dict[str, list[WorksheetRow]] = defaultdict(list)
    found = WorksheetRow.objects.filter(
        worksheet__workload=workload, worksheet__kind__in=[kind for kind in kinds if kind in KINDS]
    ).select_related("worksheet", "owner")
    for row in found.order_by("position", "number"):
        rows[row.worksheet.kind].append(row)
    readings = readings_of(there[0].worksheet for there in rows.values())
    return {
        kind: _content(rows[kind][0].worksheet, rows[kind], readings)
        for kind in KINDS
        if kind in rows
    }


def _content(
    sheet: Worksheet, rows: Iterable[WorksheetRow], readings: Mapping[int, tuple[Measured, ...]]
) -> Content:
    there = list(rows)
    return Content(
        kind=sheet.kind,
        settings=_settings(sheet),
        rows=tuple(
            plain_row(row, readings.get(row.pk, ()))
            for table in KINDS[sheet.kind].tables
            for row in there
            if row.table == table.key
        ),
    )


def content_of(sheet: Worksheet, *, is_whole: bool = False) -> Content:
    """The content of one worksheet. Two queries."""
    return contents_of([sheet], is_whole=is_whole)[sheet.kind]


def _settings(sheet: Worksheet) -> dict[str, Any]:
    """Every setting of the kind; what is stored and not understood any more is its default."""
    spec = KINDS[sheet.kind]
    return {**spec.defaults(), **understood(sheet.settings, spec.settings)}


def readings_of(
    sheets: Iterable[Worksheet], *, is_whole: bool = False
) -> Mapping[int, tuple[Measured, ...]]:
    """{row pk: its newest readings, or all, oldest first} of these sheets. One query."""
    wanted = [sheet for sheet in sheets if any(t.has_readings for t in KINDS[sheet.kind].tables)]
    if not wanted:
        return {}
    rows = Reading.objects.filter(row__worksheet__in=wanted)
    if not is_whole:
        rank = Window(RowNumber(), partition_by=[F("row_id")], order_by=F("at").desc())
        rows = rows.annotate(rank=rank).filter(rank__lte=READINGS_ALONG)
    found: dict[int, list[Measured]] = defaultdict(list)
    columns = ("row_id", "at", "value", "total", "note", "actor_name")
    for row, *said in rows.order_by("row_id", "at").values_list(*columns):
        found[row].append(_measured(*said))
    return {row: tuple(readings) for row, readings in found.items()}


def plain_row(row: WorksheetRow, readings: Iterable[Measured] = ()) -> Row:
    """A row as plain values, those that its table does not know left out. Wants `owner` loaded."""
    table = KINDS[row.worksheet.kind].table(row.table)
    return Row(
        number=row.number,
        table=row.table,
        values=understood(row.values, table.columns) if table else {},
        parent=row.parent,
        owner_name=str(row.owner) if row.owner else "",
        owner_id=row.owner_id or 0,
        readings=tuple(readings),
    )


def plain_reading(reading: Reading) -> Measured:
    """A reading as plain values."""
    return _measured(reading.at, reading.value, reading.total, reading.note, reading.actor_name)


def _measured(at: datetime, value: Decimal, total: Decimal | None, note: str, by: str) -> Measured:
    moment = at.isoformat().replace("+00:00", "Z")
    return Measured(moment, plain(value), "" if total is None else plain(total), note, by)
