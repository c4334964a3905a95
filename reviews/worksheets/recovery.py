"""The recovery plan: how data comes back, and whether anybody tried (seed 001, backups). Pure.

Each recovery point and time is held against the row's own target, else the sheet's. A number is
over when its upper end is. A word's order of magnitude ("Minutes") is over only when the least
it can mean is; when only the most it can mean is, it is said to be perhaps over.

Facts for the evidence mapping: filled; solutions, owners (every data set has it); rpo-target and
rto-target (every data set has one); rpo-met and rto-met (every one is surely within its
target); targets-met (both); tested (every restore in time), some-tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reviews.worksheets import durations
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content, Row
from reviews.worksheets.durations import Span
from reviews.worksheets.spec import Fact, Kind, Mark, Outcome, Table
from reviews.worksheets.trials import OVERDUE, Trial, next_on, trial
from reviews.worksheets.wording import Said, _

MONTHS = Decimal(6)
MET, OVER, PERHAPS, UNREAD, OPEN = "met", "over", "perhaps", "unread", "open"
_NAMES = {"rpo": _("Recovery point"), "rto": _("Recovery time")}


@dataclass(frozen=True, slots=True)
class Held:
    """A recovery point or time against its target.

    state: met, over, perhaps (a word that may mean more), unread (one of the two cannot be
    compared), open (no target, or nothing said). over: seconds beyond the target.
    """

    key: str
    said: str
    target_said: str
    span: Span | None
    target: Decimal | None
    state: str
    over: Decimal


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set, its two numbers, and its restore test."""

    number: int
    data: str
    rpo: Held
    rto: Held
    trial: Trial
    months: int

    @property
    def held(self) -> tuple[Held, Held]:
        """Both."""
        return (self.rpo, self.rto)


@dataclass(frozen=True, slots=True)
class Recovery:
    """All that follows from the worksheet; coming: by their next restore test, nearest first,
    behind those that were never restored."""

    sets: tuple[DataSet, ...]
    coming: tuple[DataSet, ...]


def work_out(content: Content, today: date) -> Outcome:
    """Gaps against the targets, and restore tests that are overdue."""
    rows = content.table("data")
    sets = tuple(_set(content, row, today) for row in rows)
    coming = tuple(
        sorted(sets, key=lambda each: (each.trial.on is not None, each.trial.next_on or today))
    )
    if not rows:
        return Outcome(details=Recovery((), ()))
    return Outcome(
        summary=(*_summary(sets), *_coming(sets)),
        marks=tuple(
            mark for row, each in zip(rows, sets, strict=True) for mark in _marks(row, each)
        ),
        facts=frozenset(_facts(rows, sets)),
        details=Recovery(sets, coming),
    )


def due(_settings: Mapping[str, Any], row: Row) -> date | None:
    """The day of the next restore test."""
    return next_on(row.day("tested_on"), row.amount("test_months") or MONTHS)


def is_untried(row: Row) -> bool:
    """Whether it was never restored."""
    return row.day("tested_on") is None


def improvement(content: Content, row: Row, today: date) -> Mapping[str, Any]:
    """An improvement that closes the gaps of a data set and has its restore tried."""
    found = _set(content, row, today)
    missed = [held for held in found.held if held.state in (OVER, PERHAPS)]
    marks = [Said(_("- %(text)s"), {"text": mark.text}) for mark in _marks(row, found)]
    title = _("%(data)s: recover within the targets") if missed else _("%(data)s: test a restore")
    backup = [Said(_("Backup: %(text)s"), {"text": row.text("solution")}), ""]
    criteria = [
        Said(
            _("- %(what)s of at most %(target)s, measured"),
            {"what": Said(_NAMES[held.key]), "target": held.target_said},
        )
        for held in missed
    ]
    tested = Said(_("- A restore was tested, and what it showed is written down"))
    return {
        "title": Said(title, {"data": found.data[:150]}),
        "recommendation": (*(backup if row.text("solution") else ()), *marks),
        "success_criteria": (*criteria, tested),
        "impact": "high" if any(held.state == OVER for held in missed) else "medium",
    }


