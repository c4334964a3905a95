"""What a kind of worksheet is: its tables, its settings, and what is worked out from them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reviews.worksheets.columns import Column
from reviews.worksheets.content import Content, Row
from reviews.worksheets.measuring import ANY_TIME, Measures
from reviews.worksheets.wording import Said


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that is worked out, not typed. is_number: it is set flush right."""

    key: str
    label: str
    is_number: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a worksheet.

    row: what one row is called ("component"). is_tree: rows nest (Row.parent); groups: which of
    them hold others, {column: values}. has_owner: a person looks after a row. has_readings:
    values are measured for its rows; measures: what they mean. makes_improvements: a row can
    become an improvement. label: the column a row is called by; also: one more that tells it from
    others where the row itself is not seen. shown: the columns of the narrow table, the others
    are in the row's form only; empty: all.
    """

    key: str
    title: str
    row: str
    columns: tuple[Column, ...]
    label: str
    also: str = ""
    derived: tuple[Derived, ...] = ()
    is_tree: bool = False
    has_owner: bool = False
    has_readings: bool = False
    measures: Measures = ANY_TIME
    makes_improvements: bool = False
    shown: tuple[str, ...] = ()
    empty: str = ""  # what to say while it has no rows
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def name_of(self, values: Mapping[str, Any]) -> str:
        """What a row with these values is called where the row itself is not seen."""
        parts = (str(values.get(key, "") or "") for key in (self.label, self.also) if key)
        return ": ".join(part for part in parts if part)

    def column(self, key: str) -> Column | None:
        """The column with this key."""
        return next((column for column in self.columns if column.key == key), None)

    def is_group(self, row: Row) -> bool:
        """Whether a row holds others."""
        return any(row.text(column) in values for column, values in self.groups.items())


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the result. tone: good, bad, warn or empty."""

    label: str
    value: Said
    tone: str = ""
    note: Said | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to look at. row None: the sheet as a whole; column empty: the row as a whole."""

    text: Said
    row: int | None = None
    column: str = ""
    tone: str = "bad"  # bad or warn


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from a worksheet.

    derived: {row number: {derived key: text}}. facts: words for the evidence mapping
    (evidence.yaml), such as "filled" or "target-met". details: the kind's own result, a frozen
    dataclass for its page and its report. order: {table: row numbers} where a table is ranked
    by what was worked out instead of by hand. headline: the result in one line, for where the
    sheet is named ("99.899% against a target of 99.9%: below"), in the tone of a Fact; without
    one the first line of the summary is said.
    """

    summary: tuple[Fact, ...] = ()
    derived: Mapping[int, Mapping[str, Said]] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    facts: frozenset[str] = frozenset()
    details: Any = None
    order: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    headline: Said | None = None
    tone: str = ""


def nothing_due(_settings: Mapping[str, Any], _row: Row) -> date | None:
    """Rows that are never due."""
    return None


def nothing_untried(_row: Row) -> bool:
    """Rows of which nothing has to be tried."""
    return False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of worksheet. lead: what it is for, in a sentence. pillar: the framework's key.

    work_out(content, today): everything that follows. due(settings, row): the day something of
    a row is due, for reminders and calendars; due_word says what it is that is due ("Next test").
    is_untried(row): that was never done yet, so no day follows; untried_word says what it would
    be ("First test"). improvement(content,
    row, today): the texts an improvement made from the row begins with, {field: Said, text or
    a tuple of them, one a line}; see proposals.py.
    check(content): Wrong when rows do not fit together (raised before anything is stored).
    begin(content, regions): the starting rows as they are for a workload in these regions.
    """

    key: str
    title: str
    lead: str
    pillar: str
    tables: tuple[Table, ...]
    work_out: Callable[[Content, date], Outcome]
    settings: tuple[Column, ...] = ()
    due: Callable[[Mapping[str, Any], Row], date | None] = nothing_due
    due_word: str = ""
    is_untried: Callable[[Row], bool] = nothing_untried
    untried_word: str = ""
    improvement: Callable[[Content, Row, date], Mapping[str, Any]] | None = None
    check: Callable[[Content], None] | None = None
    begin: Callable[[Content, Sequence[str]], Content] | None = None

    def table(self, key: str) -> Table | None:
        """The table with this key."""
        return next((table for table in self.tables if table.key == key), None)

    def setting(self, key: str) -> Column | None:
        """The setting with this key."""
        return next((setting for setting in self.settings if setting.key == key), None)

    def defaults(self) -> dict[str, Any]:
        """The settings of a new worksheet."""
        return {setting.key: setting.default for setting in self.settings}
