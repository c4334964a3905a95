"""What the rules of a question really do: every answer looked at, by truth tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lenses.document.model import Question
from lenses.document.problems import Problem
from lenses.rules import RISK_ORDER, Risk, RuleError, RuleSet, compile_rules
from lenses.rules.language import names
from lenses.rules.tables import MAX_CHOICES, Tables, column, selections, tabulate

_WORDS = {
    Risk.HIGH: "high risk",
    Risk.MEDIUM: "medium risk",
    Risk.LOW: "low risk",
    Risk.NONE: "no risk",
}
_LADDER = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)


def lint_rules(question: Question, at: str, budget: int) -> tuple[list[Problem], int]:
    """The findings about one question's rules, and how many answers had to be looked at.

    at: the pointer of the question. budget: how many answers may be looked at.
    """
    pairs = [(rule.condition, rule.risk) for rule in question.risk_rules]
    try:
        rules = compile_rules([choice.id for choice in question.choices], pairs)
    except RuleError:
        return [], 0
    if not rules.rules:
        return [], 0
    found = list(_order(question, rules, at))
    named = {name for rule in rules.rules if rule.expression for name in names(rule.expression)}
    found += _unused(rules, named, at)
    order = [choice for choice in rules.choices if choice in named]
    cost = 1 << len(order)
    if len(order) > MAX_CHOICES or cost > budget:
        message = f"“{question.id}” has too many choices to look at every answer."
        return [*found, _warning(f"{at}/riskRules", "not-checked", message)], 0
    view = _View(question, rules, tabulate(rules, order), at)
    return [*found, *view.all()], cost


def _warning(pointer: str, code: str, message: str) -> Problem:
    return Problem(pointer, message, "warning", code)


def _order(question: Question, rules: RuleSet, at: str) -> Iterator[Problem]:
    defaults = [index for index, rule in enumerate(rules.rules) if rule.is_default]
    if not defaults:
        message = f"“{question.id}” has no default rule; what no rule matches is no risk."
        yield _warning(f"{at}/riskRules", "default-missing", message)
    elif defaults[0] < len(rules.rules) - 1:
        message = "Rules after the default are never looked at."
        yield _warning(f"{at}/riskRules/{defaults[0]}", "default-not-last", message)


def _unused(rules: RuleSet, named: set[str], at: str) -> Iterator[Problem]:
    """Choices no rule names, unless the rules name none at all (that is a constant result)."""
    for index, choice in enumerate(rules.choices):
        if named and choice in rules.practices and choice not in named:
            message = f"No rule names “{choice}”, so selecting it changes no risk."
            yield _warning(f"{at}/choices/{index}", "choice-unused", message)


@dataclass(slots=True)
class _View:
    """One question with the tables of its rules.

    Only answers a person can give are looked at: something is selected, and “None of these” stands
    alone. The empty table row stands for an answer of choices that no rule names.
    """

    question: Question
    rules: RuleSet
    tables: Tables
    at: str
    answers: int = 0
    practice_answers: int = 0

    def __post_init__(self) -> None:
        size, order = self.tables.size, self.tables.names
        whole = (1 << (1 << size)) - 1
        none_bits = [i for i, name in enumerate(order) if name in self.rules.none_choices]
        practices_only = whole
        for index in none_bits:
            practices_only &= ~column(index, size)
        # Row 0 can be reached by a practice that no rule names.
        reachable_zero = any(each not in order for each in self.rules.practices)
        self.practice_answers = practices_only if reachable_zero else practices_only & ~1
        self.answers = self.practice_answers
        for index in none_bits:
            self.answers |= 1 << (1 << index)
        if any(each not in order for each in self.rules.none_choices):
            self.answers |= 1

    def all(self) -> Iterator[Problem]:
        """Every finding."""
        yield from self.unreachable()
        yield from self.unmatched()
        reached = self.reached()
        if len(reached) == 1:
            message = f"Every answer to “{self.question.id}” gives {_WORDS[reached[0]]}."
            yield self.warn("constant-result", message)
        if Risk.NONE not in reached:
            if len(reached) > 1:
                message = f"No answer to “{self.question.id}” leads to no risk."
                yield self.warn("never-no-risk", message)
            return
        if len(reached) > 1:
            yield from self.practices()
            yield from self.monotone()
            yield from self.none_choice()

    def warn(self, code: str, message: str) -> Problem:
        return _warning(f"{self.at}/riskRules", code, message)

    def reached(self) -> list[Risk]:
        return [risk for risk in _WORDS if self.tables.with_risk(risk) & self.answers]

    def unreachable(self) -> Iterator[Problem]:
        for index, bits in enumerate(self.tables.matched):
            if bits & self.answers:
                continue
            rule, at = self.rules.rules[index], f"{self.at}/riskRules/{index}"
            what = "The default" if rule.is_default else f"“{rule.condition.strip()}”"
            if bits == 1:
                message = f"{what} is true only when nothing is selected, which is no answer yet."
                if not self.rules.none_choices:
                    message += " Add “None of these”, a choice whose id ends in _no."
                yield _warning(at, "rule-only-empty", message)
            elif not any(before.is_default for before in self.rules.rules[:index]):
                message = f"{what} never decides: earlier rules settle all that it applies to."
                yield _warning(at, "rule-unreachable", message)

    def unmatched(self) -> Iterator[Problem]:
        left = self.tables.unmatched & self.answers
        if left:
            message = f"No rule matches {self.shown(left)}, so it gives no risk."
            yield self.warn("no-rule-matches", message)

    def practices(self) -> Iterator[Problem]:
        """Whether doing everything is enough."""
        order = self.tables.names
        number = sum(1 << i for i, name in enumerate(order) if name in self.rules.practices)
        risk = self.risk_of(number)
        if risk is not Risk.NONE and self.practice_answers >> number & 1:
            message = f"Selecting every practice gives {_WORDS[risk]}, other answers no risk."
            yield self.warn("practices-not-enough", message)

    def monotone(self) -> Iterator[Problem]:
        """Whether selecting one more practice can raise the risk; one example is given."""
        size = self.tables.size
        for risk in _LADDER:
            better = self.tables.no_worse_than(_below(risk)) & self.practice_answers
            worse = self.practice_answers & ~better
            for index, name in enumerate(self.tables.names):
                if name in self.rules.none_choices:
                    continue
                step = 1 << index
                raised = ((better & ~column(index, size)) << step) & worse
                if raised:
                    before = 1 << (next(selections(raised)) - step)
                    message = (
                        f"Selecting “{name}” in addition to {self.shown(before)} raises the"
                        f" risk to {self.risk_of(next(selections(raised)))}."
                    )
                    yield self.warn("not-monotone", message)
                    return

    def none_choice(self) -> Iterator[Problem]:
        """Whether having none of the practices is better than having some."""
        none = next(iter(self.rules.none_choices), None)
        if none is None:
            return
        order = self.tables.names
        alone = self.risk_of(1 << order.index(none) if none in order else 0)
        worst = max(
            (r for r in _WORDS if self.tables.with_risk(r) & self.practice_answers),
            key=RISK_ORDER.__getitem__,
            default=Risk.NONE,
        )
        if RISK_ORDER[alone] < RISK_ORDER[worst]:
            message = (
                f"“None of these” gives {_WORDS[alone]}, though some practices selected give"
                f" {_WORDS[worst]}."
            )
            yield self.warn("none-choice-better", message)

    def risk_of(self, number: int) -> Risk:
        return next(risk for risk in _WORDS if self.tables.with_risk(risk) >> number & 1)

    def shown(self, bits: int) -> str:
        """The smallest selection of a table in words."""
        number = min(selections(bits), key=int.bit_count)
        chosen = [name for i, name in enumerate(self.tables.names) if number >> i & 1]
        if not chosen:
            practices = self.rules.practices
            unnamed = [each for each in self.rules.choices if each not in self.tables.names]
            chosen = sorted(unnamed, key=lambda each: each not in practices)[:1]
        return ", ".join(f"“{name}”" for name in chosen)


def _below(risk: Risk) -> Risk:
    """The risk one step lower."""
    return {Risk.HIGH: Risk.MEDIUM, Risk.MEDIUM: Risk.LOW}.get(risk, Risk.NONE)
