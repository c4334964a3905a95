"""What an author does to a lens, turned into steps. Pure; docs/lens-editing.md shows each.

An operation is plain JSON: ``set`` a field, ``add``, ``remove``, ``move`` or ``duplicate`` an
element, or ``many`` of these at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from lenses.document import LIMITS
from lenses.editing import fields, fresh
from lenses.editing.addresses import (
    KEYS,
    LISTS,
    Document,
    Spot,
    at,
    children,
    find,
    id_of,
    name_of,
    parent_of,
)
from lenses.editing.errors import EditError
from lenses.editing.steps import Step, take_steps
from lenses.rules import is_none_choice
from lenses.rules.language import rename

MAX_OPERATIONS = 100
"""Operations that one edit may hold."""

_MOST = {
    "pillar": LIMITS.pillars,
    "question": LIMITS.questions,
    "choice": LIMITS.choices,
    "rule": LIMITS.rules,
}
_LIST_OF = {"pillar": "pillars", "question": "questions", "choice": "choices", "rule": "rules"}


class Applied(NamedTuple):
    """A document after an edit.

    inverse: the steps that lead back exactly. touched: ``address#field`` of all that changed, for
    knowing whether two edits are about the same thing. at: the element to look at now.
    """

    document: dict[str, Any]
    inverse: list[Step]
    touched: tuple[str, ...]
    at: str


def apply(document: dict[str, Any], operation: Mapping[str, Any]) -> Applied:
    """The document after an operation; the one given stays as it is.

    Raises EditError: ``gone`` when an address leads to nothing, ``invalid`` with the field for
    anything that the operation must not say.
    """
    op = operation.get("op") if isinstance(operation, Mapping) else None
    if not isinstance(op, str) or op not in _OPERATIONS:
        raise EditError("Use set, add, remove, move, duplicate or many.", field="op")
    if op == "many":
        return _many(document, operation)
    steps = _OPERATIONS[op](document, operation)
    if not steps:
        return Applied(document, [], (), operation.get("at", ""))
    return Applied(*take_steps(document, steps))


def replay(document: dict[str, Any], steps: list[Step]) -> Applied:
    """The document after steps that were kept, such as the inverse of an edit."""
    return Applied(*take_steps(document, steps))


def replaced(document: dict[str, Any], by: dict[str, Any]) -> Applied:
    """The document replaced as a whole."""
    return Applied(*take_steps(document, [{"step": "whole", "document": by}]))


def _many(document: dict[str, Any], operation: Mapping[str, Any]) -> Applied:
    inner = operation.get("operations")
    if not isinstance(inner, list) or not 0 < len(inner) <= MAX_OPERATIONS:
        message = f"Give a list of 1 to {MAX_OPERATIONS} operations."
        raise EditError(message, field="operations")
    inverse: list[Step] = []
    touched: dict[str, None] = {}
    where = ""
    for each in inner:
        if isinstance(each, Mapping) and each.get("op") == "many":
            raise EditError("Many operations cannot hold many again.", field="operations")
        done = apply(document, each)
        document, where = done.document, done.at
        inverse = done.inverse + inverse
        touched |= dict.fromkeys(done.touched)
    return Applied(document, inverse, tuple(touched), where)


def _set(document: Document, operation: Mapping[str, Any]) -> list[Step]:
    spot = _at(document, operation)
    field = operation.get("field")
    if not isinstance(field, str):
        raise EditError("Say which field.", field="field")
    value = fields.checked(spot.kind, field, operation.get("value"))
    element = at(document, spot.path)
    address = name_of(document, spot.path)
    if not isinstance(element, Mapping):
        message = f"What stands at “{address}” is no object; mend it in the source first."
        raise EditError(message, field="at")
    if value is None:
        return [{"step": "put", "at": address, "field": field}] if field in element else []
    if field in element and element[field] == value and type(element[field]) is type(value):
        return []
    if field == "id":
        return _rename(document, spot, address, value)
    return [{"step": "put", "at": address, "field": field, "value": value}]


def _rename(document: Document, spot: Spot, address: str, new: str) -> list[Step]:
    """Another id; of a choice also in the conditions of its question."""
    old = id_of(at(document, spot.path))
    if old != new:
        _check_free(document, spot.kind, parent_of(spot.path), str(spot.path[-2]), new)
    steps: list[Step] = []
    if spot.kind == "choice" and old:
        home = parent_of(spot.path)
        holder = name_of(document, home)
        for number, rule in enumerate(children(document, home, KEYS["rules"])):
            condition = rule.get("condition") if isinstance(rule, Mapping) else None
            if isinstance(condition, str) and (changed := rename(condition, old, new)) != condition:
                at_rule = f"{holder}/rules/{number}"
                steps.append({"step": "put", "at": at_rule, "field": "condition", "value": changed})
    # Last, so that the edit leads to the element and not to a rule.
    return [*steps, {"step": "put", "at": address, "field": "id", "value": new}]


def _check_free(document: Document, kind: str, home: Any, key: str, new: str) -> None:
    if kind == "question":
        taken = fresh.question_ids(document)
    else:
        taken = fresh.ids(children(document, home, key))
    if new in taken:
        raise EditError(f"There is a {kind} with the id “{new}” already.", field="id")
    if kind == "choice" and new.casefold() == "default":
        raise EditError("“default” means every answer in a rule; use another id.", field="id")


def _add(document: Document, operation: Mapping[str, Any]) -> list[Step]:
    what = operation.get("what")
    kind = "choice" if what == "none" else what
    if not isinstance(kind, str) or kind not in _LIST_OF:
        raise EditError("Use pillar, question, choice, none or rule.", field="what")
    parent = find(document, operation.get("to", ""))
    name = _LIST_OF[kind]
    if name not in LISTS.get(parent.kind, {}):
        raise EditError(f"A {kind} cannot stand there.", field="to")
    items = children(document, parent.path, KEYS[name])
    full = len(fresh.question_ids(document)) if kind == "question" else len(items)
    if full >= _MOST[kind]:
        raise EditError(f"There can be at most {_MOST[kind]:,} of these.", field="what")
    value = _new(document, parent, str(what), operation)
    place = operation.get("place")
    return [
        {
            "step": "insert",
            "to": name_of(document, parent.path),
            "list": name,
            "place": _usual_place(str(what), items) if place is None else _place(place),
            "value": value,
        }
    ]


def _usual_place(what: str, items: list[Any]) -> int:
    """The end; a practice stands before none of these, a rule before the default."""
    place = len(items)
    if what == "choice":
        while place and is_none_choice(id_of(items[place - 1])):
            place -= 1
    elif what == "rule" and place and _is_default(items[-1]):
        place -= 1
    return place


def _new(document: Document, parent: Spot, what: str, operation: Mapping[str, Any]) -> Any:
    """The new element: its usual beginning, then what the operation says about it."""
    more = operation.get("fields", {})
    if not isinstance(more, Mapping):
        raise EditError("Give the fields as an object.", field="fields")
    kind = "choice" if what == "none" else what
    rest = {
        field: value
        for field, raw in more.items()
        if field != "id" and (value := fields.checked(kind, field, raw)) is not None
    }
    if what == "rule":
        rules = children(document, parent.path, KEYS["rules"])
        usual = "" if any(map(_is_default, rules)) else "default"
        return {"condition": usual, "risk": "HIGH_RISK", **rest}
    label = "name" if kind == "pillar" else "title"
    raw = operation.get("title") or rest.get(label) or ""
    title = fields.checked(kind, label, raw)
    own = operation.get("id") or more.get("id")
    if own:
        own = fields.checked(kind, "id", own)
        _check_free(document, kind, parent.path, KEYS[_LIST_OF[kind]], own)
        if kind == "choice" and is_none_choice(own) != (what == "none"):
            message = "The id of “None of these”, and only that, ends in _no."
            raise EditError(message, field="id")
    return _begun(document, parent, what, own, title) | rest


def _begun(
    document: Document, parent: Spot, what: str, own: str | None, title: str
) -> dict[str, Any]:
    if what == "pillar":
        taken = fresh.ids(children(document, (), "pillars"))
        return {
            "id": own or fresh.made_id(title, taken, "pillar"),
            "name": title or "New pillar",
            "questions": [],
        }
    if what == "question":
        made = own or fresh.made_id(title, fresh.question_ids(document), "question")
        return fresh.new_question(made, title or "New question")
    question = id_of(at(document, parent.path))
    taken = fresh.ids(children(document, parent.path, "choices"))
    if what == "none":
        made = own or fresh.free_id(f"{question}_no", taken)
        return {"id": made, "title": title or fresh.NONE_TITLE}
    made = own or fresh.made_choice_id(question, title, taken)
    return {"id": made, "title": title or "New practice"}


def _remove(document: Document, operation: Mapping[str, Any]) -> list[Step]:
    spot = _at(document, operation)
    return [{"step": "take", "at": name_of(document, spot.path)}]


def _move(document: Document, operation: Mapping[str, Any]) -> list[Step]:
    spot = _at(document, operation)
    if not spot.path:
        raise EditError("The lens itself cannot be moved.", field="at")
    home = parent_of(spot.path)
    target = find(document, operation["to"]).path if operation.get("to") else home
    if target != home and spot.kind != "question":
        raise EditError(f"A {spot.kind} stays where it belongs.", field="to")
    place = _place(operation.get("place"))
    count = len(children(document, target, str(spot.path[-2])))
    if target == home and min(place, count - 1) == spot.path[-1]:
        return []
    own, to = name_of(document, spot.path), name_of(document, target)
    return [{"step": "shift", "at": own, "to": to, "place": place}]


def _duplicate(document: Document, operation: Mapping[str, Any]) -> list[Step]:
    spot = _at(document, operation)
    if not spot.path:
        raise EditError("Copy a lens as a whole instead.", field="at")
    home, key, place = parent_of(spot.path), str(spot.path[-2]), int(spot.path[-1])
    more = len(children(document, spot.path, "questions")) if spot.kind == "pillar" else 1
    inside = spot.kind in ("pillar", "question")
    full = len(fresh.question_ids(document)) + more if inside else 0
    beside = len(children(document, home, key)) + 1
    if full > LIMITS.questions or (spot.kind != "question" and beside > _MOST[spot.kind]):
        raise EditError("There is no room for more of these.", field="at")
    return [
        {
            "step": "insert",
            "to": name_of(document, home),
            "list": _LIST_OF[spot.kind],
            "place": place + 1,
            "value": fresh.again(document, spot.kind, spot.path, at(document, spot.path)),
        }
    ]


def _at(document: Document, operation: Mapping[str, Any]) -> Spot:
    if "at" not in operation:
        raise EditError("Say which element.", field="at")
    return find(document, operation["at"])


def _place(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise EditError("Use a place from 0.", field="place")
    return value


def _is_default(rule: Any) -> bool:
    condition = rule.get("condition") if isinstance(rule, Mapping) else None
    return isinstance(condition, str) and condition.strip().casefold() == "default"


_OPERATIONS: Mapping[str, Callable[[Document, Mapping[str, Any]], list[Step]]] = {
    "set": _set,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "duplicate": _duplicate,
    "many": lambda _document, _operation: [],
}
