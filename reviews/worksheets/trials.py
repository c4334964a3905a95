"""What has to be tried again every so many months: failure modes and restores. Pure.

The next day follows from the day of the last try. What was never tried has no such day: it is
marked at once, and its owner hears of it once (see services/worksheet_tidings.py).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NEVER, OVERDUE, SOON, LATER = "never", "overdue", "soon", "later"
SOON_DAYS = 30  # before the day, in which it is near


@dataclass(frozen=True, slots=True)
class Trial:
    """When something was tried and when it is to be tried again. state: never, overdue, soon or
    later."""

    on: date | None
    next_on: date | None
    state: str

    @property
    def is_fresh(self) -> bool:
        """It was tried, and need not be tried again yet."""
        return self.state in (SOON, LATER)


def trial(on: date | None, months: Decimal | None, today: date) -> Trial:
    """How things stand with something that was tried last on this day (None: never)."""
    again = next_on(on, months)
    if on is None:
        return Trial(None, None, NEVER)
    if again is None:
        return Trial(on, None, LATER)
    days = (again - today).days
    return Trial(on, again, OVERDUE if days < 0 else SOON if days <= SOON_DAYS else LATER)


def next_on(on: date | None, months: Decimal | None) -> date | None:
    """The day that many months later; the last of a month that is too short."""
    if on is None or months is None:
        return None
    count = on.year * 12 + on.month - 1 + int(months)
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def counted(trials: Iterable[Trial]) -> dict[str, int]:
    """{state: how many}."""
    found = dict.fromkeys((NEVER, OVERDUE, SOON, LATER), 0)
    for each in trials:
        found[each.state] += 1
    return found
