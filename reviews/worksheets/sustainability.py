"""Sustainability: what a month cost the environment, and what is done (seed 000, section 7). Pure.

A reading is for a month: its moment is the first of the month in UTC, its value what the month
cost (or how well it was used), its total the business work done meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reviews.worksheets import regions
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content, Measured, Row
from reviews.worksheets.exact import brief
from reviews.worksheets.measuring import Measures
from reviews.worksheets.regions import Region
from reviews.worksheets.spec import Derived, Fact, Kind, Mark, Outcome, Table
from reviews.worksheets.wording import Month, Number, Said, _

LOWER, HIGHER = "lower", "higher"
A_PERIOD, A_UNIT = "period", "unit"
OPEN, DOING, DONE, NOT_FOR_US = "open", "doing", "done", "not-for-us"


@dataclass(frozen=True, slots=True)
class Period:
    """One month of a metric. per_unit: value per unit of business work, None without a total."""

    month: date
    value: Fraction
    total: Fraction | None
    per_unit: Fraction | None


@dataclass(frozen=True, slots=True)
class Change:
    """How much a figure changed since an earlier month.

    share: of what it was then, None where that was nothing or where the unit is percent: then
    points says by how many of them. is_better: None while it stayed as it was.
    """

    since: date
    share: Fraction | None
    points: Fraction | None
    is_better: bool | None


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric over its months, oldest first.

    by_unit: changes and comparisons are of the figure per unit of work, since every month has
    one. is_met: the goal is reached by the last month; None without a goal or a value.
    """

    row: Row
    name: str
    unit: str
    is_lower_better: bool
    goal: Decimal | None
    is_goal_by_unit: bool
    periods: tuple[Period, ...]
    by_unit: bool
    since_before: Change | None
    since_first: Change | None
    is_met: bool | None

    @property
    def last(self) -> Period | None:
        """The last month."""
        return self.periods[-1] if self.periods else None


@dataclass(frozen=True, slots=True)
class Action:
    """Something that is done for the environment, or could be."""

    row: Row
    name: str
    environment: str
    business: str
    state: str


@dataclass(frozen=True, slots=True)
class Sustainability:
    """What follows from the worksheet. unit: what business work is counted in."""

    unit: str
    metrics: tuple[Metric, ...]
    actions: tuple[Action, ...]
    regions: tuple[Region, ...]

    @property
    def states(self) -> Mapping[str, int]:
        """{state: number of actions}."""
        return Counter(each.state for each in self.actions)


def metric_of(row: Row) -> Metric:
    """A metric with what became of it."""
    periods = tuple(_period(each) for each in row.readings)
    unit, is_lower, goal = row.text("unit"), row.text("better") != HIGHER, row.amount("goal")
    by_unit = bool(periods) and all(each.per_unit is not None for each in periods)
    is_by_unit = row.text("goal_of") == A_UNIT
    found = [(each.month, _figure(each, by_unit)) for each in periods]
    is_percent = unit == "%" and not by_unit
    return Metric(
        row=row,
        name=row.text("metric"),
        unit=unit,
        is_lower_better=is_lower,
        goal=goal,
        is_goal_by_unit=is_by_unit,
        periods=periods,
        by_unit=by_unit,
        since_before=_change(found[-2:], is_lower, is_percent),
        since_first=_change([found[0], found[-1]] if len(found) > 2 else [], is_lower, is_percent),
        is_met=_is_met(periods, goal, is_by_unit, is_lower),
    )


def _period(reading: Measured) -> Period:
    value, total = Fraction(reading.amount), reading.of
    whole = None if total is None else Fraction(total)
    return Period(reading.when.date(), value, whole, value / whole if whole else None)


def _figure(period: Period, by_unit: bool) -> Fraction:
    return period.per_unit if by_unit and period.per_unit is not None else period.value


def _change(
    pair: list[tuple[date, Fraction]], is_lower_better: bool, is_percent: bool
) -> Change | None:
    if len(pair) < 2:
        return None
    (since, before), (_now, after) = pair
    step = after - before
    is_better = None if not step else (step < 0) == is_lower_better
    if is_percent:
        return Change(since, None, step, is_better)
    return Change(since, step / before if before else None, None, is_better)


def _is_met(
    periods: tuple[Period, ...], goal: Decimal | None, by_unit: bool, is_lower: bool
) -> bool | None:
    if goal is None or not periods:
        return None
    value = periods[-1].per_unit if by_unit else periods[-1].value
    if value is None:
        return None
    return value <= Fraction(goal) if is_lower else value >= Fraction(goal)


