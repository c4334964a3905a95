"""Parts of a whole: the stacked bar of risks and the ring of progress. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi

from reviews.charts.numbers import rounded

RISKS = ("high", "medium", "low", "none", "not_applicable", "unanswered")
"""Every risk, worst first: the order in which bars, legends and tables show them."""

GAP = 1.5
"""Space between two segments of a bar, in its own units."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One risk's part of a bar."""

    risk: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class StackedBar:
    """A bar cut by risk. `counts` has every risk, `segments` only those with a number."""

    width: int
    height: int
    total: int
    counts: tuple[tuple[str, int], ...]
    segments: tuple[Segment, ...]


def stacked_bar(counts: Mapping[str, int], *, width: int = 320, height: int = 8) -> StackedBar:
    """The bar of `counts` (risk → number). Unknown risks are refused with ValueError.

    Every number above zero is visible: it gets at least two units, taken from the others.
    """
    if unknown := set(counts) - set(RISKS):
        raise ValueError(f"unknown risks: {sorted(unknown)}")
    ordered = tuple((risk, counts.get(risk, 0)) for risk in RISKS)
    shown = [(risk, count) for risk, count in ordered if count > 0]
    total = sum(count for _, count in shown)
    segments: list[Segment] = []
    if shown:
        room = width - GAP * (len(shown) - 1)
        spare = room - 2.0 * len(shown)
        x = 0.0
        for risk, count in shown:
            part = 2.0 + spare * count / total
            segments.append(Segment(risk, count, rounded(x), rounded(part)))
            x += part + GAP
    return StackedBar(width, height, total, ordered, tuple(segments))


@dataclass(frozen=True, slots=True)
class Ring:
    """Progress as an arc: `dash` of the circumference is drawn, `gap` is the rest."""

    size: int
    center: float
    radius: float
    stroke: int
    dash: float
    gap: float
    part: int
    whole: int
    percent: int


def ring(part: int, whole: int, *, size: int = 48, stroke: int = 5) -> Ring:
    """The ring of `part` in `whole`."""
    radius = (size - stroke) / 2
    circumference = 2 * pi * radius
    share = min(max(part / whole, 0.0), 1.0) if whole > 0 else 0.0
    dash = rounded(circumference * share)
    return Ring(
        size=size,
        center=size / 2,
        radius=radius,
        stroke=stroke,
        dash=dash,
        gap=rounded(circumference - dash),
        part=part,
        whole=whole,
        percent=percent(part, whole),
    )


def percent(part: int, whole: int) -> int:
    """Whole per cent, honest at both ends: 100 only when complete, 0 only when nothing is there."""
    if whole <= 0 or part <= 0:
        return 0
    if part >= whole:
        return 100
    return min(99, max(1, round(100 * part / whole)))
