"""Levels from 1 to 5 over time: a row per pillar, a circle per moment that grows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.charts.numbers import rounded


@dataclass(frozen=True, slots=True)
class Spot:
    """A level where it is drawn; text_y is the line its number stands on."""

    level: int
    x: float
    y: float
    radius: float
    text_y: float
    is_target: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """Circles with numbers. `rows` is the data table."""

    width: int
    height: int
    names: tuple[tuple[str, float], ...]
    heads: tuple[tuple[str, float], ...]
    spots: tuple[Spot, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


def levels(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[int | None]],
    *,
    width: int = 800,
    names_width: int = 210,
) -> Levels:
    """The levels `cells[row][column]`; the last column holds the targets. A wrong number of
    cells is a ValueError."""
    if len(cells) != len(rows) or any(len(line) != len(columns) for line in cells):
        raise ValueError("levels needs one cell per row and column")
    head, tall = 26.0, 32.0
    slot = (width - names_width) / max(len(columns), 1)

    def middle(column: int) -> float:
        return rounded(names_width + slot * (column + 0.5))

    spots = [
        Spot(
            level,
            middle(at),
            rounded(head + tall * (row + 0.5)),
            rounded(min(5.0 + 1.8 * level, slot / 2)),
            rounded(head + tall * (row + 0.5) + 4),
            at == len(columns) - 1,
        )
        for row, line in enumerate(cells)
        for at, level in enumerate(line)
        if level is not None
    ]
    longest = max((len(column) for column in columns), default=0)
    every = max(1, -(-(7 * longest + 8) // max(int(slot), 1)))  # heads do not touch
    return Levels(
        width=width,
        height=round(head + tall * len(rows)),
        names=tuple((name, rounded(head + tall * (n + 0.5) + 4)) for n, name in enumerate(rows)),
        heads=tuple(
            (name, middle(at))
            for at, name in enumerate(columns)
            if (len(columns) - 1 - at) % every == 0
        ),
        spots=tuple(spots),
        columns=tuple(columns),
        rows=tuple((name, tuple(line)) for name, line in zip(rows, cells, strict=True)),
    )
