"""Measured values over time, with the lines they are held against. Pure arithmetic.

Values are exact and their texts are given: a chart draws them, it does not round them. The scale
begins at zero unless all values are far above it, such as availabilities around 99.9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from reviews.charts.numbers import path, rounded
from reviews.charts.trends import spread

MOST_DOTS = 24
"""With more values than these only the last one gets a dot."""

DASHES = ("7 4", "2 4")
"""What tells the first limit from the second without colour."""

CHARACTER = 6.6
"""About the width of one at the size labels are set in."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value. said: as it is written; when_said: its moment as it is written; day_said: the same
    short, for the axis."""

    when: datetime
    value: Fraction
    said: str
    when_said: str
    day_said: str


@dataclass(frozen=True, slots=True)
class Course:
    """Values over time that are drawn as one line. is_ideal: how it should be, not how it was:
    dashed, quiet, without dots and not in the table."""

    label: str
    points: Sequence[Point]
    is_ideal: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A level that values are held against. risk: a risk, or "quiet"."""

    label: str
    value: Fraction
    risk: str = "quiet"


@dataclass(frozen=True, slots=True)
class PointDot:
    """A value where it is drawn."""

    x: float
    y: float
    said: str
    when_said: str


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course as drawn."""

    label: str
    points: str
    dots: tuple[PointDot, ...]
    first: PointDot
    last: PointDot
    is_ideal: bool


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit as drawn: across the chart, its label at the right."""

    label: str
    risk: str
    y: float
    label_y: float
    dash: str


@dataclass(frozen=True, slots=True)
class LevelTick:
    """A grid line with the value it stands for."""

    at: float
    said: str


@dataclass(frozen=True, slots=True)
class EndTick:
    """The first or last moment below the chart."""

    at: float
    said: str
    anchor: str


@dataclass(frozen=True, slots=True)
class History:
    """Values over time. `rows` is the data table: a moment and a text per line."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    lines: tuple[CourseLine, ...]
    limits: tuple[LimitLine, ...]
    y_ticks: tuple[LevelTick, ...]
    x_ticks: tuple[EndTick, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str | None, ...]], ...]


def history(
    courses: Sequence[Course],
    limits: Sequence[Limit] = (),
    *,
    most: Fraction | None = None,
    width: int = 360,
    height: int = 170,
) -> History | None:
    """Courses, each sorted by time, with limits; None without a value.

    most: what a value can be at most (100 percent), so that the scale does not go beyond.
    """
    drawn = [course for course in courses if course.points]
    if not drawn:
        return None
    points = [point for course in drawn for point in course.points]
    values = [point.value for point in points] + [limit.value for limit in limits]
    levels = _levels(values, most)
    texts = [_said(level) for level in levels]
    left = rounded(14 + CHARACTER * max(len(text) for text in texts))
    room = max((len(limit.label) for limit in limits), default=0)
    right = rounded(width - (10 + CHARACTER * room if room else 8))
    frame = _Frame(
        left,
        right,
        12.0,
        height - 26.0,
        min(point.when for point in points),
        max(point.when for point in points),
        levels[0],
        levels[-1],
    )
    heights = spread([frame.y(limit.value) for limit in limits], 14.0, frame.bottom)
    real = [course for course in drawn if not course.is_ideal]
    return History(
        width=width,
        height=height,
        left=left,
        right=right,
        top=frame.top,
        bottom=frame.bottom,
        lines=tuple(_line(course, frame) for course in drawn),
        limits=tuple(
            LimitLine(limit.label, limit.risk, frame.y(limit.value), label_y, DASHES[n % 2])
            for n, (limit, label_y) in enumerate(zip(limits, heights, strict=True))
        ),
        y_ticks=tuple(LevelTick(frame.y(level), _said(level)) for level in levels),
        x_ticks=_ends(points, frame),
        columns=tuple(course.label for course in real),
        rows=_rows(real),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where moments and values are in the drawing."""

    left: float
    right: float
    top: float
    bottom: float
    first: datetime
    last: datetime
    lowest: Fraction
    highest: Fraction

    def x(self, when: datetime) -> float:
        span = (self.last - self.first).total_seconds()
        share = (when - self.first).total_seconds() / span if span else 0.5
        return rounded(self.left + 4 + (self.right - self.left - 8) * share)

    def y(self, value: Fraction) -> float:
        share = (value - self.lowest) / (self.highest - self.lowest)
        return rounded(self.bottom - (self.bottom - self.top) * float(share))


def _line(course: Course, frame: _Frame) -> CourseLine:
    dots = tuple(
        PointDot(frame.x(each.when), frame.y(each.value), each.said, each.when_said)
        for each in course.points
    )
    shown = () if course.is_ideal else dots if len(dots) <= MOST_DOTS else dots[-1:]
    return CourseLine(
        course.label,
        path((dot.x, dot.y) for dot in dots),
        shown,
        dots[0],
        dots[-1],
        course.is_ideal,
    )


def _ends(points: Sequence[Point], frame: _Frame) -> tuple[EndTick, ...]:
    """The first and the last moment, or the only one."""
    ordered = sorted(points, key=lambda point: point.when)
    first, last = ordered[0], ordered[-1]
    if first.when == last.when:
        return (EndTick(frame.x(first.when), first.day_said, "middle"),)
    return (
        EndTick(frame.left, first.day_said, "start"),
        EndTick(frame.right, last.day_said, "end"),
    )


def _rows(courses: Sequence[Course]) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    """Newest first, as one looks for them."""
    said = [{point.when: point.said for point in course.points} for course in courses]
    moments = {point.when: point.when_said for course in courses for point in course.points}
    return tuple(
        (moments[when], tuple(line.get(when) for line in said))
        for when in sorted(moments, reverse=True)
    )


def _levels(values: Sequence[Fraction], most: Fraction | None) -> list[Fraction]:
    """Round levels around all values, about three steps apart; from zero where that is near."""
    lowest, highest = min(values), max(values)
    if 0 <= lowest < highest / 2 or (lowest == highest == 0):
        lowest = Fraction(0)
    if lowest == highest:
        lowest, highest = lowest - abs(lowest) / 10, highest + abs(highest) / 10
    if lowest == highest:
        highest = lowest + 1
    step = _step((highest - lowest) / 3)
    first, last = floor(lowest / step), ceil(highest / step)
    levels = [step * n for n in range(first, last + 1)]
    if most is not None and highest <= most < levels[-1]:
        levels = [*(level for level in levels if level < most), most]
    return levels


def _step(raw: Fraction) -> Fraction:
    """The next step of 1, 2 or 5 times a power of ten."""
    power = Fraction(10) ** (len(str(floor(raw))) - 1) if raw >= 1 else Fraction(1)
    while power > raw:
        power /= 10
    return next(power * n for n in (1, 2, 5, 10) if power * n >= raw)


def _said(level: Fraction) -> str:
    """A level with all its digits; its steps are round, so it has few."""
    whole = Decimal(level.numerator) / Decimal(level.denominator)
    text = format(whole, ",f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")
