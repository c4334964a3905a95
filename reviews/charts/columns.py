"""Parts of a whole over time: a column per moment, cut by risk. Pure arithmetic.

Every risk has a texture beside its colour, so that the columns are read in grey print and by
colour-blind people: high is solid, medium hatched, low lined, unanswered an empty dashed box.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviews.charts.numbers import rounded
from reviews.charts.trends import Tick, scale

STACKED = ("high", "medium", "low", "unanswered")
"""What is stacked, from the ground up: what has to be done, then what is not known."""

HATCH = 5.0
"""Space between two lines of a texture."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One risk's part of a column; texture is an SVG path, empty for none."""

    risk: str
    value: int
    x: float
    y: float
    width: float
    height: float
    texture: str


@dataclass(frozen=True, slots=True)
class Stack:
    """One column. total stands at total_y above it; is_labelled: its label has room below."""

    label: str
    x: float
    total: int
    total_y: float
    pieces: tuple[Piece, ...]
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: a swatch, where its text stands, and the number of the last column."""

    swatch: Piece
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns over time. `rows` is the data table: a label and a number per risk."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    stacks: tuple[Stack, ...]
    keys: tuple[Key, ...]
    y_ticks: tuple[Tick, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def stacked_columns(
    points: Sequence[tuple[str, Mapping[str, int]]],
    *,
    names: Mapping[str, str],
    width: int = 800,
    height: int = 240,
    has_keys: bool = True,
    highest: int = 0,
) -> Columns:
    """The columns of (label, {risk: number}) in order of time; risks not in STACKED are left out.

    names: {risk: what it is called} for the head of the table. highest: the top of the axis at
    least, so that several charts share one scale. has_keys: with the legend at the right.
    """
    left, right, top, bottom = 36.0, width - (132.0 if has_keys else 8.0), 20.0, height - 28.0
    sums = [sum(counts.get(risk, 0) for risk in STACKED) for _label, counts in points]
    step, ceiling = scale(max([*sums, highest]))
    slot = (right - left) / max(len(points), 1)
    wide = min(slot * 0.7, 56.0)
    longest = max((len(label) for label, _counts in points), default=0)
    every = max(1, -(-(7 * longest + 8) // max(int(slot), 1)))  # labels do not touch
    unit = (bottom - top) / ceiling

    def stack(place: int, label: str, counts: Mapping[str, int], total: int) -> Stack:
        middle, y, pieces = left + slot * (place + 0.5), bottom, []
        for risk in STACKED:
            value = counts.get(risk, 0)
            if value:
                y -= value * unit
                pieces.append(_piece(risk, value, middle - wide / 2, y, wide, value * unit))
        is_labelled = (len(points) - 1 - place) % every == 0
        return Stack(label, rounded(middle), total, rounded(y - 5), tuple(pieces), is_labelled)

    return Columns(
        width=width,
        height=height,
        left=left,
        right=rounded(right),
        bottom=bottom,
        stacks=tuple(
            stack(place, label, counts, total)
            for place, ((label, counts), total) in enumerate(zip(points, sums, strict=True))
        ),
        keys=_keys(right + 16, top) if has_keys else (),
        y_ticks=tuple(
            Tick(rounded(bottom - n * unit), value=n) for n in range(0, ceiling + 1, step)
        ),
        columns=tuple(names[risk] for risk in STACKED),
        rows=tuple(
            (label, tuple(counts.get(risk, 0) for risk in STACKED)) for label, counts in points
        ),
    )


def _keys(x: float, top: float) -> tuple[Key, ...]:
    """Worst on top last, as the columns are stacked."""
    return tuple(
        Key(_piece(risk, 0, x, top + 24 * place, 18, 14), x + 26, top + 24 * place + 11)
        for place, risk in enumerate(reversed(STACKED))
    )


def _piece(risk: str, value: int, x: float, y: float, width: float, height: float) -> Piece:
    texture = {"medium": _hatched, "low": _lined}.get(risk)
    return Piece(
        risk,
        value,
        rounded(x),
        rounded(y),
        rounded(width),
        rounded(height),
        texture(x, y, width, height) if texture else "",
    )


def _lined(x: float, y: float, width: float, height: float) -> str:
    """Level lines across a box."""
    lines = int(height / HATCH)
    return " ".join(
        f"M{rounded(x):g} {rounded(y + height - HATCH * (n + 0.5)):g}h{rounded(width):g}"
        for n in range(lines)
    )


def _hatched(x: float, y: float, width: float, height: float) -> str:
    """Slanting lines across a box, cut off at its sides."""
    found, offset = [], HATCH / 2
    while offset < width + height:
        x1, y1 = (offset, 0.0) if offset <= width else (width, offset - width)
        x2, y2 = (0.0, offset) if offset <= height else (offset - height, height)
        found.append(
            f"M{rounded(x + x1):g} {rounded(y + y1):g}L{rounded(x + x2):g} {rounded(y + y2):g}"
        )
        offset += HATCH
    return " ".join(found)
