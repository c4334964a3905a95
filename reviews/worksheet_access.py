"""The only way to reach a worksheet for an actor: through its workload.

Every change locks the workload's row first, so nobody else changes one of its worksheets
meanwhile; their own rows need no lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Reading, Workload, Worksheet, WorksheetRow
from reviews.worksheets.columns import plain
from reviews.worksheets.content import Content, Measured, Row
from reviews.worksheets.kinds import KINDS
from reviews.worksheets.spec import Kind
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound

# Readings of a row that come along with its sheet, newest: enough for charts and error budgets.
MAX_READINGS_ALONG = 400


def kind_of(key: str) -> Kind:
    """The kind with this key. NotFound for an unknown one."""
    found = KINDS.get(key)
    if found is None:
        raise NotFound(_("There is no such worksheet."))
    return found


def sheet_for(
    actor: Actor,
    workload_id: UUID,
    kind: str,
    *,
    need: Action = Action.READ,
    lock: bool = False,
) -> Worksheet:
    """A worksheet that was started, with its workload. Two queries; NotFound for outsiders."""
    kind_of(kind)
    workload = access.workload_for(actor, workload_id, need=need, lock=lock)
    found = Worksheet.objects.filter(workload=workload, kind=kind).first()
    if found is None:
        raise NotFound(_("This worksheet was not started yet."), code="not-started")
    found.workload = workload
    return found


def row_of(sheet: Worksheet, number: int) -> WorksheetRow:
    """A row of a sheet by its number. One query; NotFound when there is none."""
    found = WorksheetRow.objects.filter(worksheet=sheet, number=number).first()
    if found is None:
        raise NotFound(_("There is no such row in this worksheet."))
    found.worksheet = sheet
    return found


def sheets_of(workload: Workload) -> dict[str, Worksheet]:
    """{kind: worksheet} of those that were started, in the order of the kinds. One query."""
    there = {sheet.kind: sheet for sheet in Worksheet.objects.filter(workload=workload)}
    return {kind: there[kind] for kind in KINDS if kind in there}


def contents_of(sheets: Iterable[Worksheet]) -> dict[str, Content]:
    """{kind: content} of the worksheets of one workload. Two queries, none without sheets."""
    wanted = list(sheets)
    rows: dict[UUID, list[WorksheetRow]] = defaultdict(list)
    if wanted:
        found = WorksheetRow.objects.filter(worksheet__in=wanted).select_related("owner")
        for row in found.order_by("position", "number"):
            rows[row.worksheet_id].append(row)
    readings = readings_of(wanted)
    return {
        sheet.kind: Content(
            kind=sheet.kind,
            settings={**KINDS[sheet.kind].defaults(), **sheet.settings},
            rows=tuple(
                plain_row(row, readings.get(row.pk, ()))
                for table in KINDS[sheet.kind].tables
                for row in rows[sheet.pk]
                if row.table == table.key
            ),
        )
        for sheet in wanted
    }


def content_of(sheet: Worksheet) -> Content:
    """The content of one worksheet. Two queries."""
    return contents_of([sheet])[sheet.kind]


def readings_of(sheets: Iterable[Worksheet]) -> Mapping[int, tuple[Measured, ...]]:
    """{row pk: its newest readings, oldest first} of these sheets. One query."""
    wanted = [sheet for sheet in sheets if any(t.has_readings for t in KINDS[sheet.kind].tables)]
    if not wanted:
        return {}
    ranked = (
        Reading.objects.filter(row__worksheet__in=wanted)
        .annotate(
            rank=Window(RowNumber(), partition_by=[F("row_id")], order_by=F("at").desc()),
        )
        .filter(rank__lte=MAX_READINGS_ALONG)
    )
    found: dict[int, list[Measured]] = defaultdict(list)
    for reading in ranked.order_by("row_id", "at"):
        found[reading.row_id].append(plain_reading(reading))
    return {row: tuple(readings) for row, readings in found.items()}


def plain_row(row: WorksheetRow, readings: Iterable[Measured] = ()) -> Row:
    """A row as plain values. Wants `owner` loaded."""
    return Row(
        number=row.number,
        table=row.table,
        values=row.values,
        parent=row.parent,
        owner_name=str(row.owner) if row.owner else "",
        owner_id=row.owner_id or 0,
        readings=tuple(readings),
    )


def plain_reading(reading: Reading) -> Measured:
    """A reading as plain values."""
    return Measured(
        at=reading.at.isoformat().replace("+00:00", "Z"),
        value=plain(reading.value),
        total="" if reading.total is None else plain(reading.total),
        note=reading.note,
        by=reading.actor_name,
    )
