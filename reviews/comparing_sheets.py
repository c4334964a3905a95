"""What differs in worksheets and game days between two states. Pure.

Rows are matched by their number, which never means another row. Seen backwards everything is
mirrored: before and after change places, and so do added and removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reviews.snapshot_sheets import SnapshotGameDay
from reviews.worksheets.content import Content, Row

PARENT = "parent"  # a row is nested in another one now


class RowMove(StrEnum):
    """What happened to a row between two states."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


ROW_MIRROR = {
    RowMove.ADDED: RowMove.REMOVED,
    RowMove.REMOVED: RowMove.ADDED,
    RowMove.CHANGED: RowMove.CHANGED,
}


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A column, setting or parent that is another one, as stored; "" for nothing."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came, went or says something else. row: as it is, or was last."""

    move: RowMove
    row: Row
    values: tuple[ValueChange, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetChange:
    """A worksheet that is another one. before, after: None where it was not started.

    measured: how many values were measured that were not there before.
    """

    kind: str
    before: Content | None
    after: Content | None
    settings: tuple[ValueChange, ...]
    rows: tuple[RowChange, ...]
    measured: int


@dataclass(frozen=True, slots=True)
class GameDayChange:
    """A game day in another state. None: it was not planned yet, or is not there any more."""

    number: int
    title: str
    before: str | None
    after: str | None
    held_on: str = ""  # ISO 8601, of the state in which it was held
    findings: int = 0


def worksheets(before: Iterable[Content], after: Iterable[Content]) -> tuple[SheetChange, ...]:
    """The worksheets that differ, in their order."""
    olds = {content.kind: content for content in before}
    news = {content.kind: content for content in after}
    found = (_sheet(kind, olds.get(kind), news.get(kind)) for kind in {**news, **olds})
    return tuple(change for change in found if change is not None)


def game_days(
    before: Iterable[SnapshotGameDay], after: Iterable[SnapshotGameDay]
) -> tuple[GameDayChange, ...]:
    """The game days in another state, by number."""
    olds = {day.number: day for day in before}
    news = {day.number: day for day in after}
    found = []
    for number in sorted({*olds, *news}):
        old, new = olds.get(number), news.get(number)
        states = old.state if old else None, new.state if new else None
        day = new or old
        if day is not None and states[0] != states[1]:
            held = next((each for each in (new, old) if each and each.state == "done"), None)
            on, count = (held.day, len(held.findings)) if held else ("", 0)
            found.append(GameDayChange(number, day.title, *states, on, count))
    return tuple(found)


def _sheet(kind: str, old: Content | None, new: Content | None) -> SheetChange | None:
    before, after = old or Content(kind), new or Content(kind)
    rows = tuple(_rows(before, after))
    both = old is not None and new is not None
    settings = _values(before.settings, after.settings) if both else ()
    had = {(row.number, each.at) for row in before.rows for each in row.readings}
    has = {(row.number, each.at) for row in after.rows for each in row.readings}
    measured = len(has - had)
    if both and not (rows or settings or measured):
        return None
    return SheetChange(kind, old, new, settings, rows, measured)


def _rows(before: Content, after: Content) -> Iterable[RowChange]:
    olds = {row.number: row for row in before.rows}
    news = {row.number: row for row in after.rows}
    for number in {**news, **olds}:
        old, new = olds.get(number), news.get(number)
        if old is None and new is not None:
            yield RowChange(RowMove.ADDED, new)
        elif new is None and old is not None:
            yield RowChange(RowMove.REMOVED, old)
        elif old is not None and new is not None:
            changed = _values(old.values, new.values)
            if old.parent != new.parent:
                changed += (ValueChange(PARENT, old.parent or "", new.parent or ""),)
            if changed:
                yield RowChange(RowMove.CHANGED, new, changed)


def _values(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ValueChange, ...]:
    return tuple(
        ValueChange(key, before.get(key, ""), after.get(key, ""))
        for key in {**after, **before}
        if before.get(key, "") != after.get(key, "")
    )
