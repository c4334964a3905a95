"""Minimal sets for questions with more choices than a truth table takes. Knows expressions only.

Splits on one choice after the other and simplifies what is left, which is quick for the rules
people write, whatever the number of choices. Rules that defeat it are searched for small sets
only, so it always ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lenses.rules.language import All, Expression, Name, Not, Some
from lenses.rules.neutral import holds

STEPS = 5_000
"""How many splits one attempt may take."""

SIZES = (None, 4, 3, 2, 1)
"""Largest sets looked for, attempt by attempt (None: of any size)."""

Condition = Expression | bool


class _TooMuch(Exception):
    """An attempt has used up its steps."""


def put(expression: Expression, values: Mapping[str, bool]) -> Condition:
    """The expression with these choices decided, simplified."""
    if isinstance(expression, Name):
        return values.get(expression.id, expression)
    if isinstance(expression, Not):
        term = put(expression.term, values)
        return not term if isinstance(term, bool) else Not(term)
    parts = [put(term, values) for term in expression.terms]
    return both(parts) if isinstance(expression, All) else either(parts)


def both(parts: Sequence[Condition]) -> Condition:
    """All of the parts, simplified."""
    left = tuple(part for part in parts if not isinstance(part, bool))
    if any(part is False for part in parts):
        return False
    return True if not left else left[0] if len(left) == 1 else All(left)


def either(parts: Sequence[Condition]) -> Condition:
    """At least one of the parts, simplified."""
    left = tuple(part for part in parts if not isinstance(part, bool))
    if any(part is True for part in parts):
        return True
    return False if not left else left[0] if len(left) == 1 else Some(left)


def search(
    conditions: Sequence[Condition], good: Sequence[bool], free: Sequence[str]
) -> tuple[list[tuple[str, ...]], bool]:
    """The minimal non-empty sets of free choices after which the first true condition is good.

    No true condition is good too. Also says whether that holds with no choice at all. Complete
    unless STEPS do not suffice; then complete for the largest of SIZES for which they do, and
    when there is no set so small, one larger set from which nothing can be left out.
    """
    wanted: Condition = True
    for condition, is_good in zip(reversed(conditions), reversed(good), strict=True):
        if is_good:
            wanted = either([condition, wanted])
        else:
            refused = not condition if isinstance(condition, bool) else Not(condition)
            wanted = both([refused, wanted])
    nothing = wanted if isinstance(wanted, bool) else put(wanted, dict.fromkeys(free, False))
    wanted = both([wanted, either([Name(choice) for choice in free])])
    found = _minimal(wanted, free) or _thinned(wanted, free)
    in_order = [tuple(choice for choice in free if choice in each) for each in found]
    return in_order, nothing is True


def _minimal(wanted: Condition, free: Sequence[str]) -> list[frozenset[str]]:
    for size in SIZES:
        try:
            return _Split(free).minimal(wanted, 0, len(free) if size is None else size)
        except _TooMuch:
            continue
    return []


def _thinned(wanted: Condition, free: Sequence[str]) -> list[frozenset[str]]:
    """All free choices less those that can be left out one by one, if all together are enough."""
    if isinstance(wanted, bool) or not holds(wanted, frozenset(free)):
        return []
    left = frozenset(free)
    for choice in reversed(free):
        if holds(wanted, left - {choice}):
            left -= {choice}
    return [left]


class _Split:
    """One attempt, counting its steps."""

    def __init__(self, free: Sequence[str]) -> None:
        self.free = free
        self.steps = 0

    def minimal(self, wanted: Condition, start: int, size: int) -> list[frozenset[str]]:
        """The minimal sets of at most ``size`` of the choices from ``start`` on."""
        if isinstance(wanted, bool):
            return [frozenset()] if wanted else []
        if not size:
            return [frozenset()] if holds(wanted, frozenset()) else []
        self.steps += 1
        if self.steps > STEPS:
            raise _TooMuch
        choice = self.free[start]
        without = self.minimal(put(wanted, {choice: False}), start + 1, size)
        if without == [frozenset()]:
            return without
        rest = self.minimal(put(wanted, {choice: True}), start + 1, size - 1)
        extended = [each for each in rest if not any(small <= each for small in without)]
        return without + [each | {choice} for each in extended]
