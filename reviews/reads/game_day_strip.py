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
from reviews.rehearsing import Times

WIDTH = 1000  # of the drawing, in units of its own
MARGIN = 0.15  # of the failure's length, before and behind it


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
    """The whole. limit: where the promised recovery time ends, None without one; begin, end: of
    the strip, on the clock of the game day."""

    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    limit: float | None
    begin: str
    end: str


def build(game_day: GameDay, entries: Sequence[GameDayEntry]) -> Strip | None:
    """The strip of a game day that was held: of the time around the failure, or of the whole when
    none was injected. None before its end or without an entry."""
    if game_day.started_at is None or game_day.ended_at is None or not entries:
        return None
    start, times = game_day.started_at, game_day_words.times_of(game_day)
    spans, promised = _spans(game_day, times)
    first, last = _window(game_day, times.injected_at, [*spans, ("", promised, promised)])

    def x(at: datetime) -> float:
        return round(min(max((at - first) / (last - first), 0), 1) * WIDTH, 1)

    shown = [each for each in entries if first <= each.at <= last and each.kind != EntryKind.NOTE]
    return Strip(
        spans=tuple(Span(x(one), round(x(other) - x(one), 1), kind) for kind, one, other in spans),
        marks=tuple(
            Mark(
                x(each.at),
                each.kind,
                f"{EntryKind(each.kind).label} {game_day_words.clock(each.at - start)}",
            )
            for each in shown
        ),
        limit=None if promised is None else x(promised),
        begin=game_day_words.clock(first - start),
        end=game_day_words.clock(last - start),
    )


def _spans(
    game_day: GameDay, times: Times
) -> tuple[list[tuple[str, datetime, datetime]], datetime | None]:
    """The parts of the failure, and when it was promised to be over."""
    if times.injected_at is None or game_day.ended_at is None:
        return [], None
    begin = times.injected_at
    over = begin + times.to_recover if times.to_recover is not None else game_day.ended_at
    seen = min(begin + times.to_detect if times.to_detect is not None else over, over)
    parts = (("unseen", begin, seen), ("known", seen, over))
    limit = game_day_words.limit_of(game_day)
    promised = begin + limit if limit is not None and begin + limit <= game_day.ended_at else None
    return [part for part in parts if part[2] > part[1]], promised


def _window(
    game_day: GameDay,
    injected: datetime | None,
    parts: Sequence[tuple[str, datetime | None, datetime | None]],
) -> tuple[datetime, datetime]:
    """What the strip shows: the failure with a little before and behind it."""
    assert game_day.started_at is not None  # noqa: S101 (asked by build)
    assert game_day.ended_at is not None  # noqa: S101
    first, last = game_day.started_at, game_day.ended_at
    ends = [end for _kind, _begin, end in parts if end is not None]
    if injected is not None and ends:
        margin = (max(ends) - injected) * MARGIN
        first, last = max(first, injected - margin), min(last, max(ends) + margin)
    return first, max(last, first + timedelta(seconds=1))
