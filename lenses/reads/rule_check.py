"""Rules looked at without a lens: what they do to every answer, and to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lenses.rules import Outcome, Rule, RuleError, RuleSet, Selection, Truth, compile_rule, evaluate
from lenses.rules import truth as look
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid


@dataclass(frozen=True, slots=True)
class Checked:
    """What rules do. truth: None for too many choices; outcome: of the selection, if one came."""

    truth: Truth | None
    outcome: Outcome | None


def check(
    actor: Actor,
    *,
    choices: Sequence[str],
    rules: Sequence[tuple[str, str]],
    selection: Selection | None = None,
) -> Checked:
    """Look at rules, (condition, risk word) in order, over these choices. No queries.

    Invalid (``rules-unreadable``) with every rule that cannot be read: its place among
    the rules, the column in its condition, and why.
    """
    policy.require(actor, Action.READ)
    known = frozenset(choices)
    if len(known) < len(choices):
        raise Invalid(fields={"choices": [_("Each choice has an id of its own.")]})
    compiled: list[Rule] = []
    faults: list[dict[str, object]] = []
    for place, (condition, risk) in enumerate(rules):
        try:
            compiled.append(compile_rule(known, condition, risk))
        except RuleError as error:
            faults.append(_fault(place, error))
    if faults:
        fields = {f"rules.{fault['rule']}": [str(fault["message"])] for fault in faults}
        raise Invalid(fields=fields, code="rules-unreadable", faults=faults)
    found = RuleSet(tuple(choices), tuple(compiled))
    return Checked(look(found), evaluate(found, selection) if selection else None)


def _fault(place: int, error: RuleError) -> dict[str, object]:
    return {
        "rule": place,
        "column": error.column,
        "code": error.code,
        "unknown": error.unknown,
        "message": error.message,
    }
