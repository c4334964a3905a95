"""When a report that is made by itself comes next. Pure: knows days, neither clock nor database.

A rhythm is "weekly", "monthly" or "quarterly". What comes every month keeps its day: set up on
the 31st it comes on the last day of shorter months, and on the 31st again after them.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_MONTHS = {"monthly": 1, "quarterly": 3}


def following(rhythm: str, on: date, day: int) -> date:
    """The day after `on` on which it comes; day: of the month, 1 to 31, that it keeps."""
    if rhythm == "weekly":
        return on + timedelta(days=7)
    months = on.year * 12 + on.month - 1 + _MONTHS[rhythm]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def first_after(rhythm: str, on: date, day: int, today: date) -> date:
    """The first day after today on which it comes, counted on from `on`.

    However many days were missed, they are made up for by the one report of today.
    """
    found = on
    while found <= today:
        found = following(rhythm, found, day)
    return found
