"""What may be written into a worksheet: checked values of a row, and its place in its table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews.models import Worksheet, WorksheetRow
from reviews.reads import people
from reviews.telling import words
from reviews.worksheet_access import plain_row, tables_of
from reviews.worksheets.content import Content, Row
from reviews.worksheets.spec import Kind, Table
from reviews.worksheets.wording import Wrong
from wellarch.errors import Invalid

OWNER = "owner"
SOMEBODY_ELSE = gettext_noop("Choose somebody who sees this workload.")
A_MOMENT = gettext_noop("Use a moment of its own, such as 2026-11-21T09:00Z.")
MAX_DEPTH = 8
_DIGITS = 18  # of an id at most


def table_of(spec: Kind, key: Any) -> Table:
    """The table with this key. Invalid names `table`."""
    found = spec.table(key) if isinstance(key, str) else None
    if found is None:
        known = ", ".join(table.key for table in spec.tables)
        raise Invalid(fields={"table": [_("Choose one of these: %(all)s.") % {"all": known}]})
    return found


def checked(
    sheet: Worksheet,
    table: Table,
    values: Any,
    *,
    owner: int | None = None,
    known: Collection[int] = (),
) -> dict[str, Any]:
    """The values of some columns as they are stored; `owner` as the person's id or "".

    known: people who may own it without being asked for, such as who does already. Invalid
    names every wrong column at once. One query for an owner who is not known.
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
                found[OWNER] = _person(sheet, value, known)
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
    row.due_on = _due(row.worksheet, row, spec)


def date_anew(sheet: Worksheet, spec: Kind) -> None:
    """Work out again when things are due, after a setting changed. Two queries at most."""
    changed = []
    for row in rows_of(sheet):
        due = _due(sheet, row, spec)
        if due != row.due_on:
            row.due_on = due
            changed.append(row)
    if changed:
        WorksheetRow.objects.bulk_update(changed, ["due_on"])


def _due(sheet: Worksheet, row: WorksheetRow, spec: Kind) -> date | None:
    settings = {**spec.defaults(), **sheet.settings}
    return spec.due(settings, Row(row.number, row.table, row.values, row.parent))


def rows_of(sheet: Worksheet) -> list[WorksheetRow]:
    """The rows of a sheet in their order; not those of tables there are no more. One query."""
    found = WorksheetRow.objects.filter(worksheet=sheet, table__in=tables_of(sheet.kind))
    rows = list(found.select_related("owner").order_by("position", "number"))
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
    settings = {**spec.defaults(), **sheet.settings}
    content = Content(spec.key, settings, tuple(plain_row(row) for row in rows))
    for _row, message in misplaced(content, spec):
        raise Invalid(fields={"parent": [message]})
    refuse_unfit(content, spec)


def misplaced(content: Content, spec: Kind) -> Iterator[tuple[Row, str]]:
    """The rows that cannot be where they are, each with the sentence that says why."""
    there = {row.number: row for row in content.rows}
    for row in content.rows:
        if row.parent is None:
            continue
        table, parent = spec.table(row.table), there.get(row.parent)
        if table is None or not table.is_tree or parent is None or parent.table != row.table:
            yield row, _("There is no such group.")
        elif _depth(row, there) > MAX_DEPTH:
            message = _("Groups nest at most %(n)d deep, and none in itself.")
            yield row, message % {"n": MAX_DEPTH}


def refuse_unfit(content: Content, spec: Kind) -> None:
    """Invalid when the kind itself refuses how the rows fit together."""
    if spec.check is not None:
        try:
            spec.check(content)
        except Wrong as error:
            raise Invalid(fields={"rows": [words(error.said)]}) from None


def _depth(row: Row, there: Mapping[int, Row]) -> int:
    """How many groups a row is in; more than MAX_DEPTH for a circle."""
    depth, above = 0, row.parent
    while above is not None and above in there and depth <= MAX_DEPTH:
        depth, above = depth + 1, there[above].parent
    return depth


def moment(value: Any) -> datetime | None:
    """An aware moment in UTC, from a datetime or its ISO form; None for anything else."""
    try:
        at = value if isinstance(value, datetime) else parse_datetime(str(value))
    except ValueError:
        return None
    if at is None or not 1970 <= at.year <= 2199:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _person(sheet: Worksheet, value: Any, known: Collection[int]) -> int | str:
    """The id of a person who sees the workload; "" for nobody. One query for somebody."""
    if value in (None, ""):
        return ""
    key = person_id(value)
    if key is None or (
        key not in known and not people.who_sees(sheet.workload).filter(pk=key).exists()
    ):
        raise Wrong(SOMEBODY_ELSE)
    return key


def person_id(value: Any) -> int | None:
    """The id of a person, from a number or its text; None for anything else."""
    is_text = isinstance(value, str) and value.isdecimal() and len(value) <= _DIGITS
    if not is_text and (not isinstance(value, int) or isinstance(value, bool)):
        return None
    key = int(value)
    return key if 0 < key < 10**_DIGITS else None
