"""What became of the rules of a question in the builder, as an edit of the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lenses.reads.rule_book import RuleBook, TypedRule


def operation(book: RuleBook, rules: Sequence[TypedRule]) -> dict[str, Any] | None:
    """The smallest edit of the draft that makes the stored rules these; None for no change.

    Rows keep the place they came from, so an edit of one rule touches no other. A place that
    the draft does not have (any more) counts as a new row.
    """
    at = f"questions/{book.question}"
    known = set(range(len(book.rules)))
    wanted = [rule if rule.place in known else replace(rule, place=None) for rule in rules]
    kept = [rule.place for rule in wanted if rule.place is not None]
    now: list[int | None] = [place for place in range(len(book.rules)) if place in kept]
    steps: list[dict[str, Any]] = [
        {"op": "remove", "at": f"{at}/rules/{place}"}
        for place in reversed(range(len(book.rules)))
        if place not in kept
    ]
    for place, rule in enumerate(wanted):
        if rule.place is None:
            fields = {"condition": rule.condition, "risk": rule.risk}
            steps.append({"op": "add", "what": "rule", "to": at, "place": place, "fields": fields})
            now.insert(place, None)
            continue
        here = now.index(rule.place)
        if here != place:
            steps.append({"op": "move", "at": f"{at}/rules/{here}", "place": place})
            now.insert(place, now.pop(here))
        steps += _changed(f"{at}/rules/{place}", book.rules[rule.place], rule)
    if not steps:
        return None
    return steps[0] if len(steps) == 1 else {"op": "many", "operations": steps}


def _changed(at: str, before: TypedRule, rule: TypedRule) -> list[dict[str, Any]]:
    pairs = [("condition", before.condition, rule.condition), ("risk", before.risk, rule.risk)]
    return [
        {"op": "set", "at": at, "field": field, "value": new}
        for field, old, new in pairs
        if old != new
    ]
