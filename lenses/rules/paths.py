"""The smallest sets of further choices that bring an answer to a lower risk, exactly.

Up to MAX_CHOICES free choices all selections are looked at together, as one truth table
(tables.py). Beyond that a search over the conditions takes over (search.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lenses.rules.language import Expression, names
from lenses.rules.neutral import strike
from lenses.rules.risk import RISK_ORDER, Risk
from lenses.rules.ruleset import RuleSet, Selection, evaluate
from lenses.rules.search import put, search
from lenses.rules.tables import MAX_CHOICES, minimal, selections, tabulate_conditions

Path = tuple[str, ...]


def paths(rules: RuleSet, selection: Selection, target: Risk) -> tuple[Path, ...]:
    """The minimal sets of practices to add so that the risk is no worse than target.

    Minimal by inclusion: no set contains another of the result. Sorted by size, then by the order
    of the choices; within a set in choice order. Only practices that are neither selected nor set
    aside are added, nothing is taken away but “None of these”, which goes as soon as a practice
    is added. An answer that is there already gives one empty set; no way gives no sets.
    """
    known = rules.known(selection)
    now = evaluate(rules, known).risk
    if now is not Risk.UNANSWERED and RISK_ORDER[now] <= RISK_ORDER[target]:
        return ((),)
    kept = known.selected - rules.none_choices
    taken = kept | known.set_aside | rules.none_choices
    free = [choice for choice in rules.choices if choice not in taken]
    decided = dict.fromkeys(kept, True) | dict.fromkeys(rules.none_choices, False)
    conditions = [_given(rule.expression, known, decided) for rule in rules.rules]
    named = _named(conditions)
    risks = [rule.risk for rule in rules.rules]
    relevant = [choice for choice in free if choice in named]
    if len(relevant) <= MAX_CHOICES:
        found, any_will_do = _tabulated(conditions, risks, relevant, target)
    else:
        good = [RISK_ORDER[risk] <= RISK_ORDER[target] for risk in risks]
        found, any_will_do = search(conditions, good, relevant)
    if any_will_do:
        found += [(choice,) for choice in free if choice not in named]
    order = {choice: index for index, choice in enumerate(rules.choices)}
    return tuple(sorted(found, key=lambda path: (len(path), [order[each] for each in path])))


def _given(
    expression: Expression | None, known: Selection, decided: Mapping[str, bool]
) -> Expression | bool:
    """The condition with everything already decided put in; only free choices are left."""
    if expression is None:
        return True
    struck = strike(expression, known.set_aside) if known.set_aside else expression
    return struck if isinstance(struck, bool) else put(struck, decided)


def _named(conditions: Sequence[Expression | bool]) -> set[str]:
    return {
        name
        for condition in conditions
        if not isinstance(condition, bool)
        for name in names(condition)
    }


def _tabulated(
    conditions: Sequence[Expression | bool],
    risks: Sequence[Risk],
    relevant: Sequence[str],
    target: Risk,
) -> tuple[list[Path], bool]:
    """The minimal non-empty sets, and whether the rules alone are content with none of them."""
    tables = tabulate_conditions(conditions, risks, relevant)
    good = tables.no_worse_than(target)
    smallest = minimal(good & ~1, len(relevant))
    found = [
        tuple(choice for index, choice in enumerate(relevant) if number >> index & 1)
        for number in selections(smallest)
    ]
    return found, bool(good & 1)
