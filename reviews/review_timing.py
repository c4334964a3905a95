"""When a workload is to be reviewed, and how much time that takes. Pure.

Seed 003: "Conduct review at key milestones: early in design process and then before go-live", as
a "light-weight process (hours not days)".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reviews.worksheets.wording import Said, _

EARLY_DESIGN, PRE_GO_LIVE, REGULAR = "early_design", "pre_go_live", "regular"
DESIGN_AHEAD = timedelta(weeks=12)  # early in design, where only the day of go-live is known
GO_LIVE_AHEAD = timedelta(weeks=2)  # time to mend what is found
NEAR = timedelta(days=30)  # a regular review held within this of its day was that one
LONG = 480  # minutes: above a day of work it is days, not hours
BUDGETS = {EARLY_DESIGN: 120, PRE_GO_LIVE: 240, REGULAR: 240}
TITLES = {
    EARLY_DESIGN: _("Early design review"),
    PRE_GO_LIVE: _("Review before go-live"),
    REGULAR: _("Regular review"),
}


@dataclass(frozen=True, slots=True)
class Dates:
    """The days a workload names."""

    design: date | None = None
    go_live: date | None = None
    next: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A review that is planned, or a milestone that was recorded (is_done) on this day."""

    kind: str
    on: date | None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A review that should be planned, and why then. title and reason: marked texts."""

    kind: str
    title: str
    on: date
    budget: int
    reason: Said


def proposals(dates: Dates, known: Iterable[Known], today: date) -> tuple[Proposal, ...]:
    """What is worth planning now, by day; nothing that is planned or was recorded already.

    A day that has passed while there is still time becomes today.
    """
    there = tuple(known)
    found = [*_early(dates, there, today), *_before(dates, there, today)]
    found += _regular(dates, there, today)
    return tuple(sorted(found, key=lambda each: each.on))


def _early(dates: Dates, known: tuple[Known, ...], today: date) -> Iterable[Proposal]:
    # Once go-live is near, or its review was held, nothing is early any more.
    if any(each.kind == EARLY_DESIGN for each in known):
        return
    if any(each.kind == PRE_GO_LIVE and each.is_done for each in known):
        return
    if dates.go_live is not None and today >= dates.go_live - GO_LIVE_AHEAD:
        return
    if dates.design is not None:
        if dates.design >= today:
            reason = Said(_("The workload names this day for its design review."))
            yield _proposed(EARLY_DESIGN, dates.design, reason)
        elif dates.go_live is not None:
            reason = Said(_("The day of the design review has passed, and there is still time."))
            yield _proposed(EARLY_DESIGN, today, reason)
    elif dates.go_live is not None:
        reason = Said(
            _("%(n)d weeks before go-live: early enough for the design to change."),
            {"n": DESIGN_AHEAD.days // 7},
        )
        yield _proposed(EARLY_DESIGN, max(today, dates.go_live - DESIGN_AHEAD), reason)


def _before(dates: Dates, known: tuple[Known, ...], today: date) -> Iterable[Proposal]:
    if dates.go_live is None or dates.go_live < today:
        return
    if any(each.kind == PRE_GO_LIVE for each in known):
        return
    on = dates.go_live - GO_LIVE_AHEAD
    reason = Said(
        _("%(n)d weeks before go-live: time to mend what is found."),
        {"n": GO_LIVE_AHEAD.days // 7},
    )
    if on < today:
        on, reason = today, Said(_("Go-live is less than two weeks away."))
    yield _proposed(PRE_GO_LIVE, on, reason)


def _regular(dates: Dates, known: tuple[Known, ...], today: date) -> Iterable[Proposal]:
    if dates.next is None:
        return
    for each in known:
        if each.kind != REGULAR:
            continue
        if not each.is_done or (each.on is not None and each.on >= dates.next - NEAR):
            return
    reason = Said(_("The workload names this day for its next review."))
    if dates.next < today:
        reason = Said(_("The day of the next review has passed without one."))
    yield _proposed(REGULAR, max(today, dates.next), reason)


def _proposed(kind: str, on: date, reason: Said) -> Proposal:
    return Proposal(kind, TITLES[kind], on, BUDGETS[kind], reason)


@dataclass(frozen=True, slots=True)
class Held:
    """When a session took place, and {pillar: seconds} it was on the screen."""

    started_at: datetime | None
    ended_at: datetime | None
    spent: Mapping[str, int]

    def seconds(self, now: datetime) -> int:
        """How long it took so far: what was on the screen; where nothing was counted, from its
        beginning to its end."""
        counted = sum(self.spent.values())
        if counted or self.started_at is None:
            return counted
        return max(0, round(((self.ended_at or now) - self.started_at).total_seconds()))


@dataclass(frozen=True, slots=True)
class Time:
    """A budget and what was spent of it, in minutes."""

    budget: int
    sessions: int
    extra: int

    @property
    def spent(self) -> int:
        """In and outside sessions."""
        return self.sessions + self.extra

    @property
    def left(self) -> int:
        """0 once it is used up."""
        return max(0, self.budget - self.spent)

    @property
    def over(self) -> int:
        """By how much more was spent."""
        return max(0, self.spent - self.budget)

    @property
    def is_long(self) -> bool:
        """It is planned as days, not hours."""
        return self.budget > LONG


def time_of(budget: int, extra: int, sessions: Iterable[Held], now: datetime) -> Time:
    """What a review took. Seconds are summed before they are rounded, a begun minute counts."""
    seconds = sum(each.seconds(now) for each in sessions)
    return Time(budget, -(-seconds // 60), extra)


def length(minutes: int) -> Said:
    """Minutes as people say them."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return Said(_("%(m)d min"), {"m": rest})
    if not rest:
        return Said(_("%(h)d h"), {"h": hours})
    return Said(_("%(h)d h %(m)d min"), {"h": hours, "m": rest})
