"""The tables of a worksheet as a page shows them: cells in words, marks where they belong, where
a row can be moved to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from reviews.reads.deadlines import Deadline, deadline
from reviews.reads.worksheet_improvements import RowImprovement
from reviews.telling import words
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.columns import day as day_of
from reviews.worksheets.content import Content, Row
from reviews.worksheets.spec import Kind, Mark, Outcome, Table
from reviews.worksheets.wording import Number

YES = "✓"
SHORT = 14  # characters of a month or a unit


@dataclass(frozen=True, slots=True)
class Note:
    """A mark at a cell or a row. tone: bad or warn."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    key: str
    label: str
    help: str = ""
    is_number: bool = False
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column of a row, ready to read. href: where a link leads. tone: of the
    worst mark at a number, whose words stand under the row's name: it has no room for them.
    is_short: on one line, however narrow the column."""

    head: Head
    text: str = ""
    href: str = ""
    is_lines: bool = False
    is_short: bool = False
    notes: tuple[Note, ...] = ()
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A way a row can go. to: what the form sends, "<parent>:<behind which row>"."""

    to: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table. row: as plain values. notes: marks of the row as a whole, of numbers, and
    of columns that are not shown. up, down: empty where it cannot go further."""

    row: Row
    number: int
    label: str
    depth: int
    is_group: bool
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]
    owner: str
    due: Deadline | None
    up: str
    down: str
    ways: tuple[Move, ...]
    improvements: tuple[RowImprovement, ...] = ()  # made from it


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with its rows. first: the column rows are called by; heads: all others.
    groups: (number, name with all around it) of the groups a new row can go into."""

    spec: Table
    key: str
    title: str
    row_word: str
    empty: str
    first: Head
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    groups: tuple[tuple[int, str], ...]
    is_ranked: bool
    has_owner: bool
    due_word: str
    has_readings: bool
    makes_improvements: bool


def label_of(table: Table, row: Row) -> str:
    """What a row is called; its number where it has no name."""
    return row.text(table.label) or _("Row %(n)d") % {"n": row.number}


def said(column: Column, value: Any) -> str:
    """A stored value in words."""
    if value in (None, "", False):
        return ""
    match column.type:
        case Type.NUMBER:
            return words(Number(Decimal(value), column.unit))
        case Type.CHOICE:
            return words(dict(column.choices).get(value, str(value)))
        case Type.DAY:
            on = day_of(value)
            return str(formats.date_format(on, "j F Y")) if on else ""
        case Type.FLAG:
            return YES
    return str(value)


def is_asked(column: Column, row: Row) -> bool:
    """Whether a column applies to a row."""
    return all(row.text(other) in values for other, values in (column.only or {}).items())


def views(
    spec: Kind,
    content: Content,
    outcome: Outcome,
    today: date,
    made: Mapping[int, tuple[RowImprovement, ...]] | None = None,
) -> tuple[TableView, ...]:
    """The tables of a worksheet. made: {row: its improvements}. No queries."""
    notes: Mapping[int, list[Mark]] = defaultdict(list)
    for mark in outcome.marks:
        if mark.row is not None:
            notes[mark.row].append(mark)
    return tuple(
        _view(spec, table, content, outcome, notes, made or {}, today) for table in spec.tables
    )


def _view(
    spec: Kind,
    table: Table,
    content: Content,
    outcome: Outcome,
    notes: Mapping[int, list[Mark]],
    made: Mapping[int, tuple[RowImprovement, ...]],
    today: date,
) -> TableView:
    shown = [each for each in table.columns if not table.shown or each.key in table.shown]
    shown = [each for each in shown if each.key != table.label]
    derived = [
        Head(each.key, words(each.label), words(each.help), each.is_number)
        for each in table.derived
    ]
    first = table.column(table.label) or table.columns[0]
    rows = _ordered(table, content, outcome)
    ranked = table.key in outcome.order
    moves = {} if ranked else _moves(table, content, rows)
    dues = {row.number: spec.due(content.settings, row) for _depth, row in rows}
    lines = []
    for depth, row in rows:
        marks, due = notes[row.number], dues[row.number]
        up, down, ways = moves.get(row.number, _STAYS)
        lines.append(
            Line(
                row=row,
                number=row.number,
                label=label_of(table, row),
                depth=depth,
                is_group=table.is_group(row),
                cells=_cells(shown, derived, row, outcome, marks),
                notes=_others(shown, derived, marks),
                owner=row.owner_name,
                due=deadline(due, today) if due else None,
                up=up,
                down=down,
                ways=ways,
                improvements=made.get(row.number, ()),
            )
        )
    due_word = words(spec.due_word) or _("Due") if any(dues.values()) else ""
    return _table(table, content, (first, shown, derived), tuple(lines), due_word, ranked)


