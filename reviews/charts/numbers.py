"""Arithmetic that several charts need. Knows no chart."""

from __future__ import annotations

from collections.abc import Iterable


def rounded(number: float) -> float:
    """Two decimals are finer than any screen or printer shows."""
    return round(number, 2)


def path(spots: Iterable[tuple[float, float]]) -> str:
    """Points as an SVG `points` attribute, with decimal points in every language."""
    return " ".join(f"{x:g},{y:g}" for x, y in spots)
