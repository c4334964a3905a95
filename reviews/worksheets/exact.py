"""Exact numbers: fractions while it is reckoned, decimals where it is shown. Pure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from reviews.worksheets.wording import Number


def down(value: Fraction, places: int) -> Decimal:
    """The decimal with so many places that is not above the value."""
    return Decimal(f"{floor(value * 10**places)}E-{places}")


def up(value: Fraction, places: int) -> Decimal:
    """The decimal with so many places that is not below the value."""
    return Decimal(f"{ceil(value * 10**places)}E-{places}")


def near(value: Fraction, places: int) -> Decimal:
    """The nearest decimal with so many places; halves go up.

    >>> near(Fraction(1, 8), 2)
    Decimal('0.13')
    """
    return Decimal(f"{floor(value * 10**places + Fraction(1, 2))}E-{places}")


def brief(value: Fraction, places: int = 2, unit: str = "", *, is_change: bool = False) -> Number:
    """A number for people: as many places at most, and never 0 for what is not.

    >>> str(brief(Fraction(10000, 3))), str(brief(Fraction(1, 1000))), str(brief(Fraction(2)))
    ('3,333.33', '< 0.01', '2')
    """
    found = near(value, places)
    if found == 0 and value != 0:
        least = Decimal(f"1E-{places}")
        if value > 0:
            return Number(least, unit, "<", is_change)
        return Number(-least, unit, ">", is_change)
    return Number(found, unit, is_change=is_change)
