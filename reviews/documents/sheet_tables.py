"""Tables of worksheets, game days and the review plan for spreadsheets: every column, numbers as
numbers, moments as moments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reviews.documents import choosing, phrasing, rehearsals, worksheet_tables
from reviews.documents.cells import Cell
from reviews.documents.sheets import Sheet, columns, day, moment
from reviews.documents.subjects import Options, WorkloadSubject
from reviews.documents.worksheet_tables import Worked
from reviews.reads import worksheet_tables as shown
from reviews.reads import worksheets
from reviews.snapshot import Snapshot
from reviews.snapshot_sheets import SnapshotGameDay
from reviews.telling import words
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Row
from reviews.worksheets.spec import Table

_EXACT = 15  # digits a spreadsheet keeps of a number
_TITLE = 31  # characters of a sheet's name


def of_workload(subject: WorkloadSubject, options: Options) -> Iterator[Sheet]:
    """The tables beside those of the answers, each only when its chapter is wanted."""
    snapshot = choosing.narrow(subject.snapshot, options, review_id=subject.review_id)
    if options.wants("worksheets"):
        yield from of_worksheets(snapshot, on=subject.on)
    if options.wants("game_days"):
        yield from of_game_days(snapshot)
    if options.wants("review_plan"):
        yield from of_plan(snapshot)


def only_of(subject: WorkloadSubject, options: Options) -> Sheet | None:
    """The one table of a file that holds no more, where the answers are not wanted; None where
    they are, or nothing of this."""
    if options.wants("answers"):
        return None
    snapshot = choosing.narrow(subject.snapshot, options, review_id=subject.review_id)
    if options.wants("worksheets"):
        return values(snapshot, on=subject.on)
    if options.wants("game_days"):
        return _timelines(snapshot.game_days)
    return next(of_plan(snapshot), None) if options.wants("review_plan") else None


def of_worksheets(snapshot: Snapshot, *, on: date) -> Iterator[Sheet]:
    """What came out of every worksheet, one sheet per table that has rows, and what was
    measured."""
    found = worksheet_tables.worked(snapshot.worksheets, on=on)
    if not found:
        return
    yield _results(found)
    for each in found:
        filled = [table for table in each.kind.tables if each.content.table(table.key)]
        for table in filled:
            title = words(each.kind.title)
            if len(each.kind.tables) > 1:
                title = phrasing.shortened(f"{words(table.title)} – {title}", _TITLE)
            yield _table(each, table, title)
    if any(row.readings for each in found for row in each.content.rows):
        yield _readings(found)


def of_game_days(snapshot: Snapshot) -> Iterator[Sheet]:
    """Game days, their timelines, and what they found."""
    days = snapshot.game_days
    if not days:
        return
    yield _game_days(days)
    if any(each.entries for each in days):
        yield _timelines(days)
    if any(each.findings for each in days):
        yield _findings(days)


def of_plan(snapshot: Snapshot) -> Iterator[Sheet]:
    """The review plan."""
    if not snapshot.planned_reviews:
        return
    heads = (
        (_("No."), 6), (_("Review"), 40), (_("Occasion"), 20), (_("Day"), 12),
        (_("Budget in minutes"), 12), (_("Minutes in sessions"), 12),
        (_("Minutes outside sessions"), 12), (_("Milestone"), 10), (_("Note"), 50),
    )  # fmt: skip
    rows = (
        (
            each.number, each.title, rehearsals.occasion_word(each.kind), day(each.planned_on),
            each.budget_minutes, each.session_minutes, each.extra_minutes,
            each.milestone or None, each.note,
        )
        for each in snapshot.planned_reviews
    )  # fmt: skip
    yield Sheet(_("Review plan"), columns(heads), rows)


def values(snapshot: Snapshot, *, on: date) -> Sheet:
    """Everything in worksheets, one row per value: for files that hold a single table."""
    heads = (
        (_("Worksheet"), 26), (_("Table"), 24), (_("No."), 6), (_("Row"), 40), (_("Column"), 24),
        (_("Value"), 40),
    )  # fmt: skip
    found = worksheet_tables.worked(snapshot.worksheets, on=on)
    return Sheet(_("Worksheets"), columns(heads), (row for each in found for row in _values(each)))


def _values(of: Worked) -> Iterator[tuple[Cell, ...]]:
    title = words(of.kind.title)
    for fact in worksheets.summary(of.outcome):
        yield title, _("Result"), None, "", fact.label, fact.value
    for setting in of.kind.settings:
        value = of.content.settings.get(setting.key)
        yield title, _("Settings"), None, "", words(setting.label), _typed(setting, value)
    for table in of.kind.tables:
        for row in of.content.table(table.key):
            called = shown.label_of(table, row)
            begin = (title, words(table.title), row.number, called)
            for label, value in _cells(of, table, row):
                if value not in (None, "", called):
                    yield *begin, label, value


def _results(found: Iterable[Worked]) -> Sheet:
    def rows() -> Iterator[tuple[Cell, ...]]:
        for each in found:
            title = words(each.kind.title)
            for fact in worksheets.summary(each.outcome):
                yield title, fact.label, fact.value, fact.note
            for mark in each.outcome.marks:
                if mark.row is None:
                    yield title, _("To look at"), words(mark.text), ""

    heads = ((_("Worksheet"), 26), (_("Result"), 40), (_("Value"), 40), (_("Note"), 60))
    return Sheet(_("Worksheets"), columns(heads), rows())


def _table(of: Worked, table: Table, title: str) -> Sheet:
    rows = [_cells(of, table, row) for row in of.content.table(table.key)]
    wide = {words(column.label) for column in table.columns if column.is_wide}
    called = table.column(table.label)
    first = words(called.label) if called else ""
    heads = [
        (label, 40 if label in wide else 34 if label == first else 16) for label, _cell in rows[0]
    ]
    return Sheet(
        title,
        columns([(_("No."), 6), *heads]),
        (
            (plain.number, *(cell for _label, cell in row))
            for plain, row in zip(of.content.table(table.key), rows, strict=True)
        ),
    )


def _cells(of: Worked, table: Table, row: Row) -> list[tuple[str, Cell]]:
    """Every column of a row with its head: what was typed, what follows, who, and what to see."""
    derived = of.outcome.derived.get(row.number, {})
    cells: list[tuple[str, Cell]] = [
        (words(column.label), _typed(column, row.values.get(column.key)))
        for column in table.columns
    ]
    if table.is_tree:
        parent = of.content.row(row.parent) if row.parent else None
        cells.insert(0, (_("Within"), shown.label_of(table, parent) if parent else ""))
    cells += [
        (words(each.label), words(derived[each.key]) if each.key in derived else "")
        for each in table.derived
    ]
    if table.has_owner:
        cells.append((_("Owner"), row.owner_name))
    due = of.kind.due(of.content.settings, row)
    if of.kind.due_word:
        cells.append((phrasing.capital(words(of.kind.due_word)), due))
    marks = [words(mark.text) for mark in of.outcome.marks if mark.row == row.number]
    return [*cells, (_("To look at"), "\n".join(marks))]


def _typed(column: Column, value: Any) -> Cell:
    """A stored value as a spreadsheet holds it: a number with more digits than that is a text."""
    if value in (None, "", False):
        return None
    if column.type is Type.NUMBER:
        return number(str(value))
    if column.type is Type.DAY:
        return day(str(value))
    return _("yes") if column.type is Type.FLAG else shown.said(column, value)


def number(text: str) -> Cell:
    """A decimal as a number, or as text where a spreadsheet would round it."""
    if not text:
        return None
    found = Decimal(text)
    if len(found.as_tuple().digits) > _EXACT:
        return text
    return int(found) if found == found.to_integral_value() else float(found)


def _readings(found: Iterable[Worked]) -> Sheet:
    heads = (
        (_("Worksheet"), 26), (_("No."), 6), (_("Row"), 34), (_("When"), 18), (_("Value"), 14),
        (_("Of"), 14), (_("Note"), 40),
    )  # fmt: skip
    rows = (
        (
            words(each.kind.title), row.number, shown.label_of(table, row), moment(reading.at),
            number(reading.value), number(reading.total), reading.note,
        )
        for each in found
        for table in each.kind.tables
        for row in each.content.table(table.key)
        for reading in row.readings
    )  # fmt: skip
    return Sheet(_("Readings"), columns(heads), rows)


def _game_days(days: Iterable[SnapshotGameDay]) -> Sheet:
    heads = (
        (_("No."), 6), (_("Game day"), 40), (_("State"), 12), (_("Planned"), 18),
        (_("Began"), 18), (_("Ended"), 18), (_("Where"), 16), (_("Hypothesis"), 40),
        (_("Scenario"), 40), (_("Blast radius"), 30), (_("Stop conditions"), 30),
        (_("Runbook"), 40), (_("People"), 30), (_("Minutes until it was seen"), 12),
        (_("Minutes until it was over"), 12), (_("Stopped early"), 10),
        (_("The hypothesis held"), 10), (_("What held"), 40), (_("What broke"), 40),
        (_("What was learned"), 40),
    )  # fmt: skip
    return Sheet(_("Game days"), columns(heads), (game_day(each) for each in days))


def game_day(of: SnapshotGameDay) -> tuple[Cell, ...]:
    """A game day as a row."""
    times = rehearsals.times_of(of)
    held = {True: _("yes"), False: _("no"), None: ""}[of.was_confirmed]
    return (
        of.number, of.title, rehearsals.state_word(of.state), moment(of.planned_at),
        moment(of.started_at), moment(of.ended_at), of.environment, of.hypothesis, of.scenario,
        of.blast_radius, of.stop_conditions,
        "\n".join(text for text in (of.runbook, of.runbook_url) if text),
        ", ".join(rehearsals.part_of(part) for part in of.parts),
        rehearsals.minutes_of(times.to_detect), rehearsals.minutes_of(times.to_recover),
        _("yes") if of.stopped_early else "", held, of.held, of.broke, of.learned,
    )  # fmt: skip


def _timelines(days: Iterable[SnapshotGameDay]) -> Sheet:
    heads = (
        (_("Game day"), 10), (_("Title"), 34), (_("When"), 18), (_("What"), 18),
        (_("What happened"), 60), (_("Told by"), 20),
    )  # fmt: skip
    rows = (
        (
            each.number, each.title, moment(entry.at), rehearsals.entry_word(entry.kind),
            entry.text, entry.person_name,
        )
        for each in days
        for entry in each.entries
    )  # fmt: skip
    return Sheet(_("Timelines"), columns(heads), rows)


def _findings(days: Iterable[SnapshotGameDay]) -> Sheet:
    heads = (
        (_("Game day"), 10), (_("Title"), 34), (_("No."), 6), (_("What was found"), 60),
        (_("Impact"), 10), (_("Improvements"), 14),
    )  # fmt: skip
    rows = (
        (
            each.number, each.title, found.number, found.text,
            rehearsals.impact_word(found.impact), ", ".join(str(n) for n in found.improvements),
        )
        for each in days
        for found in each.findings
    )  # fmt: skip
    return Sheet(_("Findings of game days"), columns(heads), rows)
