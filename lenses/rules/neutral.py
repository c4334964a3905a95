"""What becomes of a condition when choices are marked as not applicable, and whether it holds.

Choices set aside are neutral: they are struck out of the condition, as if the question did not
have them. Knows expressions only.
"""

from __future__ import annotations

from collections.abc import Set

from lenses.rules.language import All, Expression, Name, Not


def holds(expression: Expression, selected: Set[str]) -> bool:
    """Whether the expression is true when exactly these choices are selected."""
    if isinstance(expression, Name):
        return expression.id in selected
    if isinstance(expression, Not):
        return not holds(expression.term, selected)
    if isinstance(expression, All):
        return all(holds(term, selected) for term in expression.terms)
    return any(holds(term, selected) for term in expression.terms)


def strike(expression: Expression, aside: Set[str]) -> Expression | bool:
    """The condition without the choices in aside.

    A struck term leaves its ``&&`` or ``||``; a group or negation whose every term is struck is
    struck itself. A condition that is struck entirely becomes True or False, see fallen().
    """
    left = _strike(expression, aside)
    return fallen(expression) if left is None else left


def fallen(expression: Expression, *, negated: bool = False) -> bool:
    """Whether a condition holds of which every choice is set aside.

    Practices that are all asked for (``&&``, or one alone) are all dealt with: it holds. An ``||``
    is not satisfied by choices that are set aside, and a practice that does not apply cannot be
    missing (``!``): it does not hold. Negations are first carried inwards to the single choices,
    so ``!(a || b)`` and ``!a && !b`` mean the same.
    """
    if isinstance(expression, Name):
        return not negated
    if isinstance(expression, Not):
        return fallen(expression.term, negated=not negated)
    if isinstance(expression, All) is negated:
        return False
    return all(fallen(term, negated=negated) for term in expression.terms)


def _strike(expression: Expression, aside: Set[str]) -> Expression | None:
    if isinstance(expression, Name):
        return None if expression.id in aside else expression
    if isinstance(expression, Not):
        term = _strike(expression.term, aside)
        return None if term is None else Not(term)
    left = [term for term in (_strike(term, aside) for term in expression.terms) if term]
    if not left:
        return None
    return left[0] if len(left) == 1 else type(expression)(tuple(left))