def change_text(change: Change) -> Said:
    """A change in words: "−8.3%", "+4 points", "as before"."""
    step = change.points if change.points is not None else change.share
    if change.is_better is None:
        return Said(_("as before"))
    if step is None:
        return Said(_("from nothing"))
    if change.points is not None:
        return Said(_("%(n)s points"), {"n": brief(step, 1, is_change=True)})
    return Said("%(n)s", {"n": brief(100 * step, 1, "%", is_change=True)})


def per_unit_text(metric: Metric) -> Said | None:
    """The last month's figure per unit of business work."""
    if metric.last is None or metric.last.per_unit is None:
        return None
    return Said("%(n)s", {"n": figure(metric.last.per_unit, metric.unit)})


def figure(value: Fraction, unit: str = "") -> Number:
    """A number with four digits that say something, so that small amounts stay readable."""
    places = 2
    while places < 9 and 0 < abs(value) * 10**places < 1000:
        places += 1
    return brief(value, places, unit)


def work_out(content: Content, today: date) -> Outcome:
    """Each metric per unit of business work and over time; the regions that could be cleaner."""
    unit = str(content.settings.get("business_unit") or "")
    found = Sustainability(
        unit,
        tuple(metric_of(row) for row in content.table("metrics")),
        tuple(_action(row) for row in content.table("actions")),
        regions.regions_of(content.table("regions"), today),
    )
    line, tone = _headline(found)
    return Outcome(
        summary=tuple(_summary(found)),
        derived={
            **{each.row.number: _cells(each) for each in found.metrics},
            **{each.row.number: regions.cells(each) for each in found.regions},
        },
        marks=(*_marks(found), *regions.marks(found.regions)),
        facts=frozenset(_facts(content, found)),
        details=found,
        headline=line,
        tone=tone,
    )


def _action(row: Row) -> Action:
    return Action(
        row,
        row.text("action"),
        row.text("environment"),
        row.text("business"),
        row.text("state") or OPEN,
    )


def _cells(metric: Metric) -> dict[str, Said]:
    if metric.last is None:
        return {}
    cells = {"current": Said("%(n)s", {"n": figure(metric.last.value, metric.unit)})}
    cells["period"] = Said("%(month)s", {"month": Month(metric.last.month)})
    per_unit = per_unit_text(metric)
    if per_unit is not None:
        cells["per_unit"] = per_unit
    if metric.since_before is not None:
        cells["change"] = change_text(metric.since_before)
    if metric.since_first is not None:
        cells["since_first"] = change_text(metric.since_first)
    if metric.is_met is not None:
        cells["goal_met"] = Said(_("Goal met") if metric.is_met else _("Not yet"))
    return cells


def _marks(found: Sustainability) -> Iterator[Mark]:
    for each in found.metrics:
        if each.is_met is False and each.last is not None:
            text = _("The goal is not met in %(month)s.")
            said = {"month": Month(each.last.month)}
            yield Mark(Said(text, said), each.row.number, "goal_met", "warn")
        if each.is_goal_by_unit and each.last is not None and each.last.per_unit is None:
            text = _("The goal is per unit of work: say how much was done in %(month)s too.")
            said = {"month": Month(each.last.month)}
            yield Mark(Said(text, said), each.row.number, "per_unit", "warn")


def _headline(found: Sustainability) -> tuple[Said | None, str]:
    measured = [each for each in found.metrics if each.last is not None]
    missed = [each for each in measured if each.is_met is False]
    dirty = [each for each in found.regions if each.is_used and each.is_dirty]
    if missed:
        said = {"n": len(missed), "all": len(measured)}
        return Said(_("%(n)d of %(all)d metrics miss their goal"), said), "bad"
    if dirty:
        names = ", ".join(each.name for each in dirty)
        return Said(_("Cleaner regions than %(names)s are listed"), {"names": names}), "warn"
    if measured:
        return Said(_("Metrics measured: %(n)d"), {"n": len(measured)}), "good"
    return (Said(_("Nothing measured yet")), "warn") if found.metrics else (None, "")


def _summary(found: Sustainability) -> Iterator[Fact]:
    goals = [each for each in found.metrics if each.goal is not None]
    if found.metrics:
        measured = sum(each.last is not None for each in found.metrics)
        said = {"n": measured, "all": len(found.metrics)}
        yield Fact(_("Measured"), Said(_("%(n)d of %(all)d metrics"), said))
    if goals:
        met = sum(each.is_met is True for each in goals)
        tone = "good" if met == len(goals) else "warn"
        yield Fact(_("Goals met"), Said("%(n)d / %(all)d", {"n": met, "all": len(goals)}), tone)
    if found.actions:
        states = found.states
        all_of_them = len(found.actions) - states[NOT_FOR_US]
        doing = Said(_("%(n)d in progress"), {"n": states[DOING]}) if states[DOING] else None
        said = {"n": states[DONE], "all": all_of_them}
        yield Fact(_("Actions done"), Said(_("%(n)d of %(all)d"), said), note=doing)
    yield from regions.summary(found.regions)


