"""Readings: what was measured of a worksheet's row, posted by people and by pipelines.

A row has one reading per moment, so that what is sent twice is there once. Of each row the newest
MAX_READINGS stay; what is older than all of them goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews.models import Reading, RowChange, Worksheet, WorksheetRow
from reviews.services import worksheet_contents, worksheet_fields, worksheet_history
from reviews.worksheet_access import kind_of, row_of, sheet_for
from reviews.worksheets.content import Measured
from reviews.worksheets.spec import Table
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, NotFound

NEED = Action.WORKSHEET_WRITE


def record(
    actor: Actor,
    workload_id: UUID,
    kind: str,
    number: int,
    *,
    readings: Sequence[Mapping[str, Any]],
) -> int:
    """Keep what was measured of a row; a reading of the same moment is replaced.

    readings: [{"at", "value", "total"?, "note"?}], `at` an aware moment or its ISO form. Returns
    how many were new or changed; what is there already writes nothing, so sending again is safe.
    Invalid names every wrong place at once (`readings.3.value`). Conflict `no-readings` for a row
    of which nothing is measured.
    """
    with transaction.atomic():
        sheet = sheet_for(actor, workload_id, kind, need=NEED, lock=True)
        row, table = _measured_row(sheet, number)
        found = worksheet_contents.checked_readings(list(readings), table)
        there = {each.at: each for each in row.readings.all()}
        new = [each for each in found if not _is_there(there, each)]
        if not new:
            return 0
        again = [there[each.when].pk for each in new if each.when in there]
        Reading.objects.filter(pk__in=again).delete()
        Reading.objects.bulk_create(worksheet_contents.reading_of(actor, row, each) for each in new)
        _forget_oldest(row)
        _tell(actor, sheet, row, ["", len(new)], count=len(new))
    return len(new)


def remove(actor: Actor, workload_id: UUID, kind: str, number: int, *, at: datetime | str) -> None:
    """Take one reading back. NotFound when nothing was measured at that moment."""
    with transaction.atomic():
        sheet = sheet_for(actor, workload_id, kind, need=NEED, lock=True)
        row, _table = _measured_row(sheet, number)
        moment = worksheet_fields.moment(at)
        gone = row.readings.filter(at=moment).delete()[0] if moment else 0
        if not gone:
            raise NotFound(_("Nothing was measured at this moment."))
        _tell(actor, sheet, row, [1, ""], count=-1)


def _measured_row(sheet: Worksheet, number: int) -> tuple[WorksheetRow, Table]:
    row = row_of(sheet, number)
    table = kind_of(sheet.kind).table(row.table)
    if table is None or not table.has_readings:
        raise Conflict(_("Nothing is measured of this row."), code="no-readings")
    return row, table


def _is_there(there: Mapping[datetime, Reading], new: Measured) -> bool:
    old = there.get(new.when)
    return old is not None and worksheet_contents.is_there(old, new)


def _forget_oldest(row: WorksheetRow) -> None:
    kept = row.readings.order_by("-at")[worksheet_contents.MAX_READINGS :]
    row.readings.filter(pk__in=list(kept.values_list("pk", flat=True))).delete()


def _tell(
    actor: Actor, sheet: Worksheet, row: WorksheetRow, pair: list[Any], *, count: int
) -> None:
    fields = {"readings": pair}
    worksheet_history.change(actor, sheet, RowChange.READINGS, row=row, fields=fields)
    verb = "worksheet.readings_recorded" if count > 0 else "worksheet.reading_removed"
    worksheet_history.note(actor, sheet, verb, row=row, count=abs(count))
