"""Conditions of simple forms: written from a list of choices, and recognized again. Pure.

“At least k of” is not in the language, so it is written as lists: any two of a, b, c are
``a && b || a && c || b && c``. For 8 of 15 that would be 6,435 lists; what is too long for a
condition is halved again and again instead, which says the same in a few hundred words. Only of
choices set aside it may then ask for more than the lists, of which each is one less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from lenses.rules.language import All, Expression, Name, Not, RuleError, Some, write

FORMS = ("all", "any", "least", "none")
"""All of the choices, any of them, at least so many of them, none of them."""

LONGEST = 5_000
"""Characters of a condition in a document (lenses.document.LIMITS)."""


@dataclass(frozen=True, slots=True)
class Form:
    """A condition of a simple form. number: for ``least``, how many; else 0."""

    form: str
    choices: tuple[str, ...]
    number: int = 0


def condition(form: str, choices: Sequence[str], number: int = 1) -> str:
    """The condition of a form over these choices, in their order.

    number: for ``least`` only. Raises RuleError for no choices, an unknown form, a number that
    is not between 1 and their number, and what would be longer than conditions may be.
    """
    if form not in FORMS:
        raise RuleError(f"“{form}” is no form of a condition.", code="unknown-form")
    if not choices:
        raise RuleError("Choose at least one practice.", code="form-empty")
    if form == "least" and not 1 <= number <= len(choices):
        raise RuleError(f"Ask for 1 to {len(choices)} of them.", code="form-number")
    terms = [Name(choice) for choice in choices]
    text = write(_least(terms, number) if form == "least" else _simple(form, terms))
    if len(text) > LONGEST:
        raise RuleError("This would be too long to be written. Choose fewer.", code="rule-too-long")
    return text


def form_of(expression: Expression) -> Form | None:
    """The simple form an expression has, or None. At least so many is known by plain lists."""
    if isinstance(expression, Name):
        return Form("all", (expression.id,))
    if isinstance(expression, Not):
        inner = form_of(expression.term)
        found = inner and (inner.form == "any" or len(inner.choices) == 1)
        return Form("none", inner.choices) if inner and found and inner.form != "none" else None
    plain = [term.id for term in expression.terms if isinstance(term, Name)]
    if len(plain) == len(expression.terms):
        return Form("all" if isinstance(expression, All) else "any", tuple(dict.fromkeys(plain)))
    if isinstance(expression, All):
        inner_forms = [form_of(term) for term in expression.terms]
        if all(each and each.form == "none" for each in inner_forms):
            ids = [choice for each in inner_forms if each for choice in each.choices]
            return Form("none", tuple(dict.fromkeys(ids)))
        return None
    return _least_of(expression)


def _least_of(expression: Some) -> Form | None:
    """Lists of k names each, and all that there are."""
    lists = [form_of(term) for term in expression.terms]
    sets = {frozenset(each.choices) for each in lists if each and each.form == "all"}
    sizes = {len(each) for each in sets}
    ids = tuple(dict.fromkeys(name for each in lists if each for name in each.choices))
    if len(sets) != len(lists) or len(sizes) != 1:
        return None
    size = sizes.pop()
    return Form("least", ids, size) if len(sets) == comb(len(ids), size) else None


def _simple(form: str, terms: Sequence[Name]) -> Expression:
    if form == "none":
        return _together(All, [Not(term) for term in terms])
    return _together(Some if form == "any" else All, terms)


def _least(terms: Sequence[Name], number: int) -> Expression:
    words = sum(len(term.id) + 4 for term in terms)  # with && or || between them
    if words * comb(len(terms) - 1, number - 1) > LONGEST:
        return _at_least(terms, number)
    return _together(Some, [_together(All, each) for each in combinations(terms, number)])


def _at_least(terms: Sequence[Name], number: int) -> Expression:
    """Some of the first half and the rest of the second, for every way to divide the number."""
    if number == len(terms):
        return _together(All, terms)
    if number == 1:
        return _together(Some, terms)
    middle = len(terms) // 2
    first, second = terms[:middle], terms[middle:]
    ways: list[Expression] = []
    for part in range(max(0, number - len(second)), min(number, len(first)) + 1):
        parts = [
            _at_least(half, each) for half, each in ((first, part), (second, number - part)) if each
        ]
        ways.append(_together(All, parts))
    return _together(Some, ways)


def _together(kind: type[All] | type[Some], terms: Sequence[Expression]) -> Expression:
    """One term alone, or all of them in one, those of the same kind taken apart."""
    flat: list[Expression] = []
    for term in terms:
        flat += term.terms if isinstance(term, kind) else (term,)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
