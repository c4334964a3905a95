"""Unavailability as downtime: per year, month and week, in the unit people would say it in. Pure.

A year is 365.25 days, a month a twelfth of it, a week seven days: the table of targets in the
seed (section 4) comes out to the digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reviews.worksheets.availability_model import EXACT
from reviews.worksheets.wording import Said, _

DAY = Decimal(86_400)
YEAR = DAY * Decimal("365.25")
MONTH = YEAR / 12
WEEK = DAY * 7
_UNITS = (
    (DAY, _("%(n)s days")),
    (Decimal(3600), _("%(n)s hours")),
    (Decimal(60), _("%(n)s minutes")),
)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Downtime:
    """Seconds out of service in each period, exact."""

    year: Decimal
    month: Decimal
    week: Decimal

    @property
    def said(self) -> tuple[Said, Said, Said]:
        """Per year, month and week, in words."""
        return told(self.year), told(self.month), told(self.week)


def of(chance: Decimal) -> Downtime:
    """The downtime that an availability (0 to 1) leaves."""
    out = EXACT.subtract(Decimal(1), chance)
    return Downtime(*(EXACT.multiply(out, period) for period in (YEAR, MONTH, WEEK)))


def told(seconds: Decimal) -> Said:
    """A span in the largest unit of which there is at least one, with two decimals.

    >>> told(Decimal("26298")).params
    {'n': '7.31'}
    """
    if not seconds:
        return Said(_("none"))
    for size, text in _UNITS:
        if seconds >= size:
            return Said(text, {"n": _cents(EXACT.divide(seconds, size))})
    if seconds < _CENT:
        return Said(_("less than 0.01 seconds"))
    return Said(_("%(n)s seconds"), {"n": _cents(seconds)})


def _cents(value: Decimal) -> str:
    return format(value.quantize(_CENT, rounding=ROUND_HALF_UP, context=EXACT), "f")
