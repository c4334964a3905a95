"""What a document draws of a worksheet, from what its page draws: shapes that say themselves in
words, for who does not see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reviews.charts import History
from reviews.reads.panels import availability, cost, performance, sustainability
from reviews.worksheets.availability_result import Details
from reviews.worksheets.content import Content
from reviews.worksheets.performance import Performance
from reviews.worksheets.spec import Outcome

_FEWEST = 2  # values that make a line


@dataclass(frozen=True, slots=True)
class Picture:
    """A shape. template: what draws it, as `chart`; note: what to know when reading it; is_small:
    two stand side by side."""

    template: str
    chart: Any
    title: str
    note: str = ""
    is_small: bool = False


Draws = Callable[[Content, Outcome, date], tuple[Picture, ...]]


def of(kind: str, content: Content, outcome: Outcome, on: date) -> tuple[Picture, ...]:
    """The pictures of a worksheet; none for most kinds."""
    draws = _DRAWS.get(kind)
    return draws(content, outcome, on) if draws else ()


def _availability(content: Content, outcome: Outcome, _on: date) -> tuple[Picture, ...]:
    if not isinstance(outcome.details, Details):
        return ()
    chart = availability.diagram(content, outcome.details, width=availability.PAPER)
    if not chart.is_drawable:
        return ()
    note = _("Left to right all must work; what stands above each other stands in for each other.")
    return (Picture("charts/block_diagram.svg", chart, _("How the parts make the whole"), note),)


def _cost(content: Content, outcome: Outcome, on: date) -> tuple[Picture, ...]:
    found = cost.panel(content, outcome, on)
    if found is None:
        return ()
    title = _("Savings, revenue and net of each option, a month")
    return (Picture("charts/diverging.svg", found.chart, title),)


def _performance(_content: Content, outcome: Outcome, _on: date) -> tuple[Picture, ...]:
    found = outcome.details
    if not isinstance(found, Performance):
        return ()
    courses = [
        (each.name, performance.metric_chart(each))
        for each in found.metrics
        if len(each.row.readings) >= _FEWEST
    ]
    left = _("Error budget of %(name)s, percent left; dotted: an even burn")
    courses += [
        (left % {"name": each.name}, performance.burn_down(each))
        for each in found.objectives
        if len(each.row.readings) >= _FEWEST
    ]
    return _small(courses)


def _sustainability(content: Content, outcome: Outcome, on: date) -> tuple[Picture, ...]:
    found = sustainability.panel(content, outcome, on)
    measured = {row.number for row in content.rows if len(row.readings) >= _FEWEST}
    courses: list[tuple[str, History | None]] = []
    for each in found.metrics if found else ():
        if each.number in measured:
            per_unit = _("%(name)s per unit of work") % {"name": each.name}
            courses += [(each.name, each.chart), (per_unit, each.unit_chart)]
    return _small(courses)


def _small(courses: Iterable[tuple[str, History | None]]) -> tuple[Picture, ...]:
    return tuple(
        Picture("charts/history.svg", chart, title, is_small=True)
        for title, chart in courses
        if chart is not None
    )


_DRAWS: Mapping[str, Draws] = {
    "availability": _availability,
    "cost": _cost,
    "performance": _performance,
    "sustainability": _sustainability,
}
