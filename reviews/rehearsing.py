"""What follows from a game day: which move may come next, its clock, when to rehearse again.

Pure: knows states, moments and days, neither clock nor database (seed 003, "Game Days").
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

PLANNED, RUNNING, DONE, CALLED_OFF = "planned", "running", "done", "called_off"
INJECTED, DETECTED, RECOVERED, STOPPED = "injected", "detected", "recovered", "stopped"

MOVES: Mapping[str, tuple[str, ...]] = {
    PLANNED: (RUNNING, CALLED_OFF),
    RUNNING: (DONE,),
    DONE: (),
    CALLED_OFF: (),
}
# A hypothesis that can be changed once the failure is in shows nothing; who is there may change.
CHANGEABLE: Mapping[str, frozenset[str] | None] = {
    PLANNED: None,  # everything
    RUNNING: frozenset({"parts"}),
    DONE: frozenset({"parts", "repeat_months"}),
    CALLED_OFF: frozenset(),
}
LEAD = 7  # days before it in which people are reminded the first time
LAST_LEAD = 1  # and the second
SOON = 14  # days before which the next one is shown as near


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the timeline: what it tells, and when."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Times:
    """How long it took; None for what was not written down.

    to_detect: from the failure to the first sign of it; to_recover: from the failure until it
    was over for good, which is the last recovery.
    """

    injected_at: datetime | None = None
    to_detect: timedelta | None = None
    to_recover: timedelta | None = None


def may_become(state: str, wanted: str) -> bool:
    """Whether a game day in `state` may be moved to `wanted`."""
    return wanted in MOVES[state]


def frozen_in(state: str, fields: Iterable[str]) -> list[str]:
    """Those of the fields that may not be changed any more in this state."""
    allowed = CHANGEABLE[state]
    return [] if allowed is None else sorted(set(fields) - allowed)


def times(moments: Iterable[Moment]) -> Times:
    """The times of a timeline, in whatever order it is given.

    Measured from the first failure that was injected; what is told to have happened before it
    was not its doing and does not count.
    """
    found = sorted(moments, key=lambda each: each.at)
    injected = next((each.at for each in found if each.kind == INJECTED), None)
    if injected is None:
        return Times()
    after = [each for each in found if each.at >= injected]
    detected = next((each.at for each in after if each.kind == DETECTED), None)
    recovered = next((each.at for each in reversed(after) if each.kind == RECOVERED), None)
    return Times(
        injected_at=injected,
        to_detect=None if detected is None else detected - injected,
        to_recover=None if recovered is None else recovered - injected,
    )


def elapsed(started: datetime | None, ended: datetime | None, now: datetime) -> timedelta:
    """How long it has been running, or ran; nothing before it began."""
    if started is None:
        return timedelta()
    return max((ended or now) - started, timedelta())


def is_within(took: timedelta | None, limit: timedelta | None) -> bool | None:
    """Whether it took no longer than the limit; None while either is not known."""
    return None if took is None or limit is None else took <= limit


def next_on(ended: date | None, months: int) -> date | None:
    """The day by which to rehearse again; None for never, or when it was never held."""
    if ended is None or months <= 0:
        return None
    count = ended.year * 12 + ended.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(ended.day, monthrange(year, month)[1]))


def reminder(on: date, reminded: date | None, today: date) -> int | None:
    """Of how many days ahead people are to be reminded today: LEAD or LAST_LEAD; None: not now.

    Each comes once. What was planned late is reminded of the next day it can be, and only once
    when both would be due.
    """
    left = (on - today).days
    if left < 0 or left > LEAD:
        return None
    lead = LAST_LEAD if left <= LAST_LEAD else LEAD
    if reminded is not None and reminded >= on - timedelta(days=lead):
        return None
    return lead


def cadence(days: Iterable[date]) -> int | None:
    """How many days lie between game days, on average; None with fewer than two."""
    held = sorted(days)
    gaps = [(later - earlier).days for earlier, later in pairwise(held)]
    return round(sum(gaps) / len(gaps)) if gaps else None


def product(factors: Iterable[int | None]) -> int:
    """Severity × likelihood × detectability; 0 while one of them is not known."""
    found = 1
    for factor in factors:
        if factor is None:
            return 0
        found *= factor
    return found


def first_to_rehearse(
    tested: date | None, priority: int, *, has_plan: bool
) -> tuple[int, int, int]:
    """The order in which failure modes are proposed: never tested first, then the longest ago;
    among those the highest priority. has_plan: whether anything is said to bring it back."""
    return (0 if has_plan else 1, tested.toordinal() if tested else 0, -priority)
