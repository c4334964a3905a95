"""Worksheets, game days and the review plan as Markdown, from what the printed ones show."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reviews.documents.markdown import heading, line, paragraphs, table
from reviews.documents.movements import Movements
from reviews.documents.rehearsals import DayPart, Rehearsals, ReviewPlan
from reviews.documents.scope import Text
from reviews.documents.worksheet_tables import PaperSheet, PaperTable

Pieces = Iterator[str]


def worksheets(sheets: tuple[PaperSheet, ...]) -> Pieces:
    """The chapter of worksheets."""
    yield heading(2, _("Worksheets"))
    for sheet in sheets:
        yield heading(3, sheet.title)
        yield f"{line(sheet.lead)}\n\n"
        yield f"**{line(sheet.headline)}**\n\n" if sheet.headline else ""
        if sheet.facts:
            rows = ((fact.label, fact.value, fact.note) for fact in sheet.facts)
            yield from table((_("Result"), _("Value"), _("Note")), rows)
        yield from (f"- {line(note.text)}\n" for note in sheet.notes)
        yield "\n" if sheet.notes else ""
        for filled in sheet.tables:
            yield from _table(filled)
        yield f"{line(sheet.empty)}\n\n" if sheet.empty else ""
        yield from texts(sheet.settings)


def _table(of: PaperTable) -> Pieces:
    yield heading(4, of.title)
    has_more = any(row.texts or row.notes for row in of.rows)
    heads = (of.first, *(head.label for head in of.heads))
    rows = (
        (
            f"{'— ' * row.depth}{row.label}",
            *(cell.text for cell in row.cells),
            *((_beside(row.texts, [note.text for note in row.notes]),) if has_more else ()),
        )
        for row in of.rows
    )
    yield from table((*heads, _("Also")) if has_more else heads, rows)


def _beside(labelled: tuple[Text, ...], notes: list[str]) -> str:
    return " · ".join([*notes, *(f"{each.label}: {each.text}" for each in labelled)])


def game_days(of: Rehearsals) -> Pieces:
    """The chapter of game days."""
    yield heading(2, _("Game days"))
    yield f"{line(of.sentence)}\n\n"
    for day in of.days:
        yield from _day(day)
    yield from (f"- {line(title)}\n" for title in of.more)
    yield "\n" if of.more else ""


def _day(of: DayPart) -> Pieces:
    yield heading(3, f"{of.number}. {of.title}")
    yield f"{line(' · '.join(of.facts))}\n\n"
    yield f"**{line(of.verdict)}**\n\n" if of.verdict else ""
    yield from texts(of.plan)
    if of.entries:
        rows = ((each.time, each.word, each.text, each.by) for each in of.entries)
        yield from table((_("Time"), _("What"), _("What happened"), _("Told by")), rows)
    yield from texts((*of.times, *of.learned))
    if of.findings:
        found = (
            (each.number, each.text, each.impact, ", ".join(each.improvements))
            for each in of.findings
        )
        heads = (_("No."), _("What was found"), _("Impact"), _("Improvements"))
        yield from table(heads, found)


def plan(of: ReviewPlan) -> Pieces:
    """The chapter of the review plan."""
    yield heading(2, _("Review plan"))
    yield f"{line(of.sentence)}\n\n"
    heads = (
        _("Review"), _("Occasion"), _("Day"), _("Recorded"), _("Note"), _("Budget"), _("Spent"),
    )  # fmt: skip
    rows = (
        (row.title, row.occasion, row.day, row.state, row.note, row.budget, row.spent)
        for row in of.rows
    )
    yield from table(heads, rows, right=2)


def moved(changes: Movements, level: int) -> Pieces:
    """Worksheets and game days that differ between two states."""
    for sheet in changes.worksheets:
        yield heading(level, sheet.title)
        yield f"{line(sheet.remark)}\n\n" if sheet.remark else ""
        yield f"{line(sheet.result.before)} → **{line(sheet.result.after)}**\n\n"
        if sheet.facts:
            facts = ((fact.label, fact.before, fact.after) for fact in sheet.facts)
            yield from table((_("Result"), _("Before"), _("After")), facts)
        for setting in sheet.settings:
            yield f"- {line(setting.label)}: {line(setting.before)} → {line(setting.after)}\n"
        for row in sheet.rows:
            said = "; ".join(f"{pair.label}: {pair.before} → {pair.after}" for pair in row.values)
            yield f"- **{line(row.label)}** – {line(row.word)}{line(f': {said}') if said else ''}\n"
        yield f"\n{line(sheet.measured)}\n\n" if sheet.measured else "\n"
    if changes.game_days:
        yield heading(level, _("Game days"))
        days = (
            (f"{day.number}. {day.title}", day.before, day.after, day.findings)
            for day in changes.game_days
        )
        yield from table((_("Game day"), _("Before"), _("After"), _("Findings")), days)


def texts(labelled: tuple[Text, ...]) -> Pieces:
    """Labelled texts, each a paragraph."""
    for text in labelled:
        yield f"**{line(text.label)}**  \n{paragraphs(text.text)}\n\n"
