"""Rules from levels: how harmful the absence of each practice is → ordinary rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from lenses.rules.language import RuleError
from lenses.rules.risk import Risk
from lenses.rules.ruleset import is_none_choice

LEVELS: Mapping[str, Risk] = {"high": Risk.HIGH, "medium": Risk.MEDIUM, "low": Risk.LOW}
"""The words of ``riskIfAbsent`` and the risk of a question that lacks such a practice."""


def rules_from_levels(levels: Mapping[str, str]) -> list[tuple[str, str]]:
    """The (condition, risk word) pairs for practices with a level, least risky first.

    A missing high practice gives high risk; else a missing medium one medium; else a missing low
    one low; else there is no risk. The worst level that occurs becomes ``default``, so there are
    as many rules as levels plus one. “None of these” has no level and is left out. Without any
    level the only rule is no risk. Raises RuleError for an unknown level.
    """
    by_level: dict[str, list[str]] = {level: [] for level in LEVELS}
    for choice, level in levels.items():
        if level not in by_level:
            raise RuleError(
                f"“{level}” is no level for {choice}. Use high, medium or low.",
                code="unknown-level",
            )
        if not is_none_choice(choice):
            by_level[level].append(choice)
    needed = [choice for choices in by_level.values() for choice in choices]
    rules = [(" && ".join(needed) or "default", Risk.NONE.word)]
    for level in reversed(tuple(LEVELS)):
        if choices := by_level[level]:
            needed = needed[: -len(choices)]
            rules.append((" && ".join(needed) or "default", LEVELS[level].word))
    return rules
