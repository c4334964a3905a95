"""Above a performance budget: each metric over time against its budget, and how the error budget
of each objective burns down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from reviews.charts import Course, History, Limit, Point, history
from reviews.reads import measured
from reviews.reads.measured import Example
from reviews.telling import words
from reviews.worksheets import objectives
from reviews.worksheets.content import Content
from reviews.worksheets.exact import brief
from reviews.worksheets.measuring import ANY_TIME
from reviews.worksheets.objectives import Objective
from reviews.worksheets.performance import Metric, Performance, State, amount
from reviews.worksheets.spec import Outcome
from reviews.worksheets.wording import Number, Said

HUNDRED = Fraction(100)
MAX_SHOWN = 9  # metrics that are drawn at once
FEW_SHOWN = 6  # of more than that, unless more are bad
_BADNESS = {"bad": 0, "warn": 1, "good": 2}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of which nothing was measured yet."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class MetricCard:
    """A metric over time."""

    number: int
    name: str
    tone: str
    state: str
    note: str
    value: str
    on: date
    budget: str
    chart: History | None


@dataclass(frozen=True, slots=True)
class Burning:
    """An alert of an objective that goes off."""

    text: str
    wakes: bool


@dataclass(frozen=True, slots=True)
class ObjectiveCard:
    """An objective with what is left of its error budget. rates: (label, burn rate) pairs."""

    number: int
    name: str
    tone: str
    target: str
    allowed: str
    attained: str
    left: str
    left_in_time: str
    outlook: str
    rates: tuple[tuple[str, str], ...]
    alerts: tuple[Burning, ...]
    chart: History | None


@dataclass(frozen=True, slots=True)
class PerformancePanel:
    """What is drawn. more: metrics that are a step away where there are many, none of them worse
    than those that are shown. waiting: rows without a value. example: how to send a first one."""

    metrics: tuple[MetricCard, ...]
    more: tuple[MetricCard, ...]
    objectives: tuple[ObjectiveCard, ...]
    waiting: tuple[Waiting, ...]
    example: Example
    is_empty: bool


def panel(_content: Content, outcome: Outcome, _today: date) -> PerformancePanel | None:
    """The panel; None without rows. No queries."""
    found: Performance = outcome.details
    rows: tuple[Metric | Objective, ...] = (*found.metrics, *found.objectives)
    if not rows:
        return None
    measures = ANY_TIME if found.metrics else objectives.TABLE.measures
    drawn = [each for each in found.metrics if each.latest is not None]
    shown, more = _first(drawn)
    burning = [each for each in found.objectives if each.budget.is_measured]
    seen = {each.row.number for each in drawn} | {each.row.number for each in burning}
    return PerformancePanel(
        metrics=tuple(_metric(each) for each in shown),
        more=tuple(_metric(each) for each in more),
        objectives=tuple(_objective(each) for each in burning),
        waiting=tuple(
            Waiting(each.row.number, _called(each)) for each in rows if each.row.number not in seen
        ),
        example=measured.example(rows[0].row.number, measures),
        is_empty=not seen,
    )


def _first(metrics: list[Metric]) -> tuple[list[Metric], list[Metric]]:
    """All of them in their order; of many the worst first, and the rest apart."""
    if len(metrics) <= MAX_SHOWN:
        return metrics, []
    worst = sorted(metrics, key=lambda each: _BADNESS.get(each.tone, len(_BADNESS)))
    bad = sum(each.tone == "bad" for each in metrics)
    count = min(max(bad, FEW_SHOWN), MAX_SHOWN)
    return worst[:count], worst[count:]


def _called(each: Metric | Objective) -> str:
    """A metric and an objective are often called the same."""
    if isinstance(each, Metric):
        return each.name
    return _("%(name)s (error budget)") % {"name": each.name}


def _metric(metric: Metric) -> MetricCard:
    latest = metric.latest
    if latest is None:
        raise ValueError("A card needs a value.")
    return MetricCard(
        number=metric.row.number,
        name=metric.name,
        tone=metric.tone,
        state=words(metric.state_text),
        note=words(metric.warning_text) if metric.state is State.WARNING else "",
        value=words(amount(latest.amount, metric.unit)),
        on=latest.when.date(),
        budget=words(amount(metric.budget, metric.unit)),
        chart=metric_chart(metric),
    )


def metric_chart(metric: Metric) -> History | None:
    """A metric over time with its budget and its alarm threshold."""
    exact = {Fraction(each.amount): each.amount for each in metric.row.readings}
    values = [(each.when, Fraction(each.amount)) for each in metric.row.readings]
    points = measured.points(
        values, lambda value: words(amount(exact[value], metric.unit)), ANY_TIME
    )
    label = _("%(name)s, %(unit)s") % {"name": metric.name, "unit": metric.unit}
    course = Course(label if metric.unit else metric.name, points)
    limits = [
        Limit(_("Budget %(n)s") % {"n": words(Number(metric.budget))}, Fraction(metric.budget))
    ]
    if metric.alarm is not None:
        text = _("Warn %(n)s") if metric.warns_early else _("Alarm %(n)s")
        risk = "medium" if metric.warns_early else "high"
        said = text % {"n": words(Number(metric.alarm))}
        limits.append(Limit(said, Fraction(metric.alarm), risk))
    is_percent = metric.unit == "%" and all(value <= HUNDRED for _at, value in values)
    return history([course], limits, most=HUNDRED if is_percent else None)


def _objective(objective: Objective) -> ObjectiveCard:
    budget = objective.budget
    rates = ((_("Burn rate of the window"), budget.burn), (_("Of the last day"), budget.fast))
    return ObjectiveCard(
        number=objective.row.number,
        name=objective.name,
        tone=objective.tone,
        target=_("%(target)s over %(days)d days")
        % {"target": words(Number(budget.target, "%")), "days": budget.days},
        allowed=words(objective.allowed_text),
        attained=_said(objective.attained_text),
        left=_said(objective.left_text),
        left_in_time=_said(objective.left_in_time),
        outlook=_said(objective.outlook),
        rates=tuple((label, words(brief(rate))) for label, rate in rates if rate is not None),
        alerts=tuple(
            Burning(
                _("Burning at %(rate)s within %(hours)d hours; the alert goes off above %(most)s.")
                % {
                    "rate": words(brief(pace.burn or Fraction(0))),
                    "hours": pace.hours,
                    "most": words(brief(pace.threshold)),
                },
                pace.wakes,
            )
            for pace in budget.paces
            if pace.is_off
        ),
        chart=burn_down(objective),
    )


def burn_down(objective: Objective) -> History | None:
    """What is left of the error budget over the window, beside an even burn."""
    budget = objective.budget
    if not budget.curve:
        return None
    values = [(when, 100 * left) for when, left in budget.curve]
    points = measured.points(values, lambda value: words(brief(value, 1, "%")), ANY_TIME)
    first, end = budget.curve[0][0], budget.curve[-1][0]
    last = max(end, first + timedelta(days=budget.days))
    day = measured.points([(last, Fraction(0))], lambda _value: "", ANY_TIME)[0].day_said
    even = [
        Point(first, HUNDRED, "", "", points[0].day_said),
        Point(last, Fraction(0), "", "", day),
    ]
    courses = [
        Course(_("Left, percent"), points),
        Course(_("Even burn"), even, is_ideal=True),
    ]
    return history(courses, [Limit(_("Spent"), Fraction(0), "high")], most=HUNDRED)


def _said(text: Said | None) -> str:
    return "" if text is None else words(text)
