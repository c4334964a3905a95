"""Above the recovery plan: each recovery point and time beside its target, and which restores are
to be tried next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import log10

from django.utils.translation import gettext as _

from reviews.reads.deadlines import Deadline, deadline
from reviews.telling import words
from reviews.worksheets import durations
from reviews.worksheets.content import Content
from reviews.worksheets.recovery import MET, OVER, PERHAPS, UNREAD, DataSet, Held, Recovery
from reviews.worksheets.spec import Outcome
from reviews.worksheets.trials import NEVER

WIDTH, HEIGHT = 240, 14
_SCALE = (1, 60, 3600, 86_400, 604_800, 2_678_400, 31_622_400)
_TONES = {MET: "good", OVER: "bad", PERHAPS: "warn", UNREAD: "warn"}
_LEAST = 2.0  # a bar of no time at all is still seen


@dataclass(frozen=True, slots=True)
class Tick:
    """A time on the scale."""

    label: str
    x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A recovery point or time beside its target. width, target: in units of the picture; None
    where there is none. verdict: in words."""

    number: int
    data: str
    what: str
    said: str
    target_said: str
    width: float | None
    target: float | None
    tone: str
    verdict: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class NextTest:
    """A data set and its next restore test. due: None when it was never tested."""

    number: int
    data: str
    due: Deadline | None
    on: date | None
    months: int


@dataclass(frozen=True, slots=True)
class RecoveryPanel:
    """Bars on one scale, each step of it many times the one before, and tests in their order."""

    width: int
    height: int
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    tests: tuple[NextTest, ...]


def panel(_content: Content, outcome: Outcome, today: date) -> RecoveryPanel | None:
    """The panel; None without data sets."""
    found = outcome.details
    if not isinstance(found, Recovery) or not found.sets:
        return None
    longest = max(
        (
            seconds
            for each in found.sets
            for held in each.held
            for seconds in (held.span.seconds if held.span else None, held.target)
            if seconds is not None
        ),
        default=Decimal(60),
    )
    end = next((each for each in _SCALE[2:] if each >= longest), _SCALE[-1])
    return RecoveryPanel(
        width=WIDTH,
        height=HEIGHT,
        ticks=_ticks(end),
        bars=tuple(
            _bar(each, held, end, is_first=held is each.rpo)
            for each in found.sets
            for held in each.held
        ),
        tests=tuple(_test(each, today) for each in found.coming),
    )


def _bar(found: DataSet, held: Held, end: int, *, is_first: bool) -> Bar:
    return Bar(
        number=found.number,
        data=found.data,
        what=_("Recovery point") if is_first else _("Recovery time"),
        said=held.said,
        target_said=held.target_said,
        width=max(_LEAST, _x(held.span.seconds, end)) if held.span else None,
        target=_x(held.target, end) if held.target is not None else None,
        tone=_TONES.get(held.state, ""),
        verdict=_verdict(held),
        is_first=is_first,
    )


def _verdict(held: Held) -> str:
    match held.state:
        case "met":
            return _("within the target")
        case "over" if held.span and not held.span.is_word:
            return _("%(time)s over") % {"time": words(durations.words(held.over))}
        case "over":
            return _("over")
        case "perhaps":
            return _("perhaps over: say a number")
        case "unread":
            return _("cannot be compared")
    return _("no target") if held.said else _("not given")


def _test(found: DataSet, today: date) -> NextTest:
    again = found.trial.next_on
    due = deadline(again, today) if again and found.trial.state != NEVER else None
    return NextTest(found.number, found.data, due, found.trial.on, found.months)


def _ticks(end: int) -> tuple[Tick, ...]:
    shown = [each for each in _SCALE if each <= end]
    return tuple(
        Tick(
            words(durations.words(Decimal(each))),
            _x(Decimal(each), end),
            "start" if each == shown[0] else "end" if each == shown[-1] else "middle",
        )
        for each in shown
    )


def _x(seconds: Decimal, end: int) -> float:
    """Where a time stands: from one second at the left to the end of the scale at the right."""
    if seconds <= 1:
        return 0.0
    return round(min(1.0, log10(seconds) / log10(end)) * WIDTH, 1)
