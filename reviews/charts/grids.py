"""Many things at once: the radar of pillars and the heat map of workloads. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from reviews.charts.numbers import path, rounded


@dataclass(frozen=True, slots=True)
class Axis:
    """One spoke of a radar: where it ends, where its label stands, what it says."""

    label: str
    fraction: float
    percent: int
    x: float
    y: float
    dot_x: float
    dot_y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Radar:
    """Fractions around a centre. With fewer than three axes only the table makes sense."""

    width: int
    height: int
    center_x: float
    center_y: float
    rings: tuple[str, ...]
    axes: tuple[Axis, ...]
    outline: str
    before: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    is_drawable: bool


def radar(
    axes: Sequence[tuple[str, float]],
    *,
    before: Sequence[float] = (),
    columns: tuple[str, ...] = ("%",),
    width: int = 480,
    height: int = 320,
) -> Radar:
    """The radar of (label, fraction 0 to 1). `before` draws a second, quiet outline to compare.

    `columns` are the heads of the data table: the value and, with `before`, the former value.
    """
    if before and len(before) != len(axes):
        raise ValueError("before needs one fraction per axis")
    center_x, center_y, radius = width / 2, height / 2, height / 2 - 36
    count = max(len(axes), 1)

    def spot(index: int, share: float) -> tuple[float, float]:
        angle = 2 * pi * index / count - pi / 2
        length = radius * min(max(share, 0.0), 1.0)
        return rounded(center_x + length * cos(angle)), rounded(center_y + length * sin(angle))

    def outline(shares: Sequence[float]) -> str:
        return path(spot(index, share) for index, share in enumerate(shares))

    fractions = [fraction for _, fraction in axes]
    spokes = tuple(
        _axis(label, fraction, spot(index, 1), spot(index, fraction), (center_x, center_y))
        for index, (label, fraction) in enumerate(axes)
    )
    return Radar(
        width=width,
        height=height,
        center_x=center_x,
        center_y=center_y,
        rings=tuple(outline([share] * count) for share in (0.25, 0.5, 0.75, 1.0)),
        axes=spokes,
        outline=outline(fractions),
        before=outline(before),
        columns=columns,
        rows=tuple(
            (axis.label, (axis.percent, *(round(100 * share) for share in before[i : i + 1])))
            for i, axis in enumerate(spokes)
        ),
        is_drawable=len(axes) >= 3,
    )


def _axis(
    label: str,
    fraction: float,
    end: tuple[float, float],
    dot: tuple[float, float],
    center: tuple[float, float],
) -> Axis:
    """A spoke with its label outside of its end."""
    aside, down = end[0] - center[0], end[1] - center[1]
    anchor = "middle" if abs(aside) < 8 else "start" if aside > 0 else "end"
    shift = 0 if anchor == "middle" else 10 if anchor == "start" else -10
    drop = 4 if anchor != "middle" else 20 if down > 0 else -12
    label_x, label_y = rounded(end[0] + shift), rounded(end[1] + drop)
    whole = round(100 * fraction)
    return Axis(label, fraction, whole, *end, *dot, label_x, label_y, anchor)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What a heat map shows at one place: a number and the worst risk behind it."""

    count: int
    risk: str


@dataclass(frozen=True, slots=True)
class HeatSquare:
    """One place of a heat map as drawn; `cell` is None where nothing was reviewed."""

    x: float
    y: float
    text_x: float
    text_y: float
    cell: HeatCell | None


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows by columns of coloured numbers, with both kinds of labels."""

    width: int
    height: int
    cell_width: float
    cell_height: float
    heads: tuple[tuple[str, float], ...]
    names: tuple[tuple[str, float], ...]
    squares: tuple[HeatSquare, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[HeatCell | None]],
    *,
    width: int = 640,
    names_width: int = 200,
) -> HeatMap:
    """The heat map of `cells[row][column]`. A wrong number of cells is a ValueError."""
    if len(cells) != len(rows) or any(len(line) != len(columns) for line in cells):
        raise ValueError("heat_map needs one cell per row and column")
    gap, head, tall = 4.0, 28.0, 26.0
    wide = rounded((width - names_width) / max(len(columns), 1) - gap)

    def left(column: int) -> float:
        return rounded(names_width + column * (wide + gap))

    def top(row: int) -> float:
        return rounded(head + row * (tall + gap))

    return HeatMap(
        width=width,
        height=round(head + len(rows) * (tall + gap)),
        cell_width=wide,
        cell_height=tall,
        heads=tuple((name, rounded(left(i) + wide / 2)) for i, name in enumerate(columns)),
        names=tuple((name, top(i) + 17) for i, name in enumerate(rows)),
        squares=tuple(
            HeatSquare(left(c), top(r), rounded(left(c) + wide / 2), top(r) + 17, cell)
            for r, line in enumerate(cells)
            for c, cell in enumerate(line)
        ),
        columns=tuple(columns),
        rows=tuple(
            (name, tuple(cell.count if cell else None for cell in line))
            for name, line in zip(rows, cells, strict=True)
        ),
    )
