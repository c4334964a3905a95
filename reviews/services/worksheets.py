"""Worksheets: started, filled row by row, replaced as a whole, thrown away.

Every change locks the workload first and writes one line of the sheet's history, whose revision
is the sheet's. A row carries the revision it was last changed at, so two people who change
different columns of it both win.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews import access
from reviews.models import RowChange, Worksheet, WorksheetRow
from reviews.services import clashes, worksheet_contents, worksheet_fields, worksheet_history
from reviews.worksheet_access import content_of, kind_of, row_of, sheet_for
from reviews.worksheets import starting
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, Stale

NEED = Action.WORKSHEET_WRITE
UNSEEN = gettext_noop("Somebody changed this worksheet a moment ago. Look at it again.")
MAX_ROWS = 500  # of one worksheet


def start(actor: Actor, workload_id: UUID, kind: str, *, with_rows: bool = True) -> Worksheet:
    """Start a worksheet, with the seeds' rows or empty. Conflict `already-started`."""
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=NEED, lock=True)
        spec = kind_of(kind)
        if Worksheet.objects.filter(workload=workload, kind=kind).exists():
            raise Conflict(_("This worksheet is there already."), code="already-started")
        begin = starting.content(kind) if with_rows else None
        if begin is not None and spec.begin is not None:
            begin = spec.begin(begin, workload.regions)
        sheet = Worksheet(
            organization_id=workload.organization_id,
            workload=workload,
            kind=kind,
            settings={**spec.defaults(), **(begin.settings if begin else {})},
            created_by=actor.user,
        )
        sheet.save(force_insert=True)
        if begin is not None:
            worksheet_contents.insert(actor, sheet, spec, begin.rows)
        worksheet_history.began(actor, sheet)
    return sheet


def add(
    actor: Actor,
    workload_id: UUID,
    kind: str,
    *,
    table: str,
    values: Mapping[str, Any],
    parent: int | None = None,
    after: int | None = None,
    owner: int | None = None,
) -> WorksheetRow:
    """Add a row at the end of its table (or group), or behind row `after` (0: first).

    values: {column: value}; owner: the id of a person who sees the workload. Invalid names every
    wrong column at once.
    """
    with transaction.atomic():
        sheet = sheet_for(actor, workload_id, kind, need=NEED, lock=True)
        spec = kind_of(kind)
        rows = worksheet_fields.rows_of(sheet)
        if len(rows) >= MAX_ROWS:
            raise Conflict(_("This worksheet has as many rows as one can."), code="too-many")
        asked = worksheet_fields.table_of(spec, table)
        defaults = {column.key: column.default for column in asked.columns}
        sheet.last_row += 1
        row = WorksheetRow(
            organization_id=sheet.organization_id,
            worksheet=sheet,
            table=asked.key,
            number=sheet.last_row,
            parent=parent,
        )
        wanted = worksheet_fields.checked(sheet, asked, {**defaults, **values}, owner=owner)
        worksheet_fields.put(row, wanted, spec)
        worksheet_fields.place([*rows, row], row, after)
        worksheet_fields.refuse_misfits(sheet, spec, [*rows, row])
        change = worksheet_history.change(
            actor, sheet, RowChange.ADDED, row=row,
            fields={key: ["", value] for key, value in wanted.items() if value not in ("", False)},
        )  # fmt: skip
        row.revision = change.revision
        row.save(force_insert=True)
        worksheet_fields.save_places(rows)
        worksheet_history.note(actor, sheet, "worksheet.row_added", row=row)
    return row


def edit(
    actor: Actor,
    workload_id: UUID,
    kind: str,
    number: int,
    *,
    values: Mapping[str, Any],
    revision: int | None = None,
) -> WorksheetRow:
    """Set some columns of a row (`owner` among them); what is not named stays.

    revision: that of the row or the sheet as the actor saw it. Stale, with both values, when
    somebody changed the same column to something else since. What changes nothing writes nothing.
    """
    with transaction.atomic():
        sheet = sheet_for(actor, workload_id, kind, need=NEED, lock=True)
        spec = kind_of(kind)
        row = row_of(sheet, number)
        asked = worksheet_fields.table_of(spec, row.table)
        wanted = worksheet_fields.checked(
            sheet, asked, values, known=(row.owner_id,) if row.owner_id else ()
        )
        before = worksheet_fields.as_json(row)
        if revision is not None:
            worksheet_history.refuse_clashes(sheet, wanted, before, revision, row=row)
        changed = {
            key: [before.get(key, ""), value]
            for key, value in wanted.items()
            if before.get(key, "") != value
        }
        if not changed:
            return row
        worksheet_fields.put(row, wanted, spec)
        others = [each for each in worksheet_fields.rows_of(sheet) if each.number != number]
        worksheet_fields.refuse_misfits(sheet, spec, [*others, row])
        change = worksheet_history.change(actor, sheet, RowChange.CHANGED, row=row, fields=changed)
        row.revision, row.changed_at = change.revision, change.at
        row.save(update_fields=["values", "owner", "due_on", "revision", "changed_at"])
        worksheet_history.note(actor, sheet, "worksheet.row_changed", row=row, changed=changed)
    return row