def _table(
    table: Table,
    content: Content,
    heads: tuple[Column, Sequence[Column], Sequence[Head]],
    lines: tuple[Line, ...],
    due_word: str,
    is_ranked: bool,
) -> TableView:
    first, shown, derived = heads
    return TableView(
        spec=table,
        key=table.key,
        title=words(table.title),
        row_word=words(table.row),
        empty=words(table.empty),
        first=_head(first),
        heads=(*(_head(each) for each in shown), *derived),
        lines=lines,
        groups=groups(table, content),
        is_ranked=is_ranked,
        has_owner=table.has_owner,
        due_word=due_word,
        has_readings=table.has_readings,
        makes_improvements=table.makes_improvements,
    )


def _head(column: Column) -> Head:
    is_number = column.type is Type.NUMBER
    return Head(column.key, words(column.label), words(column.help), is_number, column.is_wide)


def _ordered(table: Table, content: Content, outcome: Outcome) -> list[tuple[int, Row]]:
    """The rows as they are shown, with their depth: what was left out of a ranking comes last."""
    if table.is_tree:
        return list(content.walk(table.key))
    rank = {number: place for place, number in enumerate(outcome.order.get(table.key, ()))}
    rows = content.table(table.key)
    return [(0, row) for row in sorted(rows, key=lambda row: rank.get(row.number, len(rank)))]


def _cells(
    shown: Iterable[Column],
    derived: Iterable[Head],
    row: Row,
    outcome: Outcome,
    marks: Sequence[Mark],
) -> tuple[Cell, ...]:
    cells = []
    for column in shown:
        text = said(column, row.values.get(column.key)) if is_asked(column, row) else ""
        href = text if column.type is Type.LINK else ""
        is_lines = column.type in (Type.LONG, Type.TEXT)
        cells.append(_cell(_head(column), text, marks, href=href, is_lines=is_lines))
    found = outcome.derived.get(row.number, {})
    for head in derived:
        cells.append(_cell(head, words(found[head.key]) if head.key in found else "", marks))
    return tuple(cells)


def _cell(head: Head, text: str, marks: Iterable[Mark], **more: Any) -> Cell:
    here = [mark for mark in marks if mark.column == head.key]
    more["is_short"] = (head.is_number or len(text) <= SHORT) and "\n" not in text
    if head.is_number:
        tones = {mark.tone for mark in here}
        return Cell(head, text, **more, tone="bad" if "bad" in tones else next(iter(tones), ""))
    return Cell(head, text, **more, notes=tuple(Note(words(m.text), m.tone) for m in here))


def _others(
    shown: Iterable[Column], derived: Iterable[Head], marks: Iterable[Mark]
) -> tuple[Note, ...]:
    at_cells = {each.key for each in shown if each.type is not Type.NUMBER}
    at_cells |= {each.key for each in derived if not each.is_number}
    return tuple(Note(words(mark.text), mark.tone) for mark in marks if mark.column not in at_cells)


_Moves = tuple[str, str, tuple[Move, ...]]
_STAYS: _Moves = ("", "", ())


def _moves(table: Table, content: Content, rows: Iterable[tuple[int, Row]]) -> dict[int, _Moves]:
    """{row: where up, down and into or out of groups is}."""
    siblings: dict[int | None, list[Row]] = defaultdict(list)
    for _depth, row in rows:
        siblings[row.parent].append(row)
    found: dict[int, _Moves] = {}
    for parent, beside in siblings.items():
        numbers = [0, *(row.number for row in beside)]
        for place, row in enumerate(beside):
            up = f"{parent or 0}:{numbers[place - 1]}" if place else ""
            down = f"{parent or 0}:{numbers[place + 2]}" if place + 1 < len(beside) else ""
            found[row.number] = (up, down, _ways(table, content, row, beside, place))
    return found


def _ways(
    table: Table, content: Content, row: Row, beside: Sequence[Row], place: int
) -> tuple[Move, ...]:
    """Into the next group before or behind it, and out of the one it is in."""
    if not table.is_tree:
        return ()
    before = next((each for each in reversed(beside[:place]) if table.is_group(each)), None)
    behind = next((each for each in beside[place + 1 :] if table.is_group(each)), None)
    ways = [
        Move(f"{group.number}:", _("Into %(group)s") % {"group": label_of(table, group)})
        for group in (before, behind)
        if group is not None
    ]
    around = content.row(row.parent) if row.parent else None
    if around is not None:
        label = _("Out of %(group)s") % {"group": label_of(table, around)}
        ways.append(Move(f"{around.parent or 0}:{around.number}", label))
    return tuple(ways)


def groups(table: Table, content: Content) -> tuple[tuple[int, str], ...]:
    """The groups of a tree, (number, name with all around it), in order."""
    found = []
    path: list[str] = []
    for depth, row in content.walk(table.key) if table.is_tree else ():
        path[depth:] = [label_of(table, row)]
        if table.is_group(row):
            found.append((row.number, " › ".join(path)))
    return tuple(found)
