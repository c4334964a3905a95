"""The performance budget: what each metric may be, and what it is (seed 000, section 5). Pure.

What an alarm threshold means follows from where it stands. On the bad side of the budget, as the
seed's latencies (budget 100 ms, alarm 150 ms), it goes off when the budget is exceeded for good.
On the good side, as the seed's error rate (0.05 of 0.1 %) and availability (99.95 against
99.9 %), it warns before the budget is spent: "warn at 50% of budget".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from reviews.worksheets import objectives
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content, Measured, Row
from reviews.worksheets.exact import brief
from reviews.worksheets.objectives import Objective
from reviews.worksheets.spec import Derived, Fact, Kind, Mark, Outcome, Table
from reviews.worksheets.wording import Number, Said, _

LOWER, HIGHER = "lower", "higher"
OLD = timedelta(days=30)


class State(StrEnum):
    """Where a metric stands, best first."""

    NONE = "none"  # no value yet
    WITHIN = "within"
    WARNING = "warning"  # within, but a threshold before the budget is reached
    OVER = "over"
    ALARM = "alarm"  # over, and the threshold behind the budget is reached


WORDS: Mapping[State, str] = {
    State.NONE: _("No value yet"),
    State.WITHIN: _("Within budget"),
    State.WARNING: _("Warning"),
    State.OVER: _("Over budget"),
    State.ALARM: _("Alarm"),
}
TONES = {
    State.NONE: "", State.WITHIN: "good", State.WARNING: "warn", State.OVER: "bad",
    State.ALARM: "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric against its budget.

    warns_early: the threshold stands before the budget. headroom: how far the value is from the
    budget, below 0 when it is over. spent, spent_at_alarm: the share of the budget that value
    and threshold are, None where a metric has no such thing (a throughput).
    """

    row: Row
    name: str
    unit: str
    is_lower_better: bool
    budget: Decimal
    alarm: Decimal | None
    latest: Measured | None
    state: State
    is_old: bool
    warns_early: bool
    headroom: Decimal | None
    spent: Fraction | None
    spent_at_alarm: Fraction | None

    @property
    def tone(self) -> str:
        """good, warn, bad or empty; what is old is no more than a warning that all is well."""
        return "warn" if self.is_old and self.state is State.WITHIN else TONES[self.state]

    @property
    def state_text(self) -> Said:
        """Where it stands, in words."""
        said = Said(WORDS[self.state])
        if not self.is_old:
            return said
        return Said(_("%(state)s; the value is more than 30 days old"), {"state": said})

    @property
    def warning_text(self) -> Said:
        """How close to the budget it is."""
        if self.spent is None:
            return Said(_("Close to the budget"))
        share = brief(100 * self.spent, 1, "%")
        return Said(_("%(share)s of the budget is spent"), {"share": share})

    @property
    def headroom_text(self) -> Said | None:
        """How far from the budget, in words."""
        if self.headroom is None:
            return None
        text = _("%(value)s left") if self.headroom >= 0 else _("%(value)s over")
        return Said(text, {"value": amount(abs(self.headroom), self.unit)})

    @property
    def alarm_text(self) -> Said | None:
        """The threshold with what it means, as the seed prints it."""
        if self.alarm is None:
            return None
        value = amount(self.alarm, self.unit)
        if not self.warns_early:
            return value
        if self.spent_at_alarm is None:
            return Said(_("%(value)s (warns before the budget)"), {"value": value})
        share = brief(100 * self.spent_at_alarm, 1, "%")
        return Said(_("%(value)s (warn at %(share)s of budget)"), {"value": value, "share": share})


@dataclass(frozen=True, slots=True)
class Performance:
    """What follows from a performance budget."""

    metrics: tuple[Metric, ...]
    objectives: tuple[Objective, ...]


def amount(value: Decimal, unit: str) -> Said:
    """A value with its unit."""
    return Said("%(n)s", {"n": Number(value, unit)})


