"""What was filled into a worksheet, as plain values: what pages, milestones, reports and the API
hold alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from reviews.worksheets.columns import day, number

# Readings of a row that results, pages and milestones work with, newest: a month of hours.
READINGS_ALONG = 750


@dataclass(frozen=True, slots=True)
class Measured:
    """A value that was measured. at: ISO 8601 in UTC; value and total: decimals as text."""

    at: str
    value: str
    total: str = ""
    note: str = ""
    by: str = ""

    @property
    def when(self) -> datetime:
        """The moment, aware."""
        return datetime.fromisoformat(self.at)

    @property
    def amount(self) -> Decimal:
        """The value."""
        return Decimal(self.value)

    @property
    def of(self) -> Decimal | None:
        """The total; None where there is none."""
        return number(self.total)


@dataclass(frozen=True, slots=True)
class Row:
    """A row. values: {column: stored value}; a column that is not named is empty."""

    number: int
    table: str
    values: Mapping[str, Any] = field(default_factory=dict)
    parent: int | None = None
    owner_name: str = ""
    owner_id: int = 0
    readings: tuple[Measured, ...] = ()  # oldest first

    def text(self, column: str) -> str:
        """What is written there; "" for nothing."""
        return str(self.values.get(column, "") or "")

    def amount(self, column: str) -> Decimal | None:
        """The number there; None for nothing."""
        return number(self.values.get(column))

    def day(self, column: str) -> Any:
        """The date there; None for nothing."""
        return day(self.values.get(column))

    def flag(self, column: str) -> bool:
        """Whether it is ticked."""
        return self.values.get(column) is True

    @property
    def latest(self) -> Measured | None:
        """What was measured last."""
        return self.readings[-1] if self.readings else None


@dataclass(frozen=True, slots=True)
class Content:
    """A worksheet. rows: of all tables, each table's in its order (of a tree: siblings in
    theirs)."""

    kind: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    def table(self, key: str) -> tuple[Row, ...]:
        """The rows of one table, in order."""
        return tuple(row for row in self.rows if row.table == key)

    def row(self, wanted: int) -> Row | None:
        """The row with this number."""
        return next((row for row in self.rows if row.number == wanted), None)

    def children(self, parent: int | None, table: str) -> tuple[Row, ...]:
        """The rows nested directly in another, or the outermost of a table."""
        return tuple(row for row in self.rows if row.table == table and row.parent == parent)

    def walk(self, table: str) -> Iterator[tuple[int, Row]]:
        """Every row of a tree with its depth, parents before children, in order."""
        yield from self._walk(table, None, 0)

    def _walk(self, table: str, parent: int | None, depth: int) -> Iterator[tuple[int, Row]]:
        for row in self.children(parent, table):
            yield depth, row
            yield from self._walk(table, row.number, depth + 1)

    def setting(self, key: str) -> Decimal | None:
        """A setting that is a number."""
        return number(self.settings.get(key))

    @property
    def is_empty(self) -> bool:
        """Nothing was written into it."""
        return not self.rows


def from_json(values: Iterable[Mapping[str, Any]]) -> tuple[Content, ...]:
    """Worksheets from stored JSON values (milestones); the inverse of dataclasses.asdict."""
    return tuple(
        Content(
            kind=value["kind"],
            settings=value.get("settings", {}),
            rows=tuple(_row(row) for row in value.get("rows", ())),
        )
        for value in values
    )


def _row(value: Mapping[str, Any]) -> Row:
    measured = tuple(Measured(**reading) for reading in value.get("readings", ()))
    return Row(**{**value, "readings": measured})
