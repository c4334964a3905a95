"""The error budget of an objective: how much failure it allows, how much is left, how fast it goes.

From the Google SRE Workbook, chapter 2 ("Implementing SLOs") and chapter 5 ("Alerting on SLOs"):

- error budget = 1 − target; in a window it allows so much of all requests, or minutes, to fail;
- error rate = failed / all; burn rate = error rate / (1 − target): at 1 the budget lasts exactly
  the window, at 2 half of it;
- spent share of the window's budget = burn rate × time covered / window;
- multiwindow, multi-burn-rate alerts (table 5-8): somebody is woken when 2 % of the budget goes
  within an hour or 5 % within six, and finds a ticket when 10 % go within three days, each only
  while the last twelfth of that time burns as fast.

A reading says how much failed of all from its moment until the next one; the last is taken to
last as long as they usually do, but not beyond today, a single one until today. The window are the
last days until today. Fractions, so that nothing is rounded before it is shown. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median_low

from reviews.worksheets.content import Measured

DAY = timedelta(days=1)
MINUTES_A_DAY = 24 * 60
_MICROS = DAY // timedelta(microseconds=1)
# Share of the budget, within so many hours, and whether it wakes somebody (SRE Workbook, 5-8).
PACES = ((Fraction(2, 100), 1, True), (Fraction(5, 100), 6, True), (Fraction(10, 100), 72, False))


@dataclass(frozen=True, slots=True)
class Piece:
    """One reading as a stretch of time."""

    at: datetime
    until: datetime
    failed: Fraction
    total: Fraction


@dataclass(frozen=True, slots=True)
class Pace:
    """One alert: the burn rate it goes off above, and whether it did.

    burn, recent: the burn rates over its hours and over their last twelfth; None where the
    readings are too far apart to say.
    """

    hours: int
    threshold: Fraction
    wakes: bool
    burn: Fraction | None
    recent: Fraction | None

    @property
    def is_off(self) -> bool:
        """The alert goes off: fast over its hours, and still fast now."""
        return (
            self.burn is not None
            and self.recent is not None
            and min(self.burn, self.recent) > self.threshold
        )


@dataclass(frozen=True, slots=True)
class ErrorBudget:
    """What an objective allows, and what became of it.

    allowed: 1 − target as a fraction. minutes: the downtime the window allows. covered: how many
    days of the window the readings cover. attained: in percent. spent: share of the window's
    budget, above 1 when overspent. burn: over all that is covered; fast: over the last day of
    it. spent_on, fast_spent_on: the day the budget is gone at either rate, None when it outlasts
    the window. curve: (moment, share that is left), from the first moment with 1. skipped:
    readings that cannot be counted. All None and empty without readings in the window.
    """

    target: Decimal
    days: int
    allowed: Fraction
    minutes: Fraction
    skipped: int = 0
    failed: Fraction = Fraction(0)
    total: Fraction = Fraction(0)
    covered: Fraction = Fraction(0)
    attained: Fraction | None = None
    spent: Fraction | None = None
    burn: Fraction | None = None
    fast: Fraction | None = None
    spent_on: date | None = None
    fast_spent_on: date | None = None
    paces: tuple[Pace, ...] = ()
    curve: tuple[tuple[datetime, Fraction], ...] = ()

    @property
    def is_measured(self) -> bool:
        """Something was counted in the window."""
        return self.attained is not None

    @property
    def is_met(self) -> bool:
        """What was attained is no worse than the target."""
        return self.attained is not None and self.attained >= Fraction(self.target)

    @property
    def left(self) -> Fraction | None:
        """The share of the window's budget that is left; below 0 when it is overspent."""
        return None if self.spent is None else 1 - self.spent

    @property
    def left_minutes(self) -> Fraction | None:
        """Downtime that is left in the window; below 0: that is too much already."""
        return None if self.left is None else self.left * self.minutes

    @property
    def left_failures(self) -> Fraction | None:
        """Failures that are left in the window if as much is asked as until now."""
        if self.left is None or not self.covered:
            return None
        return self.left * self.allowed * self.total * self.days / self.covered


