"""The few steps that every edit consists of, each with its exact inverse. Pure.

- put: a field of an element gets a value, or goes when there is none
- insert: an element comes into a list of another one
- take: an element goes
- shift: an element goes to another place, perhaps below another element
- whole: the whole document is another one

A step is plain JSON. It changes no document: what it changes is copied, the rest is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from lenses.editing.addresses import (
    KEYS,
    KINDS,
    LISTS,
    Path,
    Spot,
    at,
    children,
    find,
    name_of,
    parent_of,
)
from lenses.editing.errors import EditError

Step = dict[str, Any]


class Done(NamedTuple):
    """A document after a step, the step back, what the step touched, and where it led.

    touched: ``address#field``; the field ``*`` is the element with all that is in it, ``place``
    where it stands.
    """

    document: dict[str, Any]
    inverse: Step
    touched: tuple[str, ...]
    at: str


def take_step(document: dict[str, Any], step: Step) -> Done:
    """One step. Raises EditError (``gone``) when what it names is not there."""
    return _STEPS[step["step"]](document, step)


def take_steps(
    document: dict[str, Any], steps: Sequence[Step]
) -> tuple[dict[str, Any], list[Step], tuple[str, ...], str]:
    """Steps one after the other: the document, the steps back, what was touched, where."""
    back: list[Step] = []
    touched: dict[str, None] = {}
    where = ""
    for step in steps:
        document, inverse, keys, where = take_step(document, step)
        back.insert(0, inverse)
        touched |= dict.fromkeys(keys)
    return document, back, tuple(touched), where


def _put(document: dict[str, Any], step: Step) -> Done:
    path, field = find(document, step["at"]).path, step["field"]
    before = name_of(document, path)

    def change(element: Any) -> Any:
        _mapping(element, step["at"])
        changed = {key: value for key, value in element.items() if key != field}
        return changed | {field: step["value"]} if "value" in step else changed

    old = at(document, path)
    after = _changed(document, path, change)
    address = name_of(after, path)
    inverse = {"step": "put", "at": address, "field": field}
    if field in old:
        inverse["value"] = old[field]
    return Done(after, inverse, (f"{before}#{field}",), address)


def _insert(document: dict[str, Any], step: Step) -> Done:
    parent = find(document, step["to"])
    key = _list_key(parent, step["list"])
    after, path, is_new = _with(document, parent.path, key, step["place"], step["value"])
    address = name_of(after, path)
    inverse: Step = {"step": "take", "at": address}
    if is_new:
        inverse["emptied"] = True
    return Done(after, inverse, _all_of(after, path), address)


def _take(document: dict[str, Any], step: Step) -> Done:
    path = find(document, step["at"]).path
    if not path:
        raise EditError("The lens itself cannot be removed.", field="at")
    parent, key, place = parent_of(path), str(path[-2]), int(path[-1])
    holder = name_of(document, parent)
    touched = _all_of(document, path)
    inverse: Step = {
        "step": "insert",
        "to": holder,
        "list": _words(key),
        "place": place,
        "value": at(document, path),
    }
    after = _without(document, parent, key, place, drop=bool(step.get("emptied")))
    return Done(after, inverse, touched, holder)


def _shift(document: dict[str, Any], step: Step) -> Done:
    spot = find(document, step["at"])
    if not spot.path:
        raise EditError("The lens itself cannot be moved.", field="at")
    path = spot.path
    parent, key, place = parent_of(path), str(path[-2]), int(path[-1])
    target = find(document, step["to"])
    if KINDS[key] not in LISTS.get(target.kind, {}).values():
        raise EditError(f"A {spot.kind} cannot stand there.", field="to")
    old_home = name_of(document, parent)
    before = name_of(document, path)
    value = at(document, path)
    less = _without(document, parent, key, place, drop=bool(step.get("emptied")))
    after, new_path, is_new = _with(less, target.path, key, step["place"], value)
    address = name_of(after, new_path)
    inverse: Step = {"step": "shift", "at": address, "to": old_home, "place": place}
    if is_new:
        inverse["emptied"] = True
    touched = _rules_of(before) if key == "riskRules" else (f"{before}#place",)
    return Done(after, inverse, touched, address)


def _whole(document: dict[str, Any], step: Step) -> Done:
    return Done(step["document"], {"step": "whole", "document": document}, ("#*",), "")


_STEPS: Mapping[str, Callable[[dict[str, Any], Step], Done]] = {
    "put": _put,
    "insert": _insert,
    "take": _take,
    "shift": _shift,
    "whole": _whole,
}


def _changed(value: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """The value with what stands at a path changed; only what leads there is copied."""
    if not path:
        return change(value)
    head, *rest = path
    copy: Any = list(value) if isinstance(value, list) else dict(value)
    copy[head] = _changed(value[head], tuple(rest), change)
    return copy


def _with(
    document: dict[str, Any], parent: Path, key: str, place: int, value: Any
) -> tuple[dict[str, Any], Path, bool]:
    """The document with an element more, its path, and whether its list is new."""
    items = children(document, parent, key)
    place = min(max(place, 0), len(items))
    is_new = False

    def change(element: Any) -> Any:
        nonlocal is_new
        _mapping(element, name_of(document, parent))
        is_new = key not in element
        if not is_new and not isinstance(element[key], list):
            raise EditError(f"“{key}” is no list here; mend it in the source first.", field="to")
        return {**element, key: [*items[:place], value, *items[place:]]}

    after = _changed(document, parent, change)
    return after, (*parent, key, place), is_new


def _without(
    document: dict[str, Any], parent: Path, key: str, place: int, *, drop: bool
) -> dict[str, Any]:
    """The document with an element less, and without its list if that is empty then and drop."""

    def change(element: Any) -> Any:
        left = [*element[key][:place], *element[key][place + 1 :]]
        if drop and not left:
            return {name: value for name, value in element.items() if name != key}
        return {**element, key: left}

    changed: dict[str, Any] = _changed(document, parent, change)
    return changed


def _all_of(document: dict[str, Any], path: Path) -> tuple[str, ...]:
    """The element and, because addresses of questions do not name their pillar, its questions."""
    address = name_of(document, path)
    if path[-2] == "riskRules":
        return _rules_of(address)
    keys = [f"{address}#*"]
    if path[-2] == "pillars":
        inside = range(len(children(document, path, "questions")))
        keys += [f"{name_of(document, (*path, 'questions', n))}#*" for n in inside]
    return tuple(keys)


def _rules_of(address: str) -> tuple[str, ...]:
    """Rules are tried in order: which there are and how they stand is one thing."""
    return (address.rpartition("/")[0] + "#*",)


def _list_key(parent: Spot, name: str) -> str:
    if name not in LISTS.get(parent.kind, {}):
        raise EditError(f"A {parent.kind} has no {name}.", field="to")
    return KEYS[name]


def _words(key: str) -> str:
    return "rules" if key == "riskRules" else key


def _mapping(element: Any, address: str) -> None:
    if not isinstance(element, Mapping):
        message = f"What stands at “{address}” is no object; mend it in the source first."
        raise EditError(message, field="at")
