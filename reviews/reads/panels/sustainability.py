"""Above the worksheet of sustainability: each metric over the months and per unit of business
work, how far the actions are, and the regions in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction

from django.utils.translation import gettext as _

from reviews.charts import Course, History, Limit, history
from reviews.reads import measured
from reviews.reads.measured import Example
from reviews.reads.panels.performance import Waiting
from reviews.telling import words
from reviews.worksheets import regions, sustainability
from reviews.worksheets.content import Content
from reviews.worksheets.exact import brief
from reviews.worksheets.measuring import Measures
from reviews.worksheets.spec import Outcome
from reviews.worksheets.sustainability import (
    DOING,
    DONE,
    NOT_FOR_US,
    OPEN,
    Change,
    Metric,
    Period,
    Sustainability,
)

MONTHLY: Measures = sustainability.KIND.tables[0].measures
HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Step:
    """A change since an earlier month. tone: good, bad or empty; since: that month."""

    text: str
    since: date
    tone: str


@dataclass(frozen=True, slots=True)
class MetricCard:
    """A metric over the months. per_unit, unit_chart: empty where no business work is known."""

    number: int
    name: str
    value: str
    month: date
    goal: str
    goal_tone: str
    steps: tuple[Step, ...]
    chart: History | None
    per_unit: str
    unit_chart: History | None


@dataclass(frozen=True, slots=True)
class StateCount:
    """Actions in one state."""

    word: str
    count: int
    state: str


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region in use. tone: good, warn or empty where nobody said how clean it is."""

    number: int
    name: str
    intensity: str
    renewable: str
    tone: str
    facts: str
    cleaner: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SustainabilityPanel:
    """What is drawn. is_empty: nothing was measured; unused: regions of the list not in use."""

    metrics: tuple[MetricCard, ...]
    waiting: tuple[Waiting, ...]
    actions: tuple[StateCount, ...]
    regions: tuple[RegionLine, ...]
    unused: int
    example: Example
    is_empty: bool


def panel(_content: Content, outcome: Outcome, _today: date) -> SustainabilityPanel | None:
    """The panel; None without rows. No queries."""
    found: Sustainability = outcome.details
    if not (found.metrics or found.actions or found.regions):
        return None
    drawn = [each for each in found.metrics if each.last is not None]
    used = [each for each in found.regions if each.is_used]
    return SustainabilityPanel(
        metrics=tuple(_metric(each, found.unit) for each in drawn),
        waiting=tuple(
            Waiting(each.row.number, each.name) for each in found.metrics if each.last is None
        ),
        actions=_actions(found),
        regions=tuple(_region(each) for each in used),
        unused=len(found.regions) - len(used),
        example=measured.example(found.metrics[0].row.number if found.metrics else 1, MONTHLY),
        is_empty=not drawn and bool(found.metrics),
    )


def _metric(metric: Metric, unit: str) -> MetricCard:
    last = metric.last
    if last is None:
        raise ValueError("A card needs a value.")
    per_unit = sustainability.per_unit_text(metric)
    return MetricCard(
        number=metric.row.number,
        name=metric.name,
        value=_said(last.value, metric.unit),
        month=last.month,
        goal=_goal(metric, unit),
        goal_tone={True: "good", False: "warn", None: ""}[metric.is_met],
        steps=tuple(_step(each) for each in (metric.since_before, metric.since_first) if each),
        chart=month_chart(metric),
        per_unit=words(per_unit) if per_unit is not None else "",
        unit_chart=unit_chart(metric, unit),
    )


def _goal(metric: Metric, unit: str) -> str:
    if metric.goal is None:
        return ""
    said = _said(Fraction(metric.goal), metric.unit)
    if not metric.is_goal_by_unit:
        return said
    return _("%(value)s per %(work)s") % {"value": said, "work": unit or _("unit of work")}


def _step(change: Change) -> Step:
    tone = {True: "good", False: "bad", None: ""}[change.is_better]
    return Step(words(sustainability.change_text(change)), change.since, tone)


def month_chart(metric: Metric) -> History | None:
    """A metric by month, with its goal where that is for a month."""
    label = f"{metric.name}, {metric.unit}" if metric.unit else metric.name
    goals = [] if metric.goal is None or metric.is_goal_by_unit else [Fraction(metric.goal)]
    values = [(_moment(each), each.value) for each in metric.periods]
    is_percent = metric.unit == "%" and all(value <= HUNDRED for _at, value in values)
    return _chart(label, values, goals, HUNDRED if is_percent else None, metric.unit)


def unit_chart(metric: Metric, unit: str) -> History | None:
    """The same per unit of business work, with its goal where that is for a unit."""
    goals = [Fraction(metric.goal)] if metric.goal is not None and metric.is_goal_by_unit else []
    values = [
        (_moment(each), each.per_unit) for each in metric.periods if each.per_unit is not None
    ]
    said = {"name": metric.name, "work": unit or _("unit of work")}
    return _chart(_("%(name)s per %(work)s") % said, values, goals, None, metric.unit)


def _chart(
    label: str,
    values: list[tuple[datetime, Fraction]],
    goals: list[Fraction],
    most: Fraction | None,
    unit: str,
) -> History | None:
    points = measured.points(values, lambda value: _said(value, unit), MONTHLY)
    limits = [
        Limit(_("Goal %(n)s") % {"n": words(sustainability.figure(goal))}, goal, "none")
        for goal in goals
    ]
    return history([Course(label, points)], limits, most=most)


def _moment(period: Period) -> datetime:
    return datetime.combine(period.month, time(), tzinfo=UTC)


def _said(value: Fraction, unit: str) -> str:
    return words(sustainability.figure(value, unit))


def _actions(found: Sustainability) -> tuple[StateCount, ...]:
    states = ((DONE, _("done"), "done"), (DOING, _("in progress"), "active"),
              (OPEN, _("open"), "waiting"), (NOT_FOR_US, _("not for us"), "idle"))  # fmt: skip
    return tuple(
        StateCount(word, found.states.get(key, 0), state)
        for key, word, state in states
        if found.states.get(key)
    )


def _region(region: regions.Region) -> RegionLine:
    names = dict(regions.LEVEL_NAMES)
    level = "" if region.level is None else words(names[regions.LEVELS[region.level]])
    if region.grams is not None:
        level = _("%(level)s (%(grams)s g CO2e per kWh)") % {
            "level": level, "grams": words(brief(Fraction(region.grams))),
        }  # fmt: skip
    tone = "" if region.level is None else "warn" if region.is_dirty else "good"
    return RegionLine(
        number=region.row.number,
        name=region.name,
        intensity=level or _("Unknown"),
        renewable=region.renewable,
        tone=tone,
        facts=words(regions.cells(region)["facts"]),
        cleaner=region.cleaner,
    )
