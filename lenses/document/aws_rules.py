"""Our rules → rules of the reference format: at most three, one for each risk, default last.

Every selection keeps its risk, but that low risk, which the format does not know, becomes none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lenses.rules import Risk, RuleSet
from lenses.rules.language import All, Expression, Name, Not, Some, names, write
from lenses.rules.search import both, either
from lenses.rules.tables import MAX_CHOICES, table

Pair = tuple[Expression | None, Risk]


def fit_rules(rules: RuleSet, ids: Mapping[str, str]) -> list[dict[str, str]]:
    """The rules as documents of the reference format.

    ids: new id of every choice. LOW_RISK becomes NO_RISK; a missing default is written as no risk;
    neighbours with the same risk become one rule; a risk that still occurs twice is written as one
    condition that leaves out what the rules before it decided.
    """
    pairs = _merged(_with_default(rules))
    if len({risk for _, risk in pairs}) < len(pairs):
        pairs = _merged(_one_each(pairs))
    return [
        {
            "condition": "default" if expression is None else write(_renamed(expression, ids)),
            "risk": risk.word,
        }
        for expression, risk in pairs
    ]


def _with_default(rules: RuleSet) -> list[Pair]:
    pairs: list[Pair] = []
    for rule in rules.rules:
        pairs.append((rule.expression, Risk.NONE if rule.risk is Risk.LOW else rule.risk))
        if rule.is_default:
            return pairs
    return [*pairs, (None, Risk.NONE)]


def _merged(pairs: Sequence[Pair]) -> list[Pair]:
    """Neighbours of the same risk made one."""
    result: list[Pair] = []
    for expression, risk in pairs:
        if result and result[-1][1] is risk:
            before = result.pop()[0]
            joined = None if expression is None or before is None else _or(before, expression)
            result.append((joined, risk))
        else:
            result.append((expression, risk))
    return result


def _one_each(pairs: Sequence[Pair]) -> list[Pair]:
    """One rule for each risk, in the order they first occur, the default's last."""
    *conditional, (_, default_risk) = pairs
    order = list(dict.fromkeys(risk for _, risk in conditional if risk is not default_risk))
    result: list[Pair] = []
    for place, risk in enumerate(order):
        settled = {risk, *order[:place]}
        parts = []
        for index, (expression, own) in enumerate(conditional):
            if own is risk and expression is not None:
                before = [Not(e) for e, r in conditional[:index] if e and r not in settled]
                parts.append(both([expression, *before]))
        joined = either(parts)
        if not isinstance(joined, bool):
            result.append((joined, risk))
    return [*result, (None, default_risk)]


def _or(first: Expression, second: Expression) -> Expression:
    """Either of two conditions; only the wider one when it contains the other."""
    order = list(dict.fromkeys([*names(first), *names(second)]))
    if len(order) <= MAX_CHOICES:
        at = {name: index for index, name in enumerate(order)}
        left, right = table(first, at, len(order)), table(second, at, len(order))
        if left | right == right:
            return second
        if left | right == left:
            return first
    return Some((*_alternatives(first), *_alternatives(second)))


def _alternatives(expression: Expression) -> tuple[Expression, ...]:
    return expression.terms if isinstance(expression, Some) else (expression,)


def _renamed(expression: Expression, ids: Mapping[str, str]) -> Expression:
    if isinstance(expression, Name):
        return Name(ids[expression.id])
    if isinstance(expression, Not):
        return Not(_renamed(expression.term, ids))
    terms = tuple(_renamed(term, ids) for term in expression.terms)
    return All(terms) if isinstance(expression, All) else Some(terms)
