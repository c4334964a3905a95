"""What the page of cost and performance draws: savings, revenue and net of each option, to either
side of nothing; and the decisions of the workload by pillar, which belong beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reviews.charts import Amount, Diverging, diverging
from reviews.models import Workload
from reviews.reads import tradeoffs
from reviews.reads.tradeoff_examples import EXAMPLES, Example
from reviews.reads.tradeoffs import Matrix
from reviews.worksheets import cost
from reviews.worksheets.content import Content
from reviews.worksheets.cost import Costs, Option
from reviews.worksheets.spec import Outcome

MAX_DRAWN = 12  # options, those with the greatest net either way


@dataclass(frozen=True, slots=True)
class CostPanel:
    """The bars. drawn of total: how many options are in the picture."""

    chart: Diverging
    drawn: int
    total: int

    @property
    def is_part(self) -> bool:
        """Some options are left out."""
        return self.drawn < self.total


@dataclass(frozen=True, slots=True)
class Decisions:
    """The trade-offs of the workload. numbers: as worksheets keep them."""

    matrix: Matrix
    numbers: frozenset[str]
    examples: tuple[Example, ...]


def panel(content: Content, outcome: Outcome, _today: date) -> CostPanel | None:
    """The bars of the options; None before there is one with an amount."""
    costs = outcome.details if isinstance(outcome.details, Costs) else cost.costs_of(content)
    known = [each for each in costs.options if each.savings or each.revenue]
    if not known:
        return None
    drawn = sorted(known, key=lambda each: -abs(_weight(each)))[:MAX_DRAWN]
    kept = {each.number for each in drawn}
    shown = [each for each in known if each.number in kept]
    return CostPanel(chart_of(shown), len(shown), len(costs.options))


def chart_of(options: list[Option]) -> Diverging:
    """The bars of some options."""
    columns = (_("Savings a month"), _("Revenue a month"), _("Net a month"))
    return diverging(
        [(each.name, _amounts(each)) for each in options],
        columns,
        [[_text(a) for a in (each.savings, each.revenue, each.net)] for each in options],
        strong="net",
    )


def decisions(workload: Workload) -> Decisions:
    """The decisions of the workload by pillar. Three queries."""
    matrix = tradeoffs.matrix_of(workload)
    numbers = frozenset(str(row.number) for row in matrix.rows)
    return Decisions(matrix, numbers, EXAMPLES)


def _weight(option: Option) -> float:
    amounts = (option.net, option.savings, option.revenue)
    return next((float(each.value) for each in amounts if each is not None), 0.0)


def _amounts(option: Option) -> list[Amount]:
    named = (
        ("savings", _("Savings %(amount)s"), option.savings),
        ("revenue", _("Revenue %(amount)s"), option.revenue),
        ("net", _("Net %(amount)s"), option.net),
    )
    return [
        Amount(kind, float(each.value) if each else None, words % {"amount": _text(each)})
        for kind, words, each in named
    ]


def _text(amount: cost.Amount | None) -> str:
    return amount.text if amount else _("unknown")
