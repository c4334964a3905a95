"""What was measured, as points of a chart and lines of a table: moments and values in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from django.utils import timezone
from django.utils.formats import date_format

from reviews.charts import Point
from reviews.worksheets.measuring import Measures

MAX_DRAWN = 60
"""The newest values of a row that a chart draws; the page of the row has all of them."""


def when_said(moment: datetime, measures: Measures) -> str:
    """A moment in words: a month, a day (from midnight UTC), or a time in the reader's zone."""
    in_utc = moment.astimezone(UTC)
    if measures.is_monthly:
        return str(date_format(in_utc.date(), "F Y"))
    if _is_midnight(in_utc):
        return str(date_format(in_utc.date(), "j M Y"))
    return str(date_format(timezone.localtime(moment), "j M Y, H:i"))


def points(
    values: Sequence[tuple[datetime, Fraction]],
    said: Callable[[Fraction], str],
    measures: Measures,
) -> list[Point]:
    """The newest values as points, oldest first. said: a value in words."""
    kept = values[-MAX_DRAWN:]
    short = _short([moment for moment, _value in kept], measures)
    return [
        Point(moment, value, said(value), when_said(moment, measures), short(moment))
        for moment, value in kept
    ]


def _short(moments: Iterable[datetime], measures: Measures) -> Callable[[datetime], str]:
    """How moments are called below a chart: by month, by day, or by the hour within one day."""
    if measures.is_monthly:
        return lambda moment: str(date_format(moment.astimezone(UTC).date(), "M Y"))
    own = [timezone.localtime(moment) for moment in moments]
    if len({moment.date() for moment in own}) == 1 and len(own) > 1:
        return lambda moment: str(date_format(timezone.localtime(moment), "H:i"))
    return lambda moment: str(date_format(_day(moment), "j M Y"))


def _day(moment: datetime) -> datetime:
    in_utc = moment.astimezone(UTC)
    return in_utc if _is_midnight(in_utc) else timezone.localtime(moment)


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Example:
    """How a program sends a value of a row: the body of a request."""

    number: int
    body: str
    is_monthly: bool


def example(number: int, measures: Measures) -> Example:
    """One that fits what is measured of the row."""
    if measures.is_monthly:
        reading = {"at": "2026-10-01T00:00Z", "value": "1.8", "total": "150000"}
    elif measures.is_share:
        reading = {"at": "2026-11-20T00:00Z", "value": "42", "total": "100000"}
    else:
        reading = {"at": "2026-11-20T09:00Z", "value": "95"}
    return Example(number, json.dumps({"readings": [reading]}), measures.is_monthly)
