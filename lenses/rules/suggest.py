"""Rule sets an author can start from, made for the choices of a question. Pure data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lenses.rules.forms import condition
from lenses.rules.language import RuleError
from lenses.rules.levels import LEVELS, rules_from_levels
from lenses.rules.risk import Risk
from lenses.rules.ruleset import is_none_choice

Pair = tuple[str, str]
"""A condition and the word of its risk."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A ready-made rule set. code says which (the words for it are the page's)."""

    code: str
    rules: tuple[Pair, ...]


def suggest(choices: Sequence[str], levels: Mapping[str, str]) -> tuple[Suggestion, ...]:
    """The rule sets that make sense for these choices, the most usual first.

    levels: the riskIfAbsent of choices, where an author gave one. Sets with a condition too long
    to be written are left out, and so are sets equal to an earlier one.
    """
    practices = [choice for choice in choices if not is_none_choice(choice)]
    given = {each: levels[each] for each in practices if levels.get(each) in LEVELS}
    if not practices:
        return ()
    made = [
        _of("levels", _from_levels, practices, given),
        _of("all-half", _all_and_half, practices, given),
        _of("foundation", _foundation, practices, given),
        _of("all-any", _all_and_any, practices, given),
        _of("all-or-high", _all_or_high, practices, given),
    ]
    found: dict[tuple[Pair, ...], Suggestion] = {}
    for each in made:
        if each:
            found.setdefault(each.rules, each)
    return tuple(found.values())


Maker = Callable[[list[str], Mapping[str, str]], list[Pair]]


def _of(
    code: str, make: Maker, practices: list[str], levels: Mapping[str, str]
) -> Suggestion | None:
    try:
        rules = make(practices, levels)
    except RuleError:
        return None
    return Suggestion(code, tuple(rules)) if rules else None


def _from_levels(practices: list[str], levels: Mapping[str, str]) -> list[Pair]:
    """What is missing decides, as the levels say."""
    return rules_from_levels(levels) if levels else []


def _all_and_half(practices: list[str], _levels: Mapping[str, str]) -> list[Pair]:
    """All practices are no risk, at least half of them a medium one."""
    if len(practices) < 2:
        return []
    half = condition("least", practices, (len(practices) + 1) // 2)
    return [_all(practices), (half, Risk.MEDIUM.word), _OTHERWISE]


def _foundation(practices: list[str], levels: Mapping[str, str]) -> list[Pair]:
    """The foundational practices (those of level high, else the first third) keep it medium."""
    first = [each for each in practices if levels.get(each) == "high"]
    first = first or practices[: max(1, len(practices) // 3)]
    if len(first) == len(practices):
        return []
    return [_all(practices), (condition("all", first), Risk.MEDIUM.word), _OTHERWISE]


def _all_and_any(practices: list[str], _levels: Mapping[str, str]) -> list[Pair]:
    """All practices are no risk, any one of them a medium one."""
    if len(practices) < 2:
        return []
    return [_all(practices), (condition("any", practices), Risk.MEDIUM.word), _OTHERWISE]


def _all_or_high(practices: list[str], _levels: Mapping[str, str]) -> list[Pair]:
    """All practices are no risk, everything else is a high one."""
    return [_all(practices), _OTHERWISE]


def _all(practices: list[str]) -> Pair:
    return condition("all", practices), Risk.NONE.word


_OTHERWISE: Pair = ("default", Risk.HIGH.word)
