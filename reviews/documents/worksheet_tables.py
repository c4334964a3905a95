"""Worksheets as a document tells them: results, tables and what to look at, worked out as of a
day. One way for all kinds; what a kind draws beside them is in worksheet_pictures.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reviews.documents import phrasing, worksheet_pictures
from reviews.documents.scope import Text
from reviews.documents.worksheet_pictures import Picture
from reviews.reads import worksheet_tables, worksheets
from reviews.reads.worksheet_tables import Head, Line, Note, TableView
from reviews.reads.worksheets import Summary
from reviews.telling import words
from reviews.worksheets.content import Content
from reviews.worksheets.kinds import KINDS
from reviews.worksheets.spec import Kind, Outcome

MOST_COLUMNS = 5  # beside the first; the others of a row are told below its name


@dataclass(frozen=True, slots=True)
class PaperCell:
    """What stands in a column of a row. tone: good, bad, warn or empty."""

    label: str
    text: str
    is_number: bool
    tone: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A row of a table. texts: what has no column of its own, labelled."""

    number: int
    label: str
    depth: int
    is_group: bool
    cells: tuple[PaperCell, ...]  # as many as the table has heads
    texts: tuple[Text, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table that fits a page: the column rows are called by, the others, its rows."""

    title: str
    first: str
    heads: tuple[Head, ...]
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A worksheet. headline: the result in a line, in its tone; notes: what to look at in it as a
    whole."""

    kind: str
    title: str
    anchor: str
    lead: str
    headline: str
    tone: str
    facts: tuple[Summary, ...]
    settings: tuple[Text, ...]
    notes: tuple[Note, ...]
    pictures: tuple[Picture, ...]
    tables: tuple[PaperTable, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A worksheet with what follows from it."""

    kind: Kind
    content: Content
    outcome: Outcome


def worked(contents: Iterable[Content], *, on: date) -> tuple[Worked, ...]:
    """What follows from worksheets on a day; of kinds that are known here."""
    return tuple(
        Worked(kind, content, kind.work_out(content, on))
        for content in contents
        if (kind := KINDS.get(content.kind)) is not None
    )


def build(contents: Iterable[Content], *, on: date) -> tuple[PaperSheet, ...]:
    """The worksheets as a document tells them."""
    return tuple(_sheet(each, on) for each in worked(contents, on=on))


def headline_of(outcome: Outcome) -> tuple[str, str]:
    """The result in a line, and its tone: its own, or the first of the summary."""
    if outcome.headline is not None:
        return words(outcome.headline), outcome.tone
    if outcome.summary:
        first = outcome.summary[0]
        return f"{words(first.label)}: {words(first.value)}", first.tone
    return "", ""


def _sheet(of: Worked, on: date) -> PaperSheet:
    headline = words(of.outcome.headline) if of.outcome.headline else ""
    views = worksheet_tables.views(of.kind, of.content, of.outcome, on)
    tables = tuple(_table(view) for view in views if view.lines)
    return PaperSheet(
        kind=of.kind.key,
        title=words(of.kind.title),
        anchor=f"worksheet-{of.kind.key}",
        lead=words(of.kind.lead),
        headline=headline,
        tone=of.outcome.tone,
        facts=worksheets.summary(of.outcome),
        settings=tuple(
            Text(setting.label, setting.text)
            for setting in worksheets.settings_of(of.kind, of.content)
            if setting.text
        ),
        notes=tuple(
            Note(words(mark.text), mark.tone) for mark in of.outcome.marks if mark.row is None
        ),
        pictures=worksheet_pictures.of(of.kind.key, of.content, of.outcome, on),
        tables=tables,
        empty="" if tables else _("Nothing was filled in yet."),
    )


def _table(view: TableView) -> PaperTable:
    heads = _heads(view)
    keys = {head.key for head in heads}
    return PaperTable(
        title=view.title,
        first=view.first.label,
        heads=heads,
        rows=tuple(_row(view, line, keys) for line in view.lines),
    )


def _heads(view: TableView) -> tuple[Head, ...]:
    """The columns there is room for, of those in which anything stands.

    Long texts go first, then what need not be filled in: what was worked out stays longest, it is
    why people look.
    """
    there = [
        head
        for place, head in enumerate(view.heads)
        if any(line.cells[place].text for line in view.lines)
    ]
    if len(there) > MOST_COLUMNS:
        there = [head for head in there if not head.is_wide]
    typed = {column.key: column for column in view.spec.columns}
    while len(there) > MOST_COLUMNS:
        free = [h for h in there if h.key in typed and not typed[h.key].is_required]
        free = free or [head for head in there if head.key in typed]
        there.remove(free[-1] if free else there[-1])
    return tuple(there)


def _row(view: TableView, line: Line, keys: set[str]) -> PaperRow:
    cells = {cell.head.key: cell for cell in line.cells}
    notes = [note for cell in line.cells for note in cell.notes]
    return PaperRow(
        number=line.number,
        label=line.label,
        depth=min(line.depth, 6),
        is_group=line.is_group,
        cells=tuple(
            PaperCell(cell.head.label, cell.text, cell.head.is_number, cell.tone)
            for key, cell in cells.items()
            if key in keys
        ),
        texts=tuple(_texts(view, line, keys)),
        notes=(*line.notes, *notes),
    )


def _texts(view: TableView, line: Line, keys: set[str]) -> Iterable[Text]:
    """What of a row has no column, the day something is due, and who looks after it."""
    for column in view.spec.columns:
        if column.key in keys or column.key == view.first.key:
            continue
        value: Any = line.row.values.get(column.key)
        if value == column.default:  # nobody thought about it
            continue
        text = worksheet_tables.said(column, value)
        if text and worksheet_tables.is_asked(column, line.row):
            yield Text(words(column.label), text)
    if line.due is not None:
        late = f" {_('(overdue)')}" if line.due.state == "overdue" else ""
        yield Text(phrasing.capital(view.due_word), f"{phrasing.day(line.due.on)}{late}")
    if line.owner:
        yield Text(_("Owner"), line.owner)
