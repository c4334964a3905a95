"""What goes either way from nothing: bars to the left for less, to the right for more. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.charts.numbers import rounded

LEAST = 1.5  # a bar of next to nothing is still seen
TINY = 1e-9  # less than this is nothing, and no scale
HEAD, GAP, LETTER = 22.0, 14.0, 7.4  # the name of a group, the space below it, a letter's width


@dataclass(frozen=True, slots=True)
class Amount:
    """A bar to draw: what it is, its value (None: unknown), and the words beside it."""

    kind: str
    value: float | None
    words: str


@dataclass(frozen=True, slots=True)
class DivergingBar:
    """A bar where it is drawn, or a place for its words where the value is unknown.

    sign: gain, loss, even or unknown. anchor: of the words, as SVG calls it.
    """

    kind: str
    sign: str
    x: float
    y: float
    width: float
    height: float
    words: str
    words_x: float
    words_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class DivergingGroup:
    """The bars of one thing below its name."""

    name: str
    name_y: float
    bars: tuple[DivergingBar, ...]


@dataclass(frozen=True, slots=True)
class Diverging:
    """Groups of bars along one scale. zero: where nothing is. `rows` is the data table."""

    width: int
    height: int
    zero: float
    bottom: float
    groups: tuple[DivergingGroup, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def diverging(
    groups: Sequence[tuple[str, Sequence[Amount]]],
    columns: Sequence[str],
    cells: Sequence[Sequence[str]],
    *,
    width: int = 720,
    strong: str = "",
) -> Diverging:
    """The bars of `groups`; columns and cells are the data table. Bars of the kind `strong` are
    higher. Wrong numbers of cells are a ValueError."""
    if len(cells) != len(groups) or any(len(line) != len(columns) for line in cells):
        raise ValueError("diverging needs one cell per group and column")
    every = [amount for _name, amounts in groups for amount in amounts]
    zero, unit = _scale(every, width)
    y, drawn = 0.0, []
    for name, amounts in groups:
        bars = []
        at = y + HEAD
        for amount in amounts:
            tall = 14.0 if amount.kind == strong else 10.0
            bars.append(_bar(amount, zero, unit, at, tall))
            at += tall + 7
        drawn.append(DivergingGroup(name, rounded(y + 14), tuple(bars)))
        y = at + GAP
    height = max(1, round(y - GAP))
    table = zip((name for name, _amounts in groups), cells, strict=True)
    return Diverging(
        width=width,
        height=height,
        zero=zero,
        bottom=float(height),
        groups=tuple(drawn),
        columns=tuple(columns),
        rows=tuple((name, tuple(line)) for name, line in table),
    )


def _scale(amounts: Sequence[Amount], width: int) -> tuple[float, float]:
    """Where nothing is, and the width of one; with room for the words on either side."""
    least = min((a.value for a in amounts if a.value is not None), default=0.0)
    most = max((a.value for a in amounts if a.value is not None), default=0.0)
    least, most = min(least, 0.0), max(most, 0.0)
    room_left = max((_long(a) for a in amounts if (a.value or 0) < 0), default=0.0)
    room_right = max((_long(a) for a in amounts if (a.value or 0) >= 0), default=0.0)
    span = max(width - room_left - room_right, width * 0.2)
    unit = span / (most - least) if most - least > TINY else 0.0
    return rounded(room_left - least * unit), unit


def _long(amount: Amount) -> float:
    return len(amount.words) * LETTER + 8


def _bar(amount: Amount, zero: float, unit: float, y: float, tall: float) -> DivergingBar:
    value = amount.value
    wide = max(LEAST, abs(value) * unit) if value is not None else 0.0
    sign = "unknown" if value is None else "loss" if value < 0 else "gain" if value else "even"
    x = zero - wide if sign == "loss" else zero
    is_left = sign == "loss"
    return DivergingBar(
        kind=amount.kind,
        sign=sign,
        x=rounded(x),
        y=rounded(y),
        width=rounded(wide),
        height=tall,
        words=amount.words,
        words_x=rounded(x - 6 if is_left else x + wide + 6),
        words_y=rounded(y + tall / 2 + 4),
        anchor="end" if is_left else "start",
    )
