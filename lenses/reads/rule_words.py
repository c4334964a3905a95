"""Risk rules for people who do not read `&&`: what has to be in place, as sentence and list.

Pure but for translation. The same order as the rules: the first that holds decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lenses.compiled import CompiledQuestion
from lenses.document import Choice
from lenses.rules import All, Expression, Name, Not, Rule


@dataclass(frozen=True, slots=True)
class Term:
    """A practice that must be in place, or missing."""

    code: str
    title: str
    is_present: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Terms and groups, all of which must hold, or one of them."""

    needs_all: bool
    items: tuple[Term | Group, ...]

    is_group = True


@dataclass(frozen=True, slots=True)
class RuleReading:
    """A rule: its risk, one sentence, what the sentence lists, and the condition as written.

    plain: every listed practice is meant the same way, the sentence says how.
    """

    risk: str
    sentence: str
    items: tuple[Term | Group, ...]
    plain: bool
    written: str


def read_rules(question: CompiledQuestion) -> tuple[RuleReading, ...]:
    """The rules of a question in words, in the order they are tried."""
    rules = question.rules.rules
    return tuple(_read(rule, question, is_first=place == 0) for place, rule in enumerate(rules))


def _read(rule: Rule, question: CompiledQuestion, *, is_first: bool) -> RuleReading:
    if rule.expression is None:
        words = _("Whatever is selected") if is_first else _("In every other case")
        return RuleReading(str(rule.risk), words, (), True, rule.condition)
    meaning = _meaning(rule.expression, question.choice)
    if isinstance(meaning, Term):
        meaning = Group(True, (meaning,))
    sentence, items, plain = _say(meaning, question.practices)
    return RuleReading(str(rule.risk), sentence, items, plain, rule.condition)


def _meaning(
    expression: Expression, choices: Mapping[str, Choice], *, negated: bool = False
) -> Term | Group:
    """The expression with every “not” moved down to a practice."""
    if isinstance(expression, Name):
        choice = choices[expression.id]
        return Term(choice.code.strip(), choice.title.strip(), not negated)
    if isinstance(expression, Not):
        return _meaning(expression.term, choices, negated=not negated)
    needs_all = isinstance(expression, All) is not negated
    items: list[Term | Group] = []
    for term in expression.terms:
        item = _meaning(term, choices, negated=negated)
        same = isinstance(item, Group) and item.needs_all is needs_all
        items += item.items if isinstance(item, Group) and same else [item]
    return Group(needs_all, tuple(items))


Said = tuple[str, tuple[Term | Group, ...], bool]


def _say(group: Group, practices: Sequence[Choice]) -> Said:
    terms = [item for item in group.items if isinstance(item, Term)]
    if len(terms) < len(group.items) or len({term.is_present for term in terms}) > 1:
        words = _("All of this holds:") if group.needs_all else _("One of these holds:")
        return words, group.items, False
    present = terms[0].is_present
    if len(terms) == 1:
        words = _("This is in place:") if present else _("This is missing:")
        return words, group.items, True
    if present:
        return _in_place(group, terms, practices)
    words = _("All of these are missing:") if group.needs_all else _("One of these is missing:")
    return words, group.items, True


def _in_place(group: Group, terms: Sequence[Term], practices: Sequence[Choice]) -> Said:
    named = {(term.code, term.title) for term in terms}
    others = [
        Term(each.code.strip(), each.title.strip(), False)
        for each in practices
        if (each.code.strip(), each.title.strip()) not in named
    ]
    covers = len(named) + len(others) == len(practices)
    if not group.needs_all:
        if covers and not others:
            return _("At least one practice is in place"), (), True
        return _("At least one of these is in place:"), group.items, True
    if covers and not others:
        return _("All practices are in place"), (), True
    if covers and len(others) < len(terms):
        return _("All practices are in place, but these may be missing:"), tuple(others), True
    return _("All of these are in place:"), group.items, True
