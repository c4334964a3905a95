"""What became of the rules of a question: by their words, and exactly by what they do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from lenses.document.diffing.order import pairs
from lenses.document.diffing.values import SAME_RULES, RuleLine, RulesDiff, Shift, Verdict
from lenses.document.model import Question, Rule
from lenses.rules import Expression, Risk, RuleError, RuleSet, compile_rules
from lenses.rules.neutral import strike
from lenses.rules.tables import MAX_CHOICES, Tables, column, full, tabulate_conditions

BUDGET = 1 << 25
"""How many answers one difference may look at in all; the format's largest lens has 2²³."""

_RISKS = (Risk.NONE, Risk.LOW, Risk.MEDIUM, Risk.HIGH)


def compare(old: Question, new: Question, budget: int = BUDGET) -> tuple[RulesDiff, int]:
    """The rules of two versions of a question, and how many answers were looked at.

    Every answer that can be given to the old version is looked at, with up to MAX_CHOICES
    choices: its risk by the old rules, and by the new rules as an upgrade would carry it over
    (what is selected of vanished choices goes, new choices are not selected).
    """
    lines = _lines(old.risk_rules, new.risk_rules)
    is_written_same = all(line.is_same for line in lines)
    ids, later = [c.id for c in old.choices], {c.id for c in new.choices}
    if is_written_same and later == set(ids):
        return SAME_RULES, 0
    cost = 1 << len(ids)
    before, after = _compiled(old), _compiled(new)
    if before is None or after is None or len(ids) > MAX_CHOICES or cost > budget:
        return (SAME_RULES if is_written_same else RulesDiff(Verdict.UNKNOWN, lines)), 0
    shifts, answers = _shifts(before, after)
    aside = () if shifts else _aside(before, after)
    if shifts or aside:
        return RulesDiff(Verdict.OTHER, lines, answers, shifts, aside), cost
    if is_written_same:
        return SAME_RULES, cost
    return RulesDiff(Verdict.REWORDED, lines, answers), cost


def _lines(old: Sequence[Rule], new: Sequence[Rule]) -> tuple[RuleLine, ...]:
    found = pairs([_words(rule) for rule in old], [_words(rule) for rule in new])
    return tuple(
        RuleLine(
            old[i] if i is not None else None,
            new[j] if j is not None else None,
            is_same and old[i or 0].extra == new[j or 0].extra,
        )
        for i, j, is_same in found
    )


def _words(rule: Rule) -> tuple[str, str]:
    return rule.condition, rule.risk


def _compiled(question: Question) -> RuleSet | None:
    written = [(rule.condition, rule.risk) for rule in question.risk_rules]
    try:
        return compile_rules([choice.id for choice in question.choices], written)
    except RuleError:
        return None


def _shifts(old: RuleSet, new: RuleSet) -> tuple[tuple[Shift, ...], int]:
    """The answers that get another risk, and how many answers there are."""
    names, possible = _answers(old)
    left = _touching(names, new.choices) & possible
    before, after = _tables(old, names), _tables(new, names)
    found = [
        Shift(was, now, count)
        for was in _RISKS
        for now in _RISKS
        if was is not now
        and (count := (before.with_risk(was) & after.with_risk(now) & left).bit_count())
    ]
    # An answer of nothing but vanished choices is no answer any more.
    gone = possible & ~left
    for was in _RISKS:
        if count := (before.with_risk(was) & gone).bit_count():
            found.append(Shift(was, Risk.UNANSWERED, count))
    return tuple(found), possible.bit_count()


def _answers(rules: RuleSet) -> tuple[list[str], int]:
    """The choices in the order of the tables, and the answers a person can give."""
    names = list(rules.choices)
    return names, _possible(names, rules.none_choices) & ~1  # something is selected


def _possible(names: Sequence[str], none_choices: Set[str]) -> int:
    """The selections of these choices in which “None of these” stands alone."""
    size = len(names)
    none = [index for index, name in enumerate(names) if name in none_choices]
    bits = full(size)
    for index in none:
        bits &= ~column(index, size)
    for index in none:
        bits |= 1 << (1 << index)
    return bits


def _touching(names: Sequence[str], kept: Iterable[str]) -> int:
    """The selections with at least one of the kept choices."""
    there = frozenset(kept)
    bits = 0
    for index, name in enumerate(names):
        if name in there:
            bits |= column(index, len(names))
    return bits


def _tables(rules: RuleSet, names: Sequence[str], aside: frozenset[str] = frozenset()) -> Tables:
    conditions: list[Expression | bool] = [
        True if rule.expression is None else strike(rule.expression, aside) for rule in rules.rules
    ]
    return tabulate_conditions(conditions, [rule.risk for rule in rules.rules], names)


def _aside(old: RuleSet, new: RuleSet) -> tuple[str, ...]:
    """The practices that make a difference once they are set aside, each looked at alone.

    Asked when no plain answer changes. All practices set aside are no risk whatever the rules
    say, so a practice that is the only one makes no difference.
    """
    found = []
    for name in old.choices:
        if name not in old.practices & new.practices or len(old.practices) == 1:
            continue
        others = [each for each in old.choices if each != name]
        possible = _possible(others, old.none_choices)
        aside = frozenset({name})
        before, after = _tables(old, others, aside), _tables(new, others, aside)
        if any((before.with_risk(r) ^ after.with_risk(r)) & possible for r in _RISKS):
            found.append(name)
    return tuple(found)
