"""Failure modes: what can fail, how it shows, how one comes back (seed 000, section 4). Pure.

The priority is severity × likelihood × detectability, 1 to 1000, where all three are given.

Facts for the evidence mapping: filled; rated (every mode); tested (every mode within the months
the sheet says); some-tested; detected, recoverable, rto-known, owners (every mode has it).
A mode whose detection, recovery and time are all "N/A" is set aside: it is taken not to happen,
so it is neither rated nor tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reviews.worksheets import durations
from reviews.worksheets.columns import Column, Type, number
from reviews.worksheets.content import Content, Row
from reviews.worksheets.spec import Derived, Fact, Kind, Mark, Outcome, Table
from reviews.worksheets.trials import OVERDUE, Trial, next_on, trial
from reviews.worksheets.wording import Said, _

SCALES = ("severity", "likelihood", "detectability")
BUCKETS = ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10))
_NOT = frozenset(("n/a", "na", "n.a.", "not applicable", "none", "-", "–", "—"))


@dataclass(frozen=True, slots=True)
class Mode:
    """A failure mode. priority: None unless it is rated; rto: seconds at most, None when it
    cannot be compared."""

    number: int
    component: str
    mode: str
    severity: int | None
    likelihood: int | None
    detectability: int | None
    priority: int | None
    is_high: bool
    is_set_aside: bool
    rto: Decimal | None
    trial: Trial

    @property
    def name(self) -> str:
        """Both together."""
        return f"{self.component}: {self.mode}"


@dataclass(frozen=True, slots=True)
class FailureModes:
    """The modes ranked, and where they stand by severity and likelihood.

    matrix: a row for each bucket of severity, the most severe first; in it the modes of each
    bucket of likelihood, the rarest first. Modes without both ratings are in none.
    """

    ranked: tuple[Mode, ...]
    attention: int
    months: int
    matrix: tuple[tuple[tuple[Mode, ...], ...], ...]


def work_out(content: Content, today: date) -> Outcome:
    """Priorities and ranks of the failure modes, and what is missing."""
    rows = content.table("modes")
    if not rows:
        return Outcome(details=FailureModes((), _attention(content), _months(content), _matrix(())))
    modes = [_mode(content, row, today) for row in rows]
    ranked = tuple(sorted(modes, key=_rank))
    return Outcome(
        summary=tuple(_summary(content, modes, ranked)),
        derived={mode.number: _derived(mode) for mode in modes},
        marks=tuple(
            mark for row, mode in zip(rows, modes, strict=True)
            for mark in _marks(content, row, mode)
        ),
        facts=frozenset(_facts(rows, modes)),
        details=FailureModes(ranked, _attention(content), _months(content), _matrix(ranked)),
        order={"modes": tuple(mode.number for mode in ranked)},
    )  # fmt: skip


def due(settings: Mapping[str, Any], row: Row) -> date | None:
    """The day a failure mode is to be tested again."""
    return next_on(row.day("tested_on"), number(settings.get("test_months")))


def is_untried(row: Row) -> bool:
    """Whether it was never tested, and is not set aside."""
    return row.day("tested_on") is None and not _is_set_aside(row)


def improvement(content: Content, row: Row, today: date) -> Mapping[str, Any]:
    """An improvement that makes this mode rarer, milder, sooner seen, or its recovery sure."""
    mode = _mode(content, row, today)
    labels = {column.key: column.label for column in KIND.tables[0].columns}
    known: list[Any] = [
        Said(_("%(label)s: %(text)s"), {"label": Said(labels[key]), "text": row.text(key)})
        for key in ("effect", "detection", "recovery", "rto")
        if row.text(key)
    ]
    seen = [Said(_("- %(text)s"), {"text": mark.text}) for mark in _marks(content, row, mode)]
    wanted = [Said(_("- It was tested, and the recovery time measured"))]
    if mode.is_high:
        wanted.insert(0, Said(_("- The priority is below %(n)d"), {"n": _attention(content)}))
    return {
        "title": mode.name[:200],
        "recommendation": (*known, *([""] if known and seen else ()), *seen),
        "success_criteria": tuple(wanted),
        "impact": "high" if mode.is_high else "medium",
    }


def _mode(content: Content, row: Row, today: date) -> Mode:
    scores = [row.amount(key) for key in SCALES]
    rated = [int(score) for score in scores if score is not None]
    priority = rated[0] * rated[1] * rated[2] if len(rated) == len(SCALES) else None
    span = durations.read(row.text("rto"))
    severity, likelihood, detectability = (None if s is None else int(s) for s in scores)
    return Mode(
        number=row.number,
        component=row.text("component"),
        mode=row.text("mode"),
        severity=severity,
        likelihood=likelihood,
        detectability=detectability,
        priority=priority,
        is_high=priority is not None and priority >= _attention(content),
        is_set_aside=_is_set_aside(row),
        rto=span.seconds if span else None,
        trial=trial(row.day("tested_on"), Decimal(_months(content)), today),
    )


def _is_set_aside(row: Row) -> bool:
    said = [row.text(key).lower() for key in ("detection", "recovery", "rto")]
    return all(each in _NOT for each in said)


def _rank(mode: Mode) -> tuple[int, int, int]:
    """Highest first; of the same priority the more severe; the unrated behind, as they stand."""
    return (-(mode.priority or 0), -(mode.severity or 0) if mode.priority else 0, mode.is_set_aside)


def _attention(content: Content) -> int:
    return int(content.setting("attention") or 100)


def _months(content: Content) -> int:
    return int(content.setting("test_months") or 12)


def _derived(mode: Mode) -> Mapping[str, Said]:
    return {} if mode.priority is None else {"priority": Said(str(mode.priority))}


def _marks(content: Content, row: Row, mode: Mode) -> Iterable[Mark]:
    n = row.number
    if mode.is_set_aside:
        text = Said(_("Taken not to happen: nothing detects it and nothing brings it back."))
        yield Mark(text, n, "recovery", "warn")
        return
    if mode.is_high:
        said = {"priority": mode.priority, "from": _attention(content)}
        text = Said(_("Priority %(priority)d: look at everything from %(from)d."), said)
        yield Mark(text, n, "priority")
    missing = [key for key in SCALES if row.amount(key) is None]
    if missing:
        yield Mark(Said(_("Not rated, so it has no priority.")), n, missing[0], "warn")
    if not row.text("detection"):
        yield Mark(Said(_("Nothing says how anybody would notice.")), n, "detection")
    if not row.text("recovery"):
        yield Mark(Said(_("Nothing says how it comes back.")), n, "recovery")
    if not row.text("rto"):
        yield Mark(Said(_("No recovery time is given.")), n, "rto", "warn")
    elif mode.rto is None:
        text = Said(_("“%(text)s” cannot be compared."), {"text": row.text("rto")})
        yield Mark(text, n, "rto", "warn")
    yield from _untested(content, mode)


def _untested(content: Content, mode: Mode) -> Iterable[Mark]:
    if mode.trial.on is None:
        yield Mark(Said(_("Never tested.")), mode.number, "tested_on", "warn")
    elif mode.trial.state == OVERDUE:
        said = {"day": mode.trial.on, "n": _months(content)}
        text = Said(_("Tested last on %(day)s, more than %(n)d months ago."), said)
        yield Mark(text, mode.number, "tested_on")


def _facts(rows: Iterable[Row], modes: Iterable[Mode]) -> Iterable[str]:
    yield "filled"
    pairs = [
        (row, mode) for row, mode in zip(rows, modes, strict=True) if not mode.is_set_aside
    ]  # fmt: skip
    if not pairs:
        return
    every: dict[str, Callable[[Row, Mode], bool]] = {
        "rated": lambda row, mode: mode.priority is not None,
        "tested": lambda row, mode: mode.trial.is_fresh,
        "detected": lambda row, mode: bool(row.text("detection")),
        "recoverable": lambda row, mode: bool(row.text("recovery")),
        "rto-known": lambda row, mode: mode.rto is not None,
        "owners": lambda row, mode: bool(row.owner_name),
    }
    for fact, holds in every.items():
        if all(holds(row, mode) for row, mode in pairs):
            yield fact
    if any(mode.trial.is_fresh for _row, mode in pairs):
        yield "some-tested"


def _summary(content: Content, modes: list[Mode], ranked: tuple[Mode, ...]) -> Iterable[Fact]:
    asked = [mode for mode in modes if not mode.is_set_aside]
    rated = [mode for mode in asked if mode.priority is not None]
    high = [mode for mode in rated if mode.is_high]
    fresh = [mode for mode in asked if mode.trial.is_fresh]
    yield Fact(_("Failure modes"), Said("%(n)d", {"n": len(modes)}))
    tone = "empty" if not rated else "bad" if high else "good"
    yield Fact(
        _("High priorities"),
        Said("%(n)d", {"n": len(high)}) if rated else Said(_("not rated yet")),
        tone,
        Said(
            _("from %(from)d on; %(n)d of %(all)d rated"),
            {"from": _attention(content), "n": len(rated), "all": len(asked)},
        ),
    )
    if rated:
        top = ranked[0]
        yield Fact(
            _("Highest priority"), Said("%(n)d", {"n": top.priority}),
            "bad" if top.is_high else "", Said("%(name)s", {"name": top.name}),
        )  # fmt: skip
    known = [mode for mode in asked if mode.rto is not None]
    if known:
        slowest = max(known, key=lambda mode: mode.rto or 0)
        yield Fact(
            _("Longest recovery"), durations.words(slowest.rto or Decimal(0)), "",
            Said("%(name)s", {"name": slowest.name}),
        )  # fmt: skip
    yield Fact(
        _("Tested in time"),
        Said(_("%(n)d of %(all)d"), {"n": len(fresh), "all": len(asked)}),
        "good" if asked and len(fresh) == len(asked) else "warn",
        Said(_("within %(n)d months"), {"n": _months(content)}),
    )


def _matrix(ranked: tuple[Mode, ...]) -> tuple[tuple[tuple[Mode, ...], ...], ...]:
    def cell(severity: tuple[int, int], likelihood: tuple[int, int]) -> tuple[Mode, ...]:
        return tuple(
            mode for mode in ranked
            if mode.severity in severity and mode.likelihood in likelihood
        )  # fmt: skip

    return tuple(tuple(cell(s, each) for each in BUCKETS) for s in reversed(BUCKETS))


def _scale(key: str, label: str, help_text: str) -> Column:
    return Column(key, label, Type.NUMBER, help_text, least=Decimal(1), most=Decimal(10), places=0)


KIND = Kind(
    key="failure-modes",
    title=_("Failure modes"),
    lead=_("What can fail, how anybody would notice, and how long it takes to come back."),
    pillar="reliability",
    settings=(
        Column(
            "test_months", _("Test again after"), Type.NUMBER, least=Decimal(1),
            most=Decimal(60), places=0, default="12", unit=_("months"),
        ),
        Column(
            "attention", _("Look at priorities from"), Type.NUMBER, least=Decimal(1),
            most=Decimal(1000), places=0, default="100",
            help=_("Severity × likelihood × detectability, 1 to 1000."),
        ),
    ),
    tables=(
        Table(
            "modes", _("Failure modes"), _("failure mode"), label="component", also="mode",
            has_owner=True, makes_improvements=True,
            columns=(
                Column("component", _("Component"), is_required=True),
                Column("mode", _("Failure mode"), is_required=True),
                Column("effect", _("Effect"), Type.LONG, limit=2000, is_wide=True),
                Column("detection", _("Detection"), Type.LONG, limit=2000, is_wide=True),
                Column("recovery", _("Recovery"), Type.LONG, limit=2000, is_wide=True),
                Column(
                    "rto", _("Recovery time"), Type.DURATION, limit=60,
                    help=_("As you would say it: 30-60 s, < 5 min, 2 h."),
                ),
                _scale("severity", _("Severity"), _("1: nobody notices … 10: the business stops.")),
                _scale("likelihood", _("Likelihood"), _("1: once in decades … 10: every week.")),
                _scale(
                    "detectability", _("Detectability"),
                    _("1: seen at once … 10: nobody would see it."),
                ),
                Column("tested_on", _("Tested on"), Type.DAY),
            ),
            derived=(Derived("priority", _("Priority"), is_number=True),),
            shown=("component", "mode", "detection", "recovery", "rto"),
            empty=_("No failure mode yet. Ask of each component: how could it fail?"),
        ),
    ),
    work_out=work_out,
    due=due,
    due_word=_("Next test"),
    is_untried=is_untried,
    untried_word=_("First test"),
    improvement=improvement,
)  # fmt: skip