def _set(content: Content, row: Row, today: date) -> DataSet:
    months = row.amount("test_months") or MONTHS
    return DataSet(
        number=row.number,
        data=row.text("data"),
        rpo=_held(content, row, "rpo"),
        rto=_held(content, row, "rto"),
        trial=trial(row.day("tested_on"), months, today),
        months=int(months),
    )


def _held(content: Content, row: Row, key: str) -> Held:
    said = row.text(key)
    wanted = row.text(f"target_{key}") or str(content.settings.get(f"target_{key}", "") or "")
    span, target = durations.read(said), durations.read(wanted)
    most = target.seconds if target else None
    state, over = _compared(said, wanted, span, most)
    return Held(key, said, wanted, span, most, state, over)


def _compared(
    said: str, wanted: str, span: Span | None, target: Decimal | None
) -> tuple[str, Decimal]:
    nothing = Decimal(0)
    if not said:
        return OPEN, nothing
    if span is None or (wanted and target is None):
        return UNREAD, nothing
    if target is None:
        return OPEN, nothing
    if span.seconds <= target:
        return MET, nothing
    if not span.is_word:
        return OVER, span.seconds - target
    return (OVER, span.least - target) if span.least > target else (PERHAPS, nothing)


def _marks(row: Row, found: DataSet) -> Iterable[Mark]:
    if not row.text("solution"):
        yield Mark(Said(_("Nothing says how it is backed up.")), row.number, "solution")
    for held in found.held:
        mark = _gap(row.number, held)
        if mark is not None:
            yield mark
    if found.trial.on is None:
        text = Said(_("A restore was never tested."))
        yield Mark(text, row.number, "tested_on")
    elif found.trial.state == OVERDUE:
        text = Said(
            _("The restore test was due on %(day)s (every %(n)d months)."),
            {"day": found.trial.next_on, "n": found.months},
        )
        yield Mark(text, row.number, "tested_on")


def _gap(n: int, held: Held) -> Mark | None:
    said: dict[str, Any] = {
        "what": Said(_NAMES[held.key]), "said": held.said, "target": held.target_said,
    }  # fmt: skip
    match held.state:
        case "over" if held.span and held.span.is_word:
            text = Said(_("%(what)s %(said)s, target %(target)s: longer than that."), said)
            return Mark(text, n, held.key)
        case "over":
            said |= {"over": durations.words(held.over)}
            text = Said(_("%(what)s %(said)s, target %(target)s: %(over)s over."), said)
            return Mark(text, n, held.key)
        case "perhaps":
            text = Said(
                _("%(what)s %(said)s may mean more than the target of %(target)s. Say a number."),
                said,
            )
            return Mark(text, n, held.key, "warn")
        case "unread":
            is_mine = held.span is None
            wrong = {"text": held.said if is_mine else held.target_said}
            text = Said(_("“%(text)s” cannot be compared."), wrong)
            return Mark(text, n, held.key, "warn")
    if not held.said:
        text = Said(_("%(what)s is not given."), said)
        return Mark(text, n, held.key, "warn")
    return None


def _facts(rows: Iterable[Row], sets: Iterable[DataSet]) -> Iterable[str]:
    yield "filled"
    every: dict[str, Callable[[Row, DataSet], bool]] = {
        "solutions": lambda row, found: bool(row.text("solution")),
        "owners": lambda row, found: bool(row.owner_name),
        "rpo-target": lambda row, found: found.rpo.target is not None,
        "rto-target": lambda row, found: found.rto.target is not None,
        "rpo-met": lambda row, found: found.rpo.state == MET,
        "rto-met": lambda row, found: found.rto.state == MET,
        "targets-met": lambda row, found: all(held.state == MET for held in found.held),
        "tested": lambda row, found: found.trial.is_fresh,
    }
    pairs = list(zip(rows, sets, strict=True))
    for fact, holds in every.items():
        if all(holds(row, found) for row, found in pairs):
            yield fact
    if any(found.trial.is_fresh for _row, found in pairs):
        yield "some-tested"


