"""The rules of one question, compiled, and the risk they give a selection.

The one place where the meaning of rules is decided; docs/risk-rules.md explains it with examples.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lenses.rules.language import Expression, RuleError, parse
from lenses.rules.neutral import holds, strike
from lenses.rules.risk import Risk

NONE_SUFFIX = "_no"
"""A choice whose id ends so is “None of these” (lens format)."""


def is_none_choice(choice_id: str) -> bool:
    """Whether the id is that of a “None of these” choice."""
    return choice_id.endswith(NONE_SUFFIX)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a person marked in one question: choices selected, choices not applicable.

    A choice in both counts as selected. Ids the question does not have are ignored, so answers to
    an older version of a lens may be passed as they are.
    """

    selected: frozenset[str] = frozenset()
    set_aside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its condition as written, its risk, and what it means (None: ``default``)."""

    condition: str
    risk: Risk
    expression: Expression | None

    @property
    def is_default(self) -> bool:
        """Whether it applies whatever is selected."""
        return self.expression is None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The compiled rules of a question, tried in order, and the ids of its choices in order."""

    choices: tuple[str, ...]
    rules: tuple[Rule, ...]
    practices: frozenset[str] = field(init=False, compare=False)
    none_choices: frozenset[str] = field(init=False, compare=False)
    _known: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        none = frozenset(choice for choice in self.choices if is_none_choice(choice))
        object.__setattr__(self, "_known", frozenset(self.choices))
        object.__setattr__(self, "none_choices", none)
        object.__setattr__(self, "practices", frozenset(self.choices) - none)

    def known(self, selection: Selection) -> Selection:
        """The part of the selection that means something here.

        Unknown ids go, a choice both selected and set aside is selected, and “None of these”
        cannot be set aside.
        """
        selected = selection.selected & self._known
        return Selection(selected, (selection.set_aside & self.practices) - selected)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A risk and the index of the rule that gave it (None: no rule was needed or none matched)."""

    risk: Risk
    rule: int | None


def compile_rules(choice_ids: Iterable[str], rules: Iterable[tuple[str, str]]) -> RuleSet:
    """Compiles (condition, risk word) pairs over the choices of a question.

    Raises RuleError for the first rule that cannot be used, with its index in ``rule``.
    """
    choices = tuple(choice_ids)
    known = frozenset(choices)
    compiled = []
    for index, (condition, word) in enumerate(rules):
        try:
            compiled.append(compile_rule(known, condition, word))
        except RuleError as error:
            error.rule = index
            raise
    return RuleSet(choices, tuple(compiled))


def compile_rule(known: frozenset[str], condition: str, word: str) -> Rule:
    """Compiles one rule over the known choice ids. Raises RuleError."""
    try:
        risk = Risk.from_word(word)
    except ValueError:
        raise RuleError(
            f"“{word}” is not a risk. Use HIGH_RISK, MEDIUM_RISK, LOW_RISK or NO_RISK.",
            code="rule-unknown-risk",
        ) from None
    bare = condition.strip()
    if bare.casefold() == "default" and bare not in known:
        return Rule(condition, risk, None)
    return Rule(condition, risk, parse(condition, known))


def evaluate(rules: RuleSet, selection: Selection) -> Outcome:
    """The risk of a selection and the rule that decided it.

    Nothing selected and nothing set aside is unanswered whatever the rules say; all best practices
    set aside is no risk; else the first true rule; else no risk.
    """
    selection = rules.known(selection)
    if not selection.selected and not selection.set_aside:
        return Outcome(Risk.UNANSWERED, None)
    if rules.practices and selection.set_aside == rules.practices:
        return Outcome(Risk.NONE, None)
    return first_match(rules, selection)


def first_match(rules: RuleSet, selection: Selection) -> Outcome:
    """What the rules alone say, without the two rules about empty answers.

    The selection must be a known() one. Choices set aside are struck out of every condition.
    """
    aside = selection.set_aside
    for index, rule in enumerate(rules.rules):
        expression = rule.expression
        if expression is None:
            return Outcome(rule.risk, index)
        struck = strike(expression, aside) if aside else expression
        if struck is True or (struck is not False and holds(struck, selection.selected)):
            return Outcome(rule.risk, index)
    return Outcome(Risk.NONE, None)
