"""What may be written into a worksheet: checked values, places in a table, whole contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews.models import Reading, Worksheet, WorksheetRow
from reviews.reads import people
from reviews.telling import words
from reviews.worksheet_access import plain_row
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content, Measured, Row
from reviews.worksheets.spec import Kind, Table
from reviews.worksheets.wording import Wrong
from wellarch.accounts.actor import Actor
from wellarch.errors import Invalid

OWNER = "owner"
SOMEBODY_ELSE = gettext_noop("Choose somebody who sees this workload.")
A_MOMENT = gettext_noop("Use a moment of its own, such as 2026-11-21T09:00Z.")
MAX_DEPTH = 8
MAX_READINGS = 2000  # of one row; the newest stay
_VALUE = Column("value", "", Type.NUMBER, is_required=True)
_TOTAL = Column("total", "", Type.NUMBER, least=Decimal(0))
_NOTE = Column("note", "", limit=200)


def table_of(spec: Kind, key: Any) -> Table:
    """The table with this key. Invalid names `table`."""
    found = spec.table(key) if isinstance(key, str) else None
    if found is None:
        known = ", ".join(table.key for table in spec.tables)
        raise Invalid(fields={"table": [_("Choose one of these: %(all)s.") % {"all": known}]})
    return found


def checked(
    sheet: Worksheet, table: Table, values: Any, *, owner: int | None = None
) -> dict[str, Any]:
    """The values of some columns as they are stored; `owner` as the person's id or None.

    Invalid names every wrong column at once. One query for an owner.
    """
    if not isinstance(values, Mapping):
        raise Invalid(fields={"values": [_("Name columns with their values.")]})
    wrong: dict[str, list[str]] = {}
    found: dict[str, Any] = {}
    said = dict(values)
    if owner is not None:
        said[OWNER] = owner
    for key, value in said.items():
        column = table.column(key)
        try:
            if key == OWNER and table.has_owner:
                found[OWNER] = _person(sheet, value)
            elif column is None:
                wrong[str(key)] = [_("There is no such column.")]
            else:
                found[key] = column.checked(value)
        except Wrong as error:
            wrong[str(key)] = [words(error.said)]
    if wrong:
        raise Invalid(fields=wrong)
    return found


def checked_settings(spec: Kind, values: Any) -> dict[str, Any]:
    """Some settings as they are stored. Invalid names every wrong one at once."""
    if not isinstance(values, Mapping):
        raise Invalid(fields={"settings": [_("Name settings with their values.")]})
    wrong: dict[str, list[str]] = {}
    found: dict[str, Any] = {}
    for key, value in values.items():
        setting = spec.setting(key)
        if setting is None:
            wrong[str(key)] = [_("There is no such setting.")]
            continue
        try:
            found[key] = setting.checked(value)
        except Wrong as error:
            wrong[key] = [words(error.said)]
    if wrong:
        raise Invalid(fields=wrong)
    return found


def as_json(row: WorksheetRow) -> dict[str, Any]:
    """The columns of a row as history keeps them; a person by their id, never by name."""
    return {**row.values, OWNER: row.owner_id or ""}


def put(row: WorksheetRow, wanted: Mapping[str, Any], spec: Kind) -> None:
    """Set checked values of a row, and the day that follows from them."""
    values = {key: value for key, value in wanted.items() if key != OWNER}
    kept = {**row.values, **values}
    row.values = {key: value for key, value in kept.items() if value not in ("", False)}
    if OWNER in wanted:
        row.owner_id = wanted[OWNER] or None
    row.due_on = spec.due(Row(row.number, row.table, row.values, row.parent))


def rows_of(sheet: Worksheet) -> list[WorksheetRow]:
    """All rows of a sheet in their order. One query."""
    found = WorksheetRow.objects.filter(worksheet=sheet).select_related("owner")
    rows = list(found.order_by("position", "number"))
    for row in rows:
        row.worksheet = sheet
    return rows


def place(rows: Sequence[WorksheetRow], row: WorksheetRow, after: int | None) -> None:
    """Number the places of the row's siblings so that it stands behind `after` (0: first;
    None: last). Invalid when `after` is no sibling."""
    siblings = sorted(
        (
            each
            for each in rows
            if each.table == row.table and each.parent == row.parent and each is not row
        ),
        key=lambda each: (each.position, each.number),
    )
    index = len(siblings)
    if after is not None:
        numbers = [0, *(each.number for each in siblings)]
        if after not in numbers:
            raise Invalid(fields={"after": [_("There is no such row beside it.")]})
        index = numbers.index(after)
    siblings.insert(index, row)
    for position, each in enumerate(siblings):
        each.position = position


def order_of(rows: Iterable[WorksheetRow]) -> dict[int, tuple[int | None, int]]:
    """{row number: (parent, position)}."""
    return {row.number: (row.parent, row.position) for row in rows}


def save_places(rows: Iterable[WorksheetRow]) -> None:
    """Store places and parents of rows that are there."""
    WorksheetRow.objects.bulk_update(list(rows), ["parent", "position"])


def with_nested(rows: Iterable[WorksheetRow], number: int) -> set[int]:
    """The number of a row and of all rows nested in it."""
    found = {number}
    while more := {row.number for row in rows if row.parent in found} - found:
        found |= more
    return found


def refuse_misfits(sheet: Worksheet, spec: Kind, rows: Iterable[WorksheetRow]) -> None:
    """Invalid when rows do not fit together: a parent that is not there, a circle, too deep, or
    what the kind itself refuses."""
    there = [plain_row(row) for row in rows]
    refuse_unfit(Content(spec.key, sheet.settings, tuple(there)), spec)


def refuse_unfit(content: Content, spec: Kind) -> None:
    """`refuse_misfits` of plain content."""
    parents = {row.number: row for row in content.rows}
    for row in content.rows:
        if row.parent is None:
            continue
        table = spec.table(row.table)
        parent = parents.get(row.parent)
        if table is None or not table.is_tree or parent is None or parent.table != row.table:
            raise Invalid(fields={"parent": [_("There is no such group.")]})
        depth, above = 0, row
        while above.parent is not None:
            above, depth = parents[above.parent], depth + 1
            if depth > MAX_DEPTH or above.parent not in (None, *parents):
                message = _("Groups nest at most %(n)d deep, and none in itself.")
                raise Invalid(fields={"parent": [message % {"n": MAX_DEPTH}]})
    if spec.check is not None:
        try:
            spec.check(content)
        except Wrong as error:
            raise Invalid(fields={"rows": [words(error.said)]}) from None


def insert(sheet: Worksheet, spec: Kind, rows: Iterable[Row]) -> list[WorksheetRow]:
    """Insert plain rows, in the order given, with their numbers, owners and readings."""
    found: list[WorksheetRow] = []
    for position, row in enumerate(rows):
        made = WorksheetRow(
            organization_id=sheet.organization_id, worksheet=sheet, table=row.table,
            number=row.number, parent=row.parent, position=position,
        )  # fmt: skip
        put(made, {**row.values, OWNER: row.owner_id or None}, spec)
        found.append(made)
    WorksheetRow.objects.bulk_create(found)
    sheet.last_row = max([sheet.last_row, *(row.number for row in found)])
    sheet.save(update_fields=["last_row"])
    return found


def overwrite(actor: Actor, sheet: Worksheet, spec: Kind, content: Content) -> None:
    """Put plain content in the place of the sheet's rows and readings. What links to a row that
    keeps its number goes on doing so."""
    there = {row.number: row for row in rows_of(sheet)}
    kept = {row.number: row for row in content.rows}
    WorksheetRow.objects.filter(worksheet=sheet).exclude(number__in=kept).delete()
    changed = []
    for position, row in enumerate(content.rows):
        old = there.get(row.number)
        if old is None:
            continue
        old.table, old.parent, old.position, old.values = row.table, row.parent, position, {}
        old.revision = sheet.revision + 1
        put(old, {**row.values, OWNER: row.owner_id or None}, spec)
        changed.append(old)
    WorksheetRow.objects.bulk_update(
        changed, ["table", "parent", "position", "values", "owner", "due_on", "revision"]
    )
    insert(sheet, spec, [row for row in content.rows if row.number not in there])
    places = {number: place for place, number in enumerate(kept)}
    now = rows_of(sheet)
    for each in now:
        each.position = places[each.number]
    save_places(now)
    Reading.objects.filter(row__worksheet=sheet).delete()
    by_number = {each.number: each for each in now}
    Reading.objects.bulk_create(
        Reading(
            organization_id=sheet.organization_id, row=by_number[row.number], at=reading.when,
            value=reading.amount, total=reading.of, note=reading.note, user=actor.user,
            actor_name=(reading.by or actor.name)[:150], via=actor.via,
        )
        for row in content.rows
        for reading in row.readings
    )  # fmt: skip


def checked_content(
    sheet: Worksheet, spec: Kind, content: Mapping[str, Any], *, most: int
) -> Content:
    """A whole content as plain values. Invalid names every wrong place at once, as a path."""
    wrong: dict[str, list[str]] = {}
    settings = spec.defaults()
    try:
        settings |= checked_settings(spec, content.get("settings", {}))
    except Invalid as error:
        wrong |= {f"settings.{key}": said for key, said in error.fields.items()}
    said = content.get("rows", [])
    if not isinstance(said, list) or not all(isinstance(each, Mapping) for each in said):
        raise Invalid(fields={"rows": [_("Use a list of rows.")]})
    if len(said) > most:
        message = _("A worksheet has at most %(n)d rows.") % {"n": most}
        raise Invalid(fields={"rows": [message]})
    named = [each.get("number") for each in said]
    free = max([0, *(n for n in named if _is_count(n))], default=0)
    rows: list[Row] = []
    taken: set[int] = set()
    for index, each in enumerate(said):
        number = each.get("number")
        if number is None:
            free += 1
            number = free
        if not _is_count(number) or number in taken:
            wrong[f"rows.{index}.number"] = [_("Use a number of its own, from 1.")]
            continue
        taken.add(number)
        try:
            rows.append(_content_row(sheet, spec, each, number))
        except Invalid as error:
            wrong |= {f"rows.{index}.{path}": said_ for path, said_ in error.fields.items()}
    if wrong:
        raise Invalid(fields=wrong)
    found = Content(spec.key, settings, tuple(rows))
    refuse_unfit(found, spec)
    return found


def _content_row(sheet: Worksheet, spec: Kind, said: Mapping[str, Any], number: int) -> Row:
    table = table_of(spec, said.get("table"))
    try:
        values = checked(sheet, table, said.get("values", {}), owner=said.get(OWNER))
    except Invalid as error:
        raise Invalid(fields={f"values.{k}": v for k, v in error.fields.items()}) from None
    for column in table.columns:
        if column.is_required and not values.get(column.key):
            raise Invalid(fields={f"values.{column.key}": [_("Fill this in.")]})
    owner = values.pop(OWNER, None) or 0
    parent = said.get("parent")
    if parent is not None and not _is_count(parent):
        raise Invalid(fields={"parent": [_("There is no such group.")]})
    kept = {key: value for key, value in values.items() if value not in ("", False)}
    measured = checked_readings(said.get("readings", [])) if table.has_readings else ()
    return Row(number, table.key, kept, parent, owner_id=owner, readings=measured)


def checked_readings(said: Any) -> tuple[Measured, ...]:
    """Readings as plain values, oldest first. Invalid names every wrong place at once."""
    if not isinstance(said, list) or len(said) > MAX_READINGS:
        message = _("Use a list of at most %(n)d values.") % {"n": MAX_READINGS}
        raise Invalid(fields={"readings": [message]})
    wrong: dict[str, list[str]] = {}
    found: dict[datetime, Measured] = {}
    for index, each in enumerate(said):
        each = each if isinstance(each, Mapping) else {}
        at = moment(each.get("at"))
        if at is None or at in found:
            wrong[f"readings.{index}.at"] = [
                _("Use a moment of its own, such as 2026-11-21T09:00Z.")
            ]
            continue
        try:
            found[at] = Measured(
                at=at.isoformat().replace("+00:00", "Z"),
                value=_VALUE.checked(each.get("value")),
                total=_TOTAL.checked(each.get("total")),
                note=_NOTE.checked(each.get("note")),
            )
        except Wrong as error:
            wrong[f"readings.{index}.value"] = [words(error.said)]
    if wrong:
        raise Invalid(fields=wrong)
    return tuple(found[at] for at in sorted(found))


def moment(value: Any) -> datetime | None:
    """An aware moment in UTC, from a datetime or its ISO form; None for anything else."""
    try:
        at = value if isinstance(value, datetime) else parse_datetime(str(value))
    except ValueError:
        return None
    if at is None or not 1970 <= at.year <= 2199:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**6


def _person(sheet: Worksheet, value: Any) -> int | str:
    """The id of a person who sees the workload; "" for nobody. One query for somebody."""
    if value in (None, ""):
        return ""
    is_key = isinstance(value, int) or (isinstance(value, str) and value.isdecimal())
    there = people.who_sees(sheet.workload)
    if not is_key or not there.filter(pk=int(value)).exists():
        raise Wrong(SOMEBODY_ELSE)
    return int(value)
