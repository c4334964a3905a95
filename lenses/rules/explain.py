"""Why an answer has its risk, and what each single change to it would do."""

from __future__ import annotations

from dataclasses import dataclass

from lenses.rules.risk import Risk
from lenses.rules.ruleset import RuleSet, Selection, evaluate


@dataclass(frozen=True, slots=True)
class Change:
    """One click: the choice becomes selected or not, and the risk is then this one."""

    choice: str
    becomes_selected: bool
    risk: Risk


@dataclass(frozen=True, slots=True)
class Explanation:
    """The risk, the index of the rule that gave it, and every single change, in choice order."""

    risk: Risk
    rule: int | None
    changes: tuple[Change, ...]


def explain(rules: RuleSet, selection: Selection) -> Explanation:
    """Which rule decided the selection and what clicking each choice once would do.

    A click selects what is not selected (also when it was set aside) and unselects what is.
    Selecting “None of these” unselects all practices, selecting a practice unselects it.
    """
    known = rules.known(selection)
    outcome = evaluate(rules, known)
    changes = []
    for choice in rules.choices:
        after = clicked(rules, known, choice)
        risk = evaluate(rules, after).risk
        changes.append(Change(choice, choice in after.selected, risk))
    return Explanation(outcome.risk, outcome.rule, tuple(changes))


def clicked(rules: RuleSet, selection: Selection, choice: str) -> Selection:
    """The selection after one click on a choice. The selection must be a known() one."""
    selected = selection.selected
    if choice in selected:
        return Selection(selected - {choice}, selection.set_aside)
    if choice in rules.none_choices:
        return Selection(frozenset({choice}), selection.set_aside)
    return Selection((selected - rules.none_choices) | {choice}, selection.set_aside - {choice})
