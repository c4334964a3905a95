"""Truth tables as whole numbers: all selections of a question at once, exactly and fast.

Bit number s of a table belongs to the selection s, whose own bit i says whether choice i is
selected. With 15 choices a table has 32,768 bits and every operation takes microseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lenses.rules.language import All, Expression, Name, Not
from lenses.rules.risk import RISK_ORDER, Risk
from lenses.rules.ruleset import RuleSet

MAX_CHOICES = 20
"""More choices than this are not put into a table (2²⁰ bits, 128 KB)."""


@lru_cache(maxsize=512)
def column(index: int, size: int) -> int:
    """The table of all selections among ``size`` choices in which choice ``index`` is selected."""
    half = 1 << index
    table = ((1 << half) - 1) << half
    for step in range(index + 1, size):
        table |= table << (1 << step)
    return table


@lru_cache(maxsize=32)
def full(size: int) -> int:
    """The table with every selection."""
    return (1 << (1 << size)) - 1


def table(expression: Expression | bool, at: Mapping[str, int], size: int) -> int:
    """The selections in which the expression holds; ids that are not in ``at`` are unselected."""
    if isinstance(expression, bool):
        return full(size) if expression else 0
    if isinstance(expression, Name):
        index = at.get(expression.id)
        return 0 if index is None else column(index, size)
    if isinstance(expression, Not):
        return full(size) ^ table(expression.term, at, size)
    tables = [table(term, at, size) for term in expression.terms]
    result = tables[0]
    for other in tables[1:]:
        result = result & other if isinstance(expression, All) else result | other
    return result


def selections(bits: int) -> Iterator[int]:
    """The numbers of the selections in a table, ascending."""
    text = f"{bits:b}"[::-1]
    position = text.find("1")
    while position >= 0:
        yield position
        position = text.find("1", position + 1)


def minimal(good: int, size: int) -> int:
    """The selections in ``good`` that contain no smaller selection of it."""
    upward = good
    for index in range(size):
        upward |= (upward & ~column(index, size)) << (1 << index)
    above = 0
    for index in range(size):
        above |= (upward & ~column(index, size)) << (1 << index)
    return good & ~above


@dataclass(frozen=True, slots=True)
class Tables:
    """What the rules of a question say about every selection of the choices they name.

    names: the choices, bit i is names[i]. matched: per rule, the selections it decides.
    unmatched: the selections no rule decides.
    """

    names: tuple[str, ...]
    matched: tuple[int, ...]
    unmatched: int
    risks: tuple[Risk, ...]

    @property
    def size(self) -> int:
        """How many choices the tables are over."""
        return len(self.names)

    def with_risk(self, risk: Risk) -> int:
        """The selections that get exactly this risk from the rules."""
        result = self.unmatched if risk is Risk.NONE else 0
        for bits, rule_risk in zip(self.matched, self.risks, strict=True):
            if rule_risk is risk:
                result |= bits
        return result

    def no_worse_than(self, risk: Risk) -> int:
        """The selections that get this risk or a lower one from the rules."""
        result = 0
        for each in (Risk.NONE, Risk.LOW, Risk.MEDIUM, Risk.HIGH):
            if RISK_ORDER[each] <= RISK_ORDER[risk]:
                result |= self.with_risk(each)
        return result


def tabulate(rules: RuleSet, names: Sequence[str]) -> Tables:
    """The tables of a rule set over these choices; at most MAX_CHOICES of them."""
    conditions = [rule.expression or True for rule in rules.rules]
    return tabulate_conditions(conditions, [rule.risk for rule in rules.rules], names)


def tabulate_conditions(
    conditions: Sequence[Expression | bool], risks: Sequence[Risk], names: Sequence[str]
) -> Tables:
    """The same for bare conditions, of which the first true one decides."""
    size = len(names)
    at = {name: index for index, name in enumerate(names)}
    left = full(size)
    matched = []
    for condition in conditions:
        bits = table(condition, at, size) & left
        matched.append(bits)
        left &= ~bits
    return Tables(tuple(names), tuple(matched), left, tuple(risks))
