"""A timeline as a strip: how long the failure lasted, when it was seen, against what is promised.

Numbers and places for templates/reviews/game_days/strip.html; a table of the same is the
timeline itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reviews.models import EntryKind, GameDay, GameDayEntry
from reviews.reads import game_day_words

WIDTH = 1000  # of the drawing, in units of its own


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry on the strip. x: its place; kind: its colour and shape; said: for its title."""

    x: float
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the strip: unseen (until detected) or known (until recovered)."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole. limit: where the promised recovery time ends, None without one."""

    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    limit: float | None
    end: str


def build(game_day: GameDay, entries: Sequence[GameDayEntry]) -> Strip | None:
    """The strip of a game day that was held; None before its end or without an entry."""
    if game_day.started_at is None or game_day.ended_at is None or not entries:
        return None
    start, whole = (
        game_day.started_at,
        max(game_day.ended_at - game_day.started_at, timedelta(seconds=1)),
    )

    def x(at: datetime) -> float:
        share = min(max((at - start) / whole, 0), 1)
        return round(share * WIDTH, 1)

    times = game_day_words.times_of(game_day)
    spans, limit = [], None
    if times.injected_at is not None:
        begin = times.injected_at
        over = begin + times.to_recover if times.to_recover is not None else game_day.ended_at
        seen = begin + times.to_detect if times.to_detect is not None else over
        seen = min(seen, over)
        for kind, one, other in (("unseen", begin, seen), ("known", seen, over)):
            if other > one:
                spans.append(Span(x(one), round(x(other) - x(one), 1), kind))
        promised = game_day_words.limit_of(game_day)
        if promised is not None and begin + promised <= game_day.ended_at:
            limit = x(begin + promised)
    marks = tuple(
        Mark(x(each.at), each.kind, f"{EntryKind(each.kind).label} {_offset(each, start)}")
        for each in entries
        if each.kind != EntryKind.NOTE
    )
    return Strip(tuple(spans), marks, limit, game_day_words.clock(whole))


def _offset(entry: GameDayEntry, start: datetime) -> str:
    return game_day_words.clock(entry.at - start)
