"""Risk rules as sentences: what a lens's conditions say, for people who do not read `&&`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.rules import Expression, Risk, Rule
from lenses.rules.language import All, Name, Not, Some
from reviews.documents import phrasing
from reviews.snapshot import SnapshotQuestion

_FEW = 3  # so many exceptions are named instead of everything else


def sentences(question: SnapshotQuestion) -> tuple[tuple[str, str], ...]:
    """(risk, condition in words) for each rule of a question, in the order they are tried."""
    names = {choice.id: choice.code or f"“{choice.title}”" for choice in question.choices}
    practices = [choice.id for choice in question.practices]
    rules = question.rule_set().rules
    said = []
    for place, rule in enumerate(rules):
        words = _condition(rule, place, names, practices)
        said.append((str(rule.risk), words))
    if all(rule.expression is not None for rule in rules):
        said.append((str(Risk.NONE), _("otherwise")))
    return tuple(said)


def _condition(rule: Rule, place: int, names: Mapping[str, str], practices: Sequence[str]) -> str:
    if rule.expression is None:
        return _("otherwise") if place else _("always")
    return _words(rule.expression, names, practices)


def _words(
    expression: Expression, names: Mapping[str, str], practices: Sequence[str], inner: bool = False
) -> str:
    if isinstance(expression, Name):
        return _("%(practice)s is in place") % {"practice": names[expression.id]}
    if isinstance(expression, Not):
        if isinstance(expression.term, Name):
            return _("%(practice)s is missing") % {"practice": names[expression.term.id]}
        return _("it is not true that %(words)s") % {
            "words": _words(expression.term, names, practices, True)
        }
    if all(isinstance(term, Name) for term in expression.terms):
        return _plain(expression, names, practices)
    if all(isinstance(term, Not) and isinstance(term.term, Name) for term in expression.terms):
        return _absent(expression, names)
    parts = [_words(term, names, practices, True) for term in expression.terms]
    joined = (_(" and ") if isinstance(expression, All) else _(" or ")).join(parts)
    return f"({joined})" if inner else joined


def _plain(expression: All | Some, names: Mapping[str, str], practices: Sequence[str]) -> str:
    """A list of practices that are all, or of which one is, in place."""
    ids = [term.id for term in expression.terms if isinstance(term, Name)]
    if isinstance(expression, Some):
        if set(ids) == set(practices):
            return _("any practice is in place")
        return _("one of %(names)s is in place") % {"names": _one_of(ids, names)}
    left = [practice for practice in practices if practice not in ids]
    if set(ids) <= set(practices) and len(left) <= _FEW and len(left) < len(ids):
        if not left:
            return _("every practice is in place")
        return ngettext(
            "every practice is in place, not counting %(names)s",
            "every practice is in place, not counting %(names)s",
            len(left),
        ) % {"names": phrasing.listed([names[each] for each in left])}
    return _("%(names)s are in place") % {"names": phrasing.listed([names[each] for each in ids])}


def _absent(expression: All | Some, names: Mapping[str, str]) -> str:
    ids = [
        term.term.id
        for term in expression.terms
        if isinstance(term, Not) and isinstance(term.term, Name)
    ]
    if isinstance(expression, All):
        return _("%(names)s are missing") % {"names": phrasing.listed([names[i] for i in ids])}
    return _("one of %(names)s is missing") % {"names": _one_of(ids, names)}


def _one_of(ids: Sequence[str], names: Mapping[str, str]) -> str:
    words = [names[each] for each in ids]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
