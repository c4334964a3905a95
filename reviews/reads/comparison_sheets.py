"""What a comparison shows of worksheets and game days: results before and after, rows that came,
went or changed, rehearsals that were held in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.comparing import Comparison
from reviews.comparing_sheets import (
    PARENT,
    GameDayChange,
    RowChange,
    RowMove,
    SheetChange,
    ValueChange,
)
from reviews.models import GameDayState
from reviews.reads import worksheet_tables, worksheets
from reviews.telling import words
from reviews.worksheets.columns import Column
from reviews.worksheets.content import Content
from reviews.worksheets.kinds import KINDS
from reviews.worksheets.spec import Kind, Outcome

NONE = "–"
_BETTER = {"good": 2, "warn": 1, "bad": 0}


@dataclass(frozen=True, slots=True)
class Pair:
    """Something before and after, in words. state: better, worse or same."""

    label: str
    before: str
    after: str
    state: str = "same"


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row that came, went or changed. move: added, removed or changed; word: the same, said."""

    move: str
    word: str
    table: str
    number: int
    label: str
    values: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A worksheet that is another one. remark: whether it came or went; measured: a sentence."""

    kind: str
    title: str
    is_there: bool
    remark: str
    result: Pair
    facts: tuple[Pair, ...]
    settings: tuple[Pair, ...]
    rows: tuple[RowLine, ...]
    measured: str


@dataclass(frozen=True, slots=True)
class GameDayLine:
    """A game day in another state, in words."""

    number: int
    title: str
    before: str
    after: str
    held_at: datetime | None
    findings: str
    is_there: bool


def sheets(found: Comparison, *, before: date, after: date) -> tuple[SheetLine, ...]:
    """The worksheets that differ; each side is worked out as of its day."""
    return tuple(
        _sheet(KINDS[each.kind], each, before, after)
        for each in found.worksheets
        if each.kind in KINDS
    )


def game_days(found: Comparison) -> tuple[GameDayLine, ...]:
    """The game days that moved on."""
    return tuple(_game_day(each) for each in found.game_days)


def sentence(found: Comparison) -> str:
    """How many game days were held in between; empty for none."""
    held = len(found.held)
    if not held:
        return ""
    return ngettext(
        "%(n)d game day was held in between.", "%(n)d game days were held in between.", held
    ) % {"n": held}


def _sheet(kind: Kind, of: SheetChange, before: date, after: date) -> SheetLine:
    old = kind.work_out(of.before, before) if of.before else None
    new = kind.work_out(of.after, after) if of.after else None
    remark = "" if old and new else _("Started in between") if new else _("Not there any more")
    facts = tuple(_facts(old, new))
    return SheetLine(
        kind=kind.key,
        title=words(kind.title),
        is_there=of.after is not None,
        remark=remark,
        result=_result(old, new, facts),
        facts=facts,
        settings=tuple(
            _pair(setting, each)
            for each in of.settings
            if (setting := kind.setting(each.key)) is not None
        ),
        rows=tuple(_row(kind, of, each) for each in of.rows),
        measured=ngettext(
            "%(n)d value was measured.", "%(n)d values were measured.", of.measured
        ) % {"n": of.measured} if of.measured else "",
    )  # fmt: skip


def _result(old: Outcome | None, new: Outcome | None, facts: Sequence[Pair]) -> Pair:
    """The result in a line on either side; where it is the same, the first line that is not."""
    before, was = _headline(old)
    after, tone = _headline(new)
    if before == after and facts:
        first = facts[0]
        return Pair("", f"{first.label}: {first.before}", first.after, first.state)
    return Pair("", before, after, _state(was, tone))


def _headline(outcome: Outcome | None) -> tuple[str, str]:
    """The result in a line: its own, or the first of the summary."""
    if outcome is None:
        return NONE, ""
    if outcome.headline is not None:
        return words(outcome.headline), outcome.tone
    first = next(iter(outcome.summary), None)
    return (f"{words(first.label)}: {words(first.value)}", first.tone) if first else (NONE, "")


def _facts(old: Outcome | None, new: Outcome | None) -> Iterable[Pair]:
    """The lines of the result that say something else; what only one side says beside nothing."""
    olds = {fact.label: fact for fact in worksheets.summary(old)} if old else {}
    news = {fact.label: fact for fact in worksheets.summary(new)} if new else {}
    for label in {**news, **olds}:
        was, now = olds.get(label), news.get(label)
        before, after = was.value if was else NONE, now.value if now else NONE
        if before != after:
            state = _state(was.tone if was else "", now.tone if now else "")
            yield Pair(label, before, after, state)


def _state(before: str, after: str) -> str:
    if before not in _BETTER or after not in _BETTER or before == after:
        return "same"
    return "better" if _BETTER[after] > _BETTER[before] else "worse"


def _row(kind: Kind, sheet: SheetChange, of: RowChange) -> RowLine:
    table = kind.table(of.row.table)
    columns = {column.key: column for column in table.columns} if table else {}
    pairs = [_pair(columns[each.key], each) for each in of.values if each.key in columns]
    moved = next((each for each in of.values if each.key == PARENT), None)
    if moved is not None:
        names = {**_names(kind, sheet.before), **_names(kind, sheet.after)}
        before, after = names.get(moved.before, NONE), names.get(moved.after, NONE)
        pairs.append(Pair(_("Within"), before, after))
    return RowLine(
        move=of.move.value,
        word=_word(of.move),
        table=words(table.title) if table and len(kind.tables) > 1 else "",
        number=of.row.number,
        label=worksheet_tables.label_of(table, of.row) if table else str(of.row.number),
        values=tuple(pairs),
    )


def _names(kind: Kind, content: Content | None) -> Mapping[Any, str]:
    return {
        row.number: worksheet_tables.label_of(table, row)
        for row in (content.rows if content else ())
        if (table := kind.table(row.table)) is not None
    }


def _word(move: RowMove) -> str:
    return {
        RowMove.ADDED: _("Added"),
        RowMove.REMOVED: _("Removed"),
        RowMove.CHANGED: _("Changed"),
    }[move]


def _pair(column: Column, change: ValueChange) -> Pair:
    before = worksheet_tables.said(column, change.before) or NONE
    after = worksheet_tables.said(column, change.after) or NONE
    return Pair(words(column.label), before, after)


def _game_day(of: GameDayChange) -> GameDayLine:
    findings = ""
    if of.findings:
        findings = ngettext("%(n)d finding", "%(n)d findings", of.findings) % {"n": of.findings}
    return GameDayLine(
        number=of.number,
        title=of.title,
        before=_state_word(of.before, _("Not planned yet")),
        after=_state_word(of.after, _("Not there any more")),
        held_at=datetime.fromisoformat(of.held_on) if of.held_on else None,
        findings=findings,
        is_there=of.after is not None,
    )


def _state_word(state: str | None, none: str) -> str:
    return str(GameDayState(state).label) if state in GameDayState.values else none