def _facts(content: Content, found: Sustainability) -> Iterator[str]:
    goals = [each for each in found.metrics if each.goal is not None]
    if not content.is_empty:
        yield "filled"
    if any(each.last for each in found.metrics):
        yield "measured"
    if any(each.last and each.last.per_unit is not None for each in found.metrics):
        yield "measured-per-unit"
    if goals:
        yield "goal-set"
        if all(each.is_met for each in goals):
            yield "goal-met"
    if any(each.state in (DOING, DONE) for each in found.actions):
        yield "actions-taken"
    yield from regions.facts(found.regions)


def improvement(content: Content, row: Row, today: date) -> Mapping[str, Any]:
    """The texts of an improvement: an action, a metric that misses its goal, a cleaner region."""
    if row.table == "actions":
        text = _("Environmental impact: %(environment)s. Business impact: %(business)s.")
        impact = {"environment": row.text("environment"), "business": row.text("business")}
        return {"title": row.text("action"), "description": Said(text, impact)}
    if row.table == "regions":
        return regions.improvement(content.table("regions"), row, today)
    metric = metric_of(row)
    said: dict[str, Any] = {"name": metric.name}
    text = _("Improve %(name)s")
    if metric.goal is not None:
        said["goal"] = Number(metric.goal, metric.unit)
        text = _("Bring %(name)s to its goal of %(goal)s")
    description: Said | str = ""
    if metric.last is not None:
        now = {"n": figure(metric.last.value, metric.unit), "month": Month(metric.last.month)}
        description = Said(_("In %(month)s it was %(n)s."), now)
    return {"title": Said(text, said), "description": description}


KIND = Kind(
    key="sustainability",
    title=_("Sustainability"),
    lead=_("What a period of running it cost the environment, per unit of business work."),
    pillar="sustainability",
    settings=(
        Column(
            "business_unit", _("Unit of business work"), limit=60, default="",
            help=_(
                "One of what the total of a month counts, such as order or active user; 1,000"
                " orders where the figures would be very small."
            ),
        ),
    ),
    tables=(
        Table(
            "metrics", _("Metrics per month"), _("metric"), label="metric", has_readings=True,
            has_owner=True, makes_improvements=True,
            measures=Measures(
                _("Value"), _("Units of business work"), is_monthly=True,
                help=_("What the month cost, and how much business work was done in it."),
            ),
            columns=(
                Column("metric", _("Metric"), is_required=True),
                Column("unit", _("Unit"), limit=20, suggestions=("kg CO2e", "t CO2e", "kWh", "%")),
                Column(
                    "better", _("Better when"), Type.CHOICE, default=LOWER,
                    choices=((LOWER, _("lower")), (HIGHER, _("higher"))),
                ),
                Column("goal", _("Goal"), Type.NUMBER),
                Column(
                    "goal_of", _("The goal is for"), Type.CHOICE, default=A_PERIOD,
                    choices=((A_PERIOD, _("a month")), (A_UNIT, _("a unit of business work"))),
                ),
            ),
            derived=(
                Derived("current", _("Last month"), is_number=True),
                Derived("period", _("Month")),
                Derived("per_unit", _("Per unit of work"), is_number=True),
                Derived("change", _("Since the month before"), is_number=True),
                Derived("since_first", _("Since the first"), is_number=True),
                Derived("goal_met", _("Goal met")),
            ),
            shown=("metric", "goal"),
            empty=_("No metric yet."),
        ),
        Table(
            "actions", _("Actions"), _("action"), label="action", has_owner=True,
            makes_improvements=True,
            columns=(
                Column("action", _("Action"), is_required=True),
                Column("environment", _("Environmental impact"), limit=500, is_wide=True),
                Column("business", _("Business impact"), limit=500, is_wide=True),
                Column(
                    "state", _("State"), Type.CHOICE, default=OPEN,
                    choices=(
                        (OPEN, _("Open")), (DOING, _("In progress")), (DONE, _("Done")),
                        (NOT_FOR_US, _("Not for us")),
                    ),
                ),
            ),
            empty=_("No action yet."),
        ),
        regions.TABLE,
    ),
    work_out=work_out,
    improvement=improvement,
    begin=regions.begin,
)  # fmt: skip