def reckon(target: Decimal, days: int, readings: Iterable[Measured], today: date) -> ErrorBudget:
    """The error budget of a target in percent over the last `days` until today."""
    allowed = 1 - Fraction(target) / 100
    given = list(readings)
    pieces = pieces_of([each for each in given if counts(each)], days, today)
    empty = ErrorBudget(
        target, days, allowed, allowed * days * MINUTES_A_DAY,
        skipped=sum(not counts(each) for each in given),
    )  # fmt: skip
    failed, total = _sums(pieces)
    if not total:
        return empty
    end = pieces[-1].until
    covered = min(_days(end - pieces[0].at), Fraction(days))
    burn = burn_rate(pieces, allowed)
    fast = burn_rate([each for each in pieces if each.at >= end - DAY] or pieces[-1:], allowed)
    spent = None if burn is None else burn * covered / days
    expected = allowed * total * days / covered
    shares = [each.failed / expected if expected else Fraction(0) for each in pieces]
    return ErrorBudget(
        target=target,
        days=days,
        allowed=allowed,
        minutes=empty.minutes,
        skipped=empty.skipped,
        failed=failed,
        total=total,
        covered=covered,
        attained=100 * (1 - failed / total),
        spent=spent,
        burn=burn,
        fast=fast,
        spent_on=_spent_on(pieces, shares, burn, days),
        fast_spent_on=_spent_on(pieces, shares, fast, days),
        paces=tuple(_pace(pieces, allowed, days, *pace) for pace in PACES),
        curve=_curve(pieces, shares) if expected else (),
    )


def counts(reading: Measured) -> bool:
    """The reading is failures of a total: it has one, and no more failed than there was. An hour
    in which nothing was asked is none of none."""
    return reading.of is not None and 0 <= reading.amount <= reading.of


def burn_rate(pieces: Sequence[Piece], allowed: Fraction) -> Fraction | None:
    """Error rate over allowed rate; None where nothing is allowed or nothing was counted."""
    failed, total = _sums(pieces)
    return failed / total / allowed if total and allowed else None


def pieces_of(readings: Sequence[Measured], days: int, today: date) -> list[Piece]:
    """The readings of the window, each until the next; oldest first."""
    first, last = today - timedelta(days=days), today + DAY  # a day in hand for time zones
    inside = [each for each in readings if first < each.when.date() <= last]
    if not inside:
        return []
    moments = [each.when for each in inside]
    ends = [*moments[1:], _end(moments[-1], [each.when for each in readings], today)]
    return [
        Piece(each.when, until, Fraction(each.amount), Fraction(each.of or 0))
        for each, until in zip(inside, ends, strict=True)
    ]


def _end(at: datetime, moments: Sequence[datetime], today: date) -> datetime:
    """Until when the last reading counts."""
    midnight = datetime.combine(today + DAY, time(), tzinfo=UTC)
    gaps = [after - before for before, after in pairwise(moments)]
    usual = at + median_low(gaps) if gaps else max(midnight, at + DAY)
    return min(usual, midnight) if at < midnight else usual


def _sums(pieces: Iterable[Piece]) -> tuple[Fraction, Fraction]:
    failed = total = Fraction(0)
    for each in pieces:
        failed, total = failed + each.failed, total + each.total
    return failed, total


def _days(span: timedelta) -> Fraction:
    return Fraction(span // timedelta(microseconds=1), _MICROS)


def _spent_on(
    pieces: Sequence[Piece], shares: Sequence[Fraction], rate: Fraction | None, days: int
) -> date | None:
    """The day the budget is gone when it burns at a rate from now on.

    The window moves along, so what burned at its beginning falls out of it again. What is spent
    changes evenly between the moments at which one piece begins or ends to fall out.
    """
    if rate is None:
        return None
    end, rest = pieces[-1].until, sum(shares, Fraction(0))
    if rest >= 1:
        return end.date()
    begun = end - timedelta(days=days)
    turns = [(_days(pieces[0].at - begun), rest)]
    for piece, share in zip(pieces, shares, strict=True):
        rest -= share
        turns.append((_days(piece.until - begun), rest))
    before, at = turns[0][1], Fraction(0)
    for then, kept in turns:
        after = kept + rate * then / days
        if then > at and after >= 1:
            wait = at + (then - at) * (1 - before) / (after - before)
            return (end + timedelta(microseconds=int(wait * _MICROS))).date()
        if then > at:
            before, at = after, then
    return None


def _pace(
    pieces: Sequence[Piece], allowed: Fraction, days: int, share: Fraction, hours: int, wakes: bool
) -> Pace:
    end, length = pieces[-1].until, pieces[-1].until - pieces[-1].at
    threshold = share * days * 24 / hours
    span = timedelta(hours=hours)
    if length > span:
        return Pace(hours, threshold, wakes, None, None)
    short = max(span / 12, length)
    return Pace(
        hours,
        threshold,
        wakes,
        burn_rate([each for each in pieces if each.at >= end - span], allowed),
        burn_rate([each for each in pieces if each.at >= end - short], allowed),
    )


def _curve(
    pieces: Sequence[Piece], shares: Sequence[Fraction]
) -> tuple[tuple[datetime, Fraction], ...]:
    """What is left of the window's budget after each piece."""
    left, found = Fraction(1), [(pieces[0].at, Fraction(1))]
    for each, share in zip(pieces, shares, strict=True):
        left -= share
        found.append((each.until, left))
    return tuple(found)
