"""Numbers over time: lines with axes, and lines small enough for a table cell. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10

from reviews.charts.numbers import path, rounded

SHAPES = ("circle", "square", "triangle", "diamond")
DASHES = ("", "7 4", "2 4", "9 3 2 3")


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers over time that a trend draws as one line; `risk` chooses its colour."""

    label: str
    points: Sequence[tuple[date, int]]
    risk: str = "accent"


@dataclass(frozen=True, slots=True)
class Dot:
    """One number of a line, where it is drawn."""

    x: float
    y: float
    value: int
    when: date


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One series as drawn: a polyline, its dots, and where its label stands.

    shape of its dots and dash of its line tell it apart from the others without colour.
    """

    label: str
    risk: str
    points: str
    dots: tuple[Dot, ...]
    label_y: float
    shape: str = "circle"
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A grid line and its label: a number on the y axis, a date on the x axis."""

    at: float
    value: int | None = None
    when: date | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines over time, with axes. `rows` is the data table: a date and one number per line."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    lines: tuple[TrendLine, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[date, tuple[int | None, ...]], ...]


def trend(series: Sequence[Series], *, width: int = 800, height: int = 220) -> Trend:
    """Lines of numbers over time on one scale that starts at zero. Points may be unsorted."""
    left, right, top, bottom = 36.0, width - 132.0, 12.0, height - 28.0
    days = sorted({when for one in series for when, _ in one.points})
    step, highest = scale(max((value for one in series for _, value in one.points), default=0))
    span = (days[-1] - days[0]).days if days else 0

    def x_of(when: date) -> float:
        share = (when - days[0]).days / span if span else 0.5
        return rounded(left + (right - left) * share)

    def y_of(value: float) -> float:
        return rounded(bottom - (bottom - top) * value / highest)

    dots = [
        tuple(Dot(x_of(when), y_of(value), value, when) for when, value in sorted(one.points))
        for one in series
    ]
    heights = spread([line[-1].y if line else None for line in dots], 15.0, bottom)
    lines = tuple(
        _line(place, one, dots[place], heights[place]) for place, one in enumerate(series)
    )
    values = [dict(one.points) for one in series]
    return Trend(
        width=width,
        height=height,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        lines=lines,
        y_ticks=tuple(Tick(y_of(n), value=n) for n in range(0, highest + 1, step)),
        x_ticks=tuple(Tick(x_of(when), when=when) for when in _some(days, 90, right - left)),
        columns=tuple(one.label for one in series),
        rows=tuple((when, tuple(line.get(when) for line in values)) for when in days),
    )


def _line(place: int, one: Series, dots: tuple[Dot, ...], label_y: float) -> TrendLine:
    """A line with a shape and a dash of its own."""
    return TrendLine(
        one.label,
        one.risk,
        path((dot.x, dot.y) for dot in dots),
        dots,
        label_y,
        SHAPES[place % len(SHAPES)],
        DASHES[place % len(DASHES)],
    )


@dataclass(frozen=True, slots=True)
class Spark:
    """A line small enough for a table cell."""

    width: int
    height: int
    points: str
    last_x: float
    last_y: float
    first: int
    last: int


def spark(values: Sequence[int], *, width: int = 96, height: int = 28) -> Spark | None:
    """The sparkline of `values` in order of time, from zero; None when there are fewer than two."""
    if len(values) < 2:
        return None
    pad = 3.0
    highest = max(max(values), 1)
    spots = [
        (
            rounded(pad + (width - 2 * pad) * index / (len(values) - 1)),
            rounded(pad + (height - 2 * pad) * (1 - value / highest)),
        )
        for index, value in enumerate(values)
    ]
    return Spark(width, height, path(spots), *spots[-1], values[0], values[-1])


def scale(highest: int) -> tuple[int, int]:
    """A round step and the top of the axis: about four steps of 1, 2 or 5 times a power of ten."""
    if highest <= 4:
        return 1, 4
    raw = highest / 4
    power = 10 ** int(log10(raw))
    step = next(int(power * n) for n in (1, 2, 5, 10) if power * n >= raw)
    return step, step * ceil(highest / step)


def _some(days: Sequence[date], least: float, room: float) -> list[date]:
    """Some of `days`, first and last among them, at least `least` units apart on `room` units."""
    if len(days) < 2:
        return list(days)
    span = (days[-1] - days[0]).days
    kept = [days[0]]
    for day in days[1:-1]:
        near = (day - kept[-1]).days / span * room, (days[-1] - day).days / span * room
        if min(near) >= least:
            kept.append(day)
    return [*kept, days[-1]]


def spread(wanted: Sequence[float | None], least: float, floor: float) -> list[float]:
    """Label heights near `wanted`, at least `least` apart and not below `floor` (y grows down)."""
    places = [0.0] * len(wanted)
    order = [index for _, index in sorted((y, i) for i, y in enumerate(wanted) if y is not None)]
    above = float("-inf")
    for index in order:
        above = places[index] = max(wanted[index] or 0.0, above + least)
    limit = floor
    for index in reversed(order):
        limit = places[index] = min(places[index], limit)
        limit -= least
    return [rounded(place) for place in places]