def metric_of(row: Row, today: date) -> Metric:
    """Where a metric stands today."""
    budget, alarm = row.amount("budget") or Decimal(0), row.amount("alarm")
    unit, is_lower, latest = row.text("unit"), row.text("better") != HIGHER, row.latest
    side = 1 if is_lower else -1
    early = alarm is not None and alarm * side < budget * side
    value = latest.amount if latest else None
    return Metric(
        row=row,
        name=row.text("metric"),
        unit=unit,
        is_lower_better=is_lower,
        budget=budget,
        alarm=alarm,
        latest=latest,
        state=state_of(value, budget, alarm, side),
        is_old=latest is not None and latest.when.date() < today - OLD,
        warns_early=early,
        headroom=None if value is None else (budget - value) * side,
        spent=_spent(value, budget, unit, is_lower),
        spent_at_alarm=_spent(alarm, budget, unit, is_lower),
    )


def state_of(value: Decimal | None, budget: Decimal, alarm: Decimal | None, side: int) -> State:
    """The state of a value; side: 1 when lower is better, −1 when higher is.

    A budget is a limit: what is just at it is within. A threshold is a trigger: it goes off when
    it is reached.
    """
    if value is None:
        return State.NONE
    is_over = value * side > budget * side
    is_reached = alarm is not None and value * side >= alarm * side
    if is_over:
        is_behind = alarm is not None and alarm * side >= budget * side
        return State.ALARM if is_reached and is_behind else State.OVER
    is_early = alarm is not None and alarm * side < budget * side
    return State.WARNING if is_reached and is_early else State.WITHIN


def _spent(value: Decimal | None, budget: Decimal, unit: str, is_lower: bool) -> Fraction | None:
    """The share of a budget that a value is; for a percentage that should be high, of what it
    lacks of 100."""
    if value is None:
        return None
    if is_lower:
        return Fraction(value) / Fraction(budget) if budget > 0 else None
    if unit == "%" and budget < 100:
        return Fraction(100 - value) / Fraction(100 - budget)
    return None


def work_out(content: Content, today: date) -> Outcome:
    """Where each metric stands against its budget, and how much error budget is left."""
    metrics = tuple(metric_of(row, today) for row in content.table("metrics"))
    found = tuple(objectives.objective_of(row, today) for row in content.table("objectives"))
    line, tone = _headline(metrics, found)
    return Outcome(
        summary=(*_summary(metrics), *objectives.summary(found)),
        derived={
            **{each.row.number: _cells(each) for each in metrics},
            **{each.row.number: objectives.cells(each) for each in found},
        },
        marks=(*_marks(metrics), *objectives.marks(found)),
        facts=frozenset({*_facts(content, metrics), *objectives.facts(found)}),
        details=Performance(metrics, found),
        headline=line,
        tone=tone,
    )


def _headline(metrics: tuple[Metric, ...], found: tuple[Objective, ...]) -> tuple[Said | None, str]:
    """What there is to say in one line: what is over, else what is left, else what is missing."""
    over = [each for each in metrics if each.state in (State.OVER, State.ALARM)]
    missing = [each for each in metrics if each.state is State.NONE]
    worst = objectives.worst(found)
    if over:
        said = {"n": len(over), "all": len(metrics)}
        return Said(_("%(n)d of %(all)d metrics over budget"), said), "bad"
    if worst is not None and worst.tone != "good":
        return Said(_("Error budget: %(left)s"), {"left": worst.left_text}), worst.tone
    if missing:
        return Said(_("Metrics without a value: %(n)d"), {"n": len(missing)}), "warn"
    if metrics:
        return Said(_("All metrics within budget")), "good"
    return None, ""


def _cells(metric: Metric) -> dict[str, Said]:
    cells = {"state": metric.state_text}
    if metric.latest is not None:
        cells["current"] = amount(metric.latest.amount, metric.unit)
        cells["measured_on"] = Said("%(day)s", {"day": metric.latest.when.date()})
    if metric.headroom_text is not None:
        cells["headroom"] = metric.headroom_text
    return cells


