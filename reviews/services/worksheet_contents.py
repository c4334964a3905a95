"""Whole contents of a worksheet: checked as plain values, and put in the place of what is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reviews.models import Reading, Worksheet, WorksheetRow
from reviews.reads import people
from reviews.services import worksheet_fields
from reviews.services.worksheet_fields import OWNER
from reviews.telling import words
from reviews.worksheet_access import plain_reading, tables_of
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content, Measured, Row
from reviews.worksheets.spec import Kind, Table
from reviews.worksheets.wording import Wrong
from wellarch.accounts.actor import Actor
from wellarch.errors import Invalid

MAX_READINGS = 2000  # of one row; the newest stay
_OF_A_READING = (
    Column("value", "", Type.NUMBER, is_required=True),
    Column("total", "", Type.NUMBER, least=Decimal(0)),
    Column("note", "", limit=200),
)


@dataclass(frozen=True, slots=True)
class _There:
    """What a whole content is checked against. people: who may own rows; readings: by row."""

    sheet: Worksheet
    spec: Kind
    rows: Mapping[int, WorksheetRow]
    people: Collection[int]
    readings: Mapping[int, tuple[Measured, ...]]


def insert(
    actor: Actor, sheet: Worksheet, spec: Kind, rows: Iterable[Row], *, revision: int = 1
) -> None:
    """Insert plain rows, in the order given, with their numbers, owners and readings."""
    made: dict[int, WorksheetRow] = {}
    measured: list[tuple[WorksheetRow, Measured]] = []
    for position, row in enumerate(rows):
        new = WorksheetRow(
            organization_id=sheet.organization_id, worksheet=sheet, table=row.table,
            number=row.number, parent=row.parent, position=position, revision=revision,
        )  # fmt: skip
        worksheet_fields.put(new, {**row.values, OWNER: row.owner_id or None}, spec)
        made[row.number] = new
        measured += [(new, each) for each in row.readings]
    WorksheetRow.objects.bulk_create(made.values())
    Reading.objects.bulk_create(reading_of(actor, row, each) for row, each in measured)
    sheet.last_row = max([sheet.last_row, *made])
    sheet.save(update_fields=["last_row"])


def overwrite(actor: Actor, sheet: Worksheet, spec: Kind, content: Content) -> None:
    """Put plain content in the place of the sheet's rows and readings. What links to a row that
    keeps its number goes on doing so; what an older version stored and this one does not know
    stays where it is."""
    there = {row.number: row for row in worksheet_fields.rows_of(sheet)}
    kept = {row.number: row for row in content.rows}
    known = WorksheetRow.objects.filter(worksheet=sheet, table__in=tables_of(sheet.kind))
    known.exclude(number__in=kept).delete()
    changed = []
    for position, row in enumerate(content.rows):
        old = there.get(row.number)
        if old is None:
            continue
        table = spec.table(row.table)
        old.values = {k: v for k, v in old.values.items() if not (table and table.column(k))}
        old.table, old.parent, old.position = row.table, row.parent, position
        old.revision = sheet.revision + 1
        worksheet_fields.put(old, {**row.values, OWNER: row.owner_id or None}, spec)
        changed.append(old)
    WorksheetRow.objects.bulk_update(
        changed, ["table", "parent", "position", "values", "owner", "due_on", "revision"]
    )
    _measure_anew(actor, [(old, kept[old.number]) for old in changed])
    new = [row for row in content.rows if row.number not in there]
    insert(actor, sheet, spec, new, revision=sheet.revision + (1 if there else 0))
    places = {number: place for place, number in enumerate(kept)}
    now = worksheet_fields.rows_of(sheet)
    for each in now:
        each.position = places[each.number]
    worksheet_fields.save_places(now)


def _measure_anew(actor: Actor, rows: Iterable[tuple[WorksheetRow, Row]]) -> None:
    """Give rows the readings of plain ones; those that are there already stay untouched."""
    wanted = {(row.pk, each.when): (row, each) for row, plain in rows for each in plain.readings}
    pks = [row.pk for row, _plain in rows]
    gone = []
    for reading in Reading.objects.filter(row__in=pks):
        found = wanted.get((reading.row_id, reading.at))
        if found is not None and is_there(reading, found[1]):
            del wanted[reading.row_id, reading.at]
        else:
            gone.append(reading.pk)
    Reading.objects.filter(pk__in=gone).delete()
    Reading.objects.bulk_create(reading_of(actor, row, each) for row, each in wanted.values())


def is_there(reading: Reading, wanted: Measured) -> bool:
    """True if the reading says already what is wanted of its moment."""
    said = (reading.value, reading.total, reading.note)
    return said == (wanted.amount, wanted.of, wanted.note)


def reading_of(actor: Actor, row: WorksheetRow, measured: Measured) -> Reading:
    """A reading of a row, not stored yet; by the actor unless it says by whom."""
    is_others = measured.by not in ("", actor.name)
    return Reading(
        organization_id=row.organization_id,
        row=row,
        at=measured.when,
        value=measured.amount,
        total=measured.of,
        note=measured.note,
        user=None if is_others else actor.user,
        actor_name=(measured.by or actor.name)[:150],
        via=actor.via,
    )


def is_same(content: Content, other: Content) -> bool:
    """True if two contents say the same, whoever measured and however owners are called."""
    return _essence(content) == _essence(other)


def _essence(content: Content) -> Content:
    rows = (
        replace(row, owner_name="", readings=tuple(replace(each, by="") for each in row.readings))
        for row in content.rows
    )
    return replace(content, settings=dict(content.settings), rows=tuple(rows))


def checked_content(
    sheet: Worksheet, spec: Kind, content: Mapping[str, Any], *, most: int
) -> Content:
    """A whole content as plain values. Invalid names every wrong place at once, as a path.

    What is measured of a row stays unless the row names its readings.
    """
    wrong: dict[str, list[str]] = {}
    settings = spec.defaults()
    try:
        settings |= worksheet_fields.checked_settings(spec, content.get("settings", {}))
    except Invalid as error:
        wrong |= {f"settings.{key}": said for key, said in error.fields.items()}
    said = content.get("rows", [])
    if not isinstance(said, list) or not all(isinstance(each, Mapping) for each in said):
        raise Invalid(fields={"rows": [_("Use a list of rows.")]})
    if len(said) > most:
        message = _("A worksheet has at most %(n)d rows.") % {"n": most}
        raise Invalid(fields={"rows": [message]})
    there = _there(sheet, spec, said)
    rows: list[Row] = []
    for index, (each, number) in enumerate(zip(said, _numbers(sheet, said, wrong), strict=True)):
        try:
            rows.append(_checked_row(there, each, number))
        except Invalid as error:
            wrong |= {f"rows.{index}.{path}": told for path, told in error.fields.items()}
    found = Content(spec.key, settings, tuple(rows))
    if not wrong:
        places = {row.number: index for index, row in enumerate(rows)}
        for row, message in worksheet_fields.misplaced(found, spec):
            wrong[f"rows.{places[row.number]}.parent"] = [message]
    if wrong:
        raise Invalid(fields=wrong)
    worksheet_fields.refuse_unfit(found, spec)
    return found


def _numbers(
    sheet: Worksheet, said: list[Mapping[str, Any]], wrong: dict[str, list[str]]
) -> list[int]:
    """A number for each row: its own, or the next that no row ever had."""
    hidden = WorksheetRow.objects.filter(worksheet=sheet).exclude(table__in=tables_of(sheet.kind))
    taken = set(hidden.values_list("number", flat=True))
    named: list[Any] = [each.get("number") for each in said]
    free = max([sheet.last_row, *(number for number in named if _is_count(number))])
    found: list[int] = []
    for index, number in enumerate(named):
        if number is None:
            free += 1
            number = free
        elif not _is_count(number) or number in taken:
            wrong[f"rows.{index}.number"] = [_("Use a number of its own, from 1.")]
            number = 0
        taken.add(number)
        found.append(number)
    return found


def _there(sheet: Worksheet, spec: Kind, said: list[Mapping[str, Any]]) -> _There:
    """What is there already of what the rows name. Three queries."""
    asked = {key for each in said if (key := worksheet_fields.person_id(each.get(OWNER)))}
    seeing = people.who_sees(sheet.workload).filter(pk__in=asked) if asked else None
    rows = {row.number: row for row in worksheet_fields.rows_of(sheet)}
    numbers = {row.pk: row.number for row in rows.values()}
    readings: dict[int, list[Measured]] = defaultdict(list)
    for reading in Reading.objects.filter(row__in=numbers).order_by("row_id", "at"):
        readings[numbers[reading.row_id]].append(plain_reading(reading))
    return _There(
        sheet,
        spec,
        rows,
        set(seeing.values_list("pk", flat=True)) if seeing is not None else set(),
        {number: tuple(each) for number, each in readings.items()},
    )


def _checked_row(there: _There, said: Mapping[str, Any], number: int) -> Row:
    table = worksheet_fields.table_of(there.spec, said.get("table"))
    old = there.rows.get(number)
    known = {*there.people, *([old.owner_id] if old and old.owner_id else ())}
    told = said.get("values", {})
    if isinstance(told, Mapping):  # a row always has these, so who writes one by hand may not
        told = {c.key: c.default for c in table.columns if c.is_required} | dict(told)
    try:
        values = worksheet_fields.checked(
            there.sheet, table, told, owner=said.get(OWNER), known=known
        )
    except Invalid as error:
        fields = error.fields.items()
        raise Invalid(
            fields={k if k in (OWNER, "values") else f"values.{k}": v for k, v in fields}
        ) from None
    owner = values.pop(OWNER, None) or 0
    parent = said.get("parent")
    if parent is not None and not _is_count(parent):
        raise Invalid(fields={"parent": [_("There is no such group.")]})
    kept = {key: value for key, value in values.items() if value not in ("", False)}
    measured: tuple[Measured, ...] = ()
    if said.get("readings") is not None and (table.has_readings or said["readings"]):
        measured = checked_readings(said["readings"], table)
    elif table.has_readings:
        measured = there.readings.get(number, ())
    return Row(number, table.key, kept, parent, owner_id=owner, readings=measured)


def checked_readings(said: Any, table: Table) -> tuple[Measured, ...]:
    """Readings of a table's row as plain values, oldest first. Invalid names every wrong place at
    once."""
    if not table.has_readings:
        raise Invalid(fields={"readings": [_("Nothing is measured of this row.")]})
    if not isinstance(said, list) or len(said) > MAX_READINGS:
        message = _("Use a list of at most %(n)d values.") % {"n": MAX_READINGS}
        raise Invalid(fields={"readings": [message]})
    wrong: dict[str, list[str]] = {}
    found: dict[datetime, Measured] = {}
    for index, each in enumerate(said):
        reading = each if isinstance(each, Mapping) else {}
        at = worksheet_fields.moment(reading.get("at"))
        if at is None or at in found:
            wrong[f"readings.{index}.at"] = [_(worksheet_fields.A_MOMENT)]
            continue
        told: dict[str, str] = {}
        for column in _OF_A_READING:
            try:
                told[column.key] = column.checked(reading.get(column.key))
            except Wrong as error:
                told[column.key] = ""
                wrong[f"readings.{index}.{column.key}"] = [words(error.said)]
        found[at] = Measured(at=at.isoformat().replace("+00:00", "Z"), **told)
        for field, said_of_it in table.measures.problems(found[at]) if told["value"] else ():
            wrong.setdefault(f"readings.{index}.{field}", []).append(words(said_of_it))
    if wrong:
        raise Invalid(fields=wrong)
    return tuple(found[at] for at in sorted(found))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**6