def move(
    actor: Actor,
    workload_id: UUID,
    kind: str,
    number: int,
    *,
    after: int | None = None,
    parent: int | None = None,
    is_nested: bool = False,
    revision: int | None = None,
) -> WorksheetRow:
    """Put a row behind row `after` (0: first; None: last).

    is_nested: also put it into group `parent` (None: out of every group). Invalid when a group
    would come into itself; Stale when the sheet is no longer at `revision`: places have no merge.
    """
    with transaction.atomic():
        sheet = sheet_for(actor, workload_id, kind, need=NEED, lock=True)
        if revision is not None and revision != sheet.revision:
            raise Stale(
                _("Somebody changed this worksheet since you looked at it."),
                revision=sheet.revision,
            )
        spec = kind_of(kind)
        rows = worksheet_fields.rows_of(sheet)
        row = next((each for each in rows if each.number == number), None) or row_of(sheet, number)
        was = worksheet_fields.order_of(rows)
        if is_nested:
            row.parent = parent
        worksheet_fields.place(rows, row, after)
        worksheet_fields.refuse_misfits(sheet, spec, rows)
        if worksheet_fields.order_of(rows) == was:
            return row
        worksheet_history.change(actor, sheet, RowChange.MOVED, row=row)
        worksheet_fields.save_places(rows)
        worksheet_history.note(actor, sheet, "worksheet.row_moved", row=row)
    return row


def remove(actor: Actor, workload_id: UUID, kind: str, number: int) -> None:
    """Delete a row; of a group, with all that is in it. History and milestones keep it."""
    with transaction.atomic():
        sheet = sheet_for(actor, workload_id, kind, need=NEED, lock=True)
        row = row_of(sheet, number)
        rows = worksheet_fields.rows_of(sheet)
        gone = worksheet_fields.with_nested(rows, number)
        fields = {
            key: [value, ""]
            for key, value in worksheet_fields.as_json(row).items()
            if value not in ("", False, None)
        }
        worksheet_history.change(actor, sheet, RowChange.REMOVED, row=row, fields=fields)
        worksheet_history.note(actor, sheet, "worksheet.row_removed", row=row)
        WorksheetRow.objects.filter(worksheet=sheet, number__in=gone).delete()


def set_settings(
    actor: Actor,
    workload_id: UUID,
    kind: str,
    *,
    values: Mapping[str, Any],
    revision: int | None = None,
) -> Worksheet:
    """Set some of the sheet's settings; merges and clashes like `edit`."""
    with transaction.atomic():
        sheet = sheet_for(actor, workload_id, kind, need=NEED, lock=True)
        spec = kind_of(kind)
        wanted = worksheet_fields.checked_settings(spec, values)
        before = {**spec.defaults(), **sheet.settings}
        if revision is not None:
            worksheet_history.refuse_clashes(sheet, wanted, before, revision)
        changed = {
            key: [before.get(key, ""), value]
            for key, value in wanted.items()
            if before.get(key, "") != value
        }
        if not changed:
            return sheet
        sheet.settings = {**before, **wanted}
        worksheet_fields.refuse_misfits(sheet, spec, worksheet_fields.rows_of(sheet))
        sheet.save(update_fields=["settings"])
        worksheet_fields.date_anew(sheet, spec)
        worksheet_history.change(actor, sheet, RowChange.SETTINGS, fields=changed)
        worksheet_history.note(actor, sheet, "worksheet.changed", changed=changed)
    return sheet


def replace(
    actor: Actor,
    workload_id: UUID,
    kind: str,
    *,
    content: Mapping[str, Any],
    revision: int | None = None,
) -> Worksheet:
    """Put this content in the place of all there is; starts the sheet when it was not.

    content: {"settings": {…}, "rows": [{"table", "values", "number"?, "parent"?, "owner"?,
    "readings"?: [{"at", "value", "total"?, "note"?}]}]}. Rows keep the numbers they name, so that
    what was read can be written back unchanged (which writes nothing); a row that names no
    readings keeps those it has. Invalid names every wrong place at once, as a
    path (`rows.3.values.budget`). Stale when the sheet is not at `revision` any more.
    """
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=NEED, lock=True)
        spec = kind_of(kind)
        sheet = Worksheet.objects.filter(workload=workload, kind=kind).first()
        is_new = sheet is None
        if sheet is None:
            sheet = Worksheet(
                organization_id=workload.organization_id, workload=workload, kind=kind,
                created_by=actor.user,
            )  # fmt: skip
        sheet.workload = workload
        if not is_new:
            clashes.refuse_unseen(sheet, revision, _(UNSEEN))
        elif revision is not None:
            raise Invalid(fields={"base_revision": [_("There is no such revision yet.")]})
        found = worksheet_contents.checked_content(sheet, spec, content, most=MAX_ROWS)
        if not is_new and worksheet_contents.is_same(found, content_of(sheet, is_whole=True)):
            return sheet
        sheet.settings = {**sheet.settings, **found.settings}
        if is_new:
            sheet.save(force_insert=True)
            sheet.is_new = True
        worksheet_contents.overwrite(actor, sheet, spec, found)
        if is_new:
            worksheet_history.began(actor, sheet)
        else:
            sheet.save(update_fields=["settings"])
            worksheet_history.change(actor, sheet, RowChange.REPLACED)
            worksheet_history.note(actor, sheet, "worksheet.replaced")
    return sheet


def delete(actor: Actor, workload_id: UUID, kind: str) -> None:
    """Throw a worksheet away with its rows, readings and history. Milestones keep it."""
    with transaction.atomic():
        sheet = sheet_for(actor, workload_id, kind, need=NEED, lock=True)
        worksheet_history.note(actor, sheet, "worksheet.deleted")
        sheet.delete()