def _summary(sets: tuple[DataSet, ...]) -> Iterable[Fact]:
    yield Fact(_("Data sets"), Said("%(n)d", {"n": len(sets)}))
    every = [held for found in sets for held in found.held]
    held = [each for each in every if each.state in (MET, OVER, PERHAPS)]
    if held:
        met = [each for each in held if each.state == MET]
        over = [each for each in held if each.state == OVER]
        yield Fact(
            _("Within the targets"),
            Said(_("%(n)d of %(all)d"), {"n": len(met), "all": len(held)}),
            "good" if len(met) == len(held) else "bad" if over else "warn",
            Said(_("recovery points and times that have a target")),
        )
    else:
        yield Fact(
            _("Within the targets"), Said(_("no targets yet")), "empty",
            Said(_("set them for the whole plan or for a data set")),
        )  # fmt: skip
    unread = sum(each.state == UNREAD for each in every)
    if unread:
        yield Fact(_("Cannot be compared"), Said("%(n)d", {"n": unread}), "warn")
    fresh = [found for found in sets if found.trial.is_fresh]
    never = sum(found.trial.on is None for found in sets)
    yield Fact(
        _("Restores tested in time"),
        Said(_("%(n)d of %(all)d"), {"n": len(fresh), "all": len(sets)}),
        "good" if len(fresh) == len(sets) else "bad",
        Said(_("%(n)d never"), {"n": never}) if never else None,
    )


def _coming(sets: tuple[DataSet, ...]) -> Iterable[Fact]:
    known = [(found.trial.next_on, found) for found in sets if found.trial.next_on]
    if known:
        day, first = min(known, key=lambda pair: pair[0])
        is_late = first.trial.state == OVERDUE
        yield Fact(
            _("Next restore test"),
            Said("%(day)s", {"day": day}),
            "bad" if is_late else "",
            Said(_("%(data)s, overdue") if is_late else "%(data)s", {"data": first.data}),
        )


KIND = Kind(
    key="recovery",
    title=_("Recovery plan"),
    lead=_("How each set of data comes back, how much of it may be lost, and when that was tried."),
    pillar="reliability",
    settings=(
        Column(
            "target_rpo", _("Recovery point target"), Type.DURATION, limit=60,
            help=_("How much may be lost at most, such as 15 min. A row may say its own."),
        ),
        Column(
            "target_rto", _("Recovery time target"), Type.DURATION, limit=60,
            help=_("How long it may take at most, such as 4 h. A row may say its own."),
        ),
    ),
    tables=(
        Table(
            "data", _("Data sets"), _("data set"), label="data", has_owner=True,
            makes_improvements=True,
            columns=(
                Column("data", _("Data set"), is_required=True),
                Column("solution", _("Backup"), limit=500, is_wide=True),
                Column(
                    "rpo", _("Recovery point"), Type.DURATION, limit=60,
                    help=_("How much may be lost: < 5 min, 1-4 h, Seconds."),
                ),
                Column(
                    "rto", _("Recovery time"), Type.DURATION, limit=60,
                    help=_("How long it takes to come back: < 30 min, 2 h, Hours."),
                ),
                Column("target_rpo", _("Its target for the point"), Type.DURATION, limit=60),
                Column("target_rto", _("Its target for the time"), Type.DURATION, limit=60),
                Column("tested_on", _("Last restore test"), Type.DAY),
                Column(
                    "test_months", _("Test every"), Type.NUMBER, least=Decimal(1),
                    most=Decimal(60), places=0, default="6", unit=_("months"),
                ),
                Column("result", _("What the test showed"), Type.LONG, limit=2000, is_wide=True),
            ),
            shown=("data", "solution", "rpo", "rto", "tested_on"),
            empty=_("No data set yet. Begin with what would hurt most to lose."),
        ),
    ),
    work_out=work_out,
    due=due,
    due_word=_("Next restore test"),
    is_untried=is_untried,
    untried_word=_("First restore test"),
    improvement=improvement,
)  # fmt: skip
