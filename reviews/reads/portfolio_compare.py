"""Two groups of workloads side by side, in numbers that do not depend on their size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from reviews import contexts
from reviews.charts import StackedBar, stacked_bar
from reviews.models import Review
from reviews.reads import names, portfolio_filters, portfolio_sums
from reviews.reads.portfolio_filters import Filters, Gap
from reviews.reads.portfolio_sums import CommonGap, Totals
from reviews.scoring import Counts, PracticeTally, round_half_up
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor

MOST_DIFFERENT = 12
_NONE = (Counts(), PracticeTally())


@dataclass(frozen=True, slots=True)
class Group:
    """One side: what it is, and its numbers, also per workload."""

    name: str
    filters: Filters
    totals: Totals
    bar: StackedBar

    @property
    def high_each(self) -> float | None:
        """High risks per workload."""
        return _each(self.totals.counts.high, self.totals.workloads)

    @property
    def medium_each(self) -> float | None:
        """Medium risks per workload."""
        return _each(self.totals.counts.medium, self.totals.workloads)

    @property
    def low_each(self) -> float | None:
        """Low risks per workload."""
        return _each(self.totals.counts.low, self.totals.workloads)

    @property
    def open_each(self) -> float | None:
        """Open improvements per workload."""
        return _each(self.totals.improvements_open, self.totals.workloads)


@dataclass(frozen=True, slots=True)
class PillarPair:
    """A pillar in both groups: percent in place, and questions at high risk of a hundred."""

    key: str
    name: str
    in_place: tuple[int | None, int | None]
    high: tuple[int | None, int | None]

    @property
    def difference(self) -> int | None:
        """Percentage points that the second group has in place more."""
        first, second = self.in_place
        return None if first is None or second is None else second - first


@dataclass(frozen=True, slots=True)
class GapPair:
    """A best practice that one group lacks more often: percent of its workloads that lack it.

    Of the workloads reviewed with its lens; None where a group has no such workload.
    """

    practice: CommonGap
    percents: tuple[int, int]
    workloads: tuple[int, int]

    @property
    def difference(self) -> int:
        """Percentage points by which the second group lacks it more often."""
        return self.percents[1] - self.percents[0]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups. gaps: the most different practices first."""

    groups: tuple[Group, Group]
    pillars: tuple[PillarPair, ...]
    gaps: tuple[GapPair, ...]


def build(actor: Actor, first: tuple[str, Filters], second: tuple[str, Filters]) -> Comparison:
    """Both groups, each a name and its filters. The same queries whatever their size."""
    policy.require(actor, policy.Action.READ)
    sides = (first, second)
    groups = [_group(actor, name, filters) for name, filters in sides]
    pillars = [
        portfolio_sums.by_pillar(portfolio_filters.found(actor, filters))
        for _name, filters in sides
    ]
    gaps = [portfolio_sums.kept(actor, filters).gaps for _name, filters in sides]
    reviewed = [_reviewed(actor, filters) for _name, filters in sides]
    return Comparison(
        groups=(groups[0], groups[1]),
        pillars=_pillars(
            pillars[0],
            pillars[1],
            portfolio_sums.pillar_names(reviewed[0].keys() | reviewed[1].keys()),
        ),
        gaps=_most_different((gaps[0], gaps[1]), (reviewed[0], reviewed[1])),
    )


def _group(actor: Actor, name: str, filters: Filters) -> Group:
    totals = portfolio_sums.totals(actor, filters)
    return Group(name, filters, totals, stacked_bar(totals.counts.as_dict()))


def _reviewed(actor: Actor, filters: Filters) -> Mapping[UUID, int]:
    """{lens: workloads of the group that are reviewed with it}."""
    workloads = portfolio_filters.found(actor, filters).values("workload")
    rows = Review.objects.attached().filter(workload__in=workloads)
    return dict(rows.order_by().values_list("lens").annotate(n=Count("pk")))


Pillars = Mapping[str, tuple[Counts, PracticeTally]]


def _pillars(first: Pillars, second: Pillars, named: Mapping[str, str]) -> tuple[PillarPair, ...]:
    """Those of the framework first, in its order, then the others by name."""
    found = first.keys() | second.keys()
    order = [key for key in contexts.FRAMEWORK_PILLARS if key in found]
    others = sorted(found.difference(order))
    return tuple(
        PillarPair(
            key=key,
            name=str(names.PILLARS.get(key) or named.get(key, key)),
            in_place=(first.get(key, _NONE)[1].percent, second.get(key, _NONE)[1].percent),
            high=(_of_hundred(first.get(key, _NONE)[0]), _of_hundred(second.get(key, _NONE)[0])),
        )
        for key in (*order, *others)
    )


def _most_different(
    gaps: tuple[Mapping[Gap, int], Mapping[Gap, int]],
    reviewed: tuple[Mapping[UUID, int], Mapping[UUID, int]],
) -> tuple[GapPair, ...]:
    """Only of lenses that both groups are reviewed with: else the lens is the difference."""
    shares: dict[Gap, tuple[int, int]] = {}
    for gap in gaps[0].keys() | gaps[1].keys():
        counts = (reviewed[0].get(gap.lens, 0), reviewed[1].get(gap.lens, 0))
        if all(counts):
            percents = [
                round_half_up(100 * of.get(gap, 0), n) for of, n in zip(gaps, counts, strict=True)
            ]
            shares[gap] = (percents[0], percents[1])
    apart = {gap: abs(second - first) for gap, (first, second) in shares.items()}
    top = {gap: n for gap, n in apart.items() if n}
    named = portfolio_sums.common(top, 0, MOST_DIFFERENT)
    return tuple(
        GapPair(each, shares[each.gap], (gaps[0].get(each.gap, 0), gaps[1].get(each.gap, 0)))
        for each in named
    )


def _of_hundred(counts: Counts) -> int | None:
    """High risks of a hundred answered questions."""
    return round_half_up(100 * counts.high, counts.answered) if counts.answered else None


def _each(number: int, workloads: int) -> float | None:
    """Per workload, with one decimal."""
    return round(number / workloads, 1) if workloads else None