def _marks(metrics: tuple[Metric, ...]) -> Iterator[Mark]:
    for each in metrics:
        row = each.row.number
        if each.state in (State.OVER, State.ALARM):
            text = _("%(headroom)s its budget of %(budget)s.")
            if each.state is State.ALARM:
                text = _("Alarm: %(headroom)s its budget of %(budget)s.")
            budget = amount(each.budget, each.unit)
            said = {"headroom": each.headroom_text, "budget": budget}
            yield Mark(Said(text, said), row, "state")
        elif each.state is State.WARNING:
            said = {"spent": each.warning_text}
            yield Mark(Said("%(spent)s.", said), row, "state", "warn")
        if each.is_old and each.latest is not None:
            text = _("The last value is of %(day)s. Measure it again.")
            yield Mark(Said(text, {"day": each.latest.when.date()}), row, "measured_on", "warn")


def _summary(metrics: tuple[Metric, ...]) -> Iterator[Fact]:
    if not metrics:
        return
    measured = [each for each in metrics if each.state is not State.NONE]
    within = [each for each in measured if each.state in (State.WITHIN, State.WARNING)]
    missing = len(metrics) - len(measured)
    tone = "bad" if len(within) < len(measured) else "good" if measured else ""
    yield Fact(
        _("Within budget"),
        Said(_("%(n)d of %(all)d metrics"), {"n": len(within), "all": len(metrics)}),
        tone,
        Said(_("%(n)d without a value"), {"n": missing}) if missing else None,
    )
    if measured:
        newest = max(each.latest.when for each in measured if each.latest)
        yield Fact(_("Last measured"), Said("%(day)s", {"day": newest.date()}))


def _facts(content: Content, metrics: tuple[Metric, ...]) -> Iterator[str]:
    if not content.is_empty:
        yield "filled"
    if any(each.latest for each in metrics):
        yield "measured"
    if any(each.latest and each.alarm is not None for each in metrics):
        yield "alarms-set"
    if metrics and all(each.latest and not each.is_old for each in metrics):
        yield "measured-lately"
        if all(each.state in (State.WITHIN, State.WARNING) for each in metrics):
            yield "within-budget"


def improvement(_content: Content, row: Row, today: date) -> Mapping[str, Any]:
    """The texts of an improvement that brings a metric, or an objective, back."""
    if row.table == "objectives":
        return objectives.improvement(objectives.objective_of(row, today))
    metric = metric_of(row, today)
    said = {
        "name": metric.name,
        "budget": amount(metric.budget, metric.unit),
        "now": Said(_("unknown")),
    }
    if metric.latest is not None:
        said["now"] = amount(metric.latest.amount, metric.unit)
    text = _("%(name)s may be %(budget)s; the last value is %(now)s.")
    return {
        "title": Said(_("Bring %(name)s within its budget of %(budget)s"), said),
        "description": Said(text, said),
    }


KIND = Kind(
    key="performance",
    title=_("Performance budget"),
    lead=_("What each metric may be at most, when somebody is woken, and what it is now."),
    pillar="performance",
    tables=(
        Table(
            "metrics", _("Budgets"), _("metric"), label="metric", has_owner=True,
            has_readings=True, makes_improvements=True,
            columns=(
                Column("metric", _("Metric"), is_required=True),
                Column("unit", _("Unit"), limit=20, suggestions=("ms", "s", "%", "req/s")),
                Column(
                    "better", _("Better when"), Type.CHOICE, default=LOWER,
                    choices=((LOWER, _("lower")), (HIGHER, _("higher"))),
                ),
                Column(
                    "budget", _("Budget"), Type.NUMBER, is_required=True,
                    help=_("A limit: a value just at it is within."),
                ),
                Column(
                    "alarm", _("Alarm threshold"), Type.NUMBER,
                    help=_(
                        "Beyond the budget it is an alarm; before the budget it is a warning,"
                        " such as at half of an error rate."
                    ),
                ),
                Column("note", _("Note"), Type.LONG, limit=2000, is_wide=True),
            ),
            derived=(
                Derived("current", _("Current"), is_number=True),
                Derived("measured_on", _("Measured on")),
                Derived("headroom", _("Headroom"), is_number=True),
                Derived("state", _("State")),
            ),
            shown=("metric", "unit", "budget", "alarm"),
            empty=_("No metric yet. Begin with what a customer would feel."),
        ),
        objectives.TABLE,
    ),
    work_out=work_out,
    improvement=improvement,
)  # fmt: skip
