"""Addresses: how an element of a lens document is named while it is edited. Pure.

"" is the lens, then ``pillars/P``, ``questions/Q``, ``questions/Q/choices/C``,
``questions/Q/rules/0``. A question is not named through its pillar, so that moving it breaks no
address. Where an id cannot name an element, because it is missing, malformed or not the first of
its kind, its place does: ``pillars/@1``, ``pillars/P/questions/@2``, ``questions/Q/choices/@3``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lenses.editing.errors import EditError

Document = Mapping[str, Any]
Path = tuple[str | int, ...]

_ID = re.compile(r"[\w.\-]+")

LISTS: Mapping[str, Mapping[str, str]] = {
    "lens": {"pillars": "pillar"},
    "pillar": {"questions": "question"},
    "question": {"choices": "choice", "rules": "rule"},
}
"""The lists of an element as addresses call them, and what is in them."""

KEYS = {"pillars": "pillars", "questions": "questions", "choices": "choices", "rules": "riskRules"}
"""The keys of those lists in the format."""

KINDS = {"pillars": "pillar", "questions": "question", "choices": "choice", "riskRules": "rule"}
"""What is in a list of the format."""


class Spot(NamedTuple):
    """Where an element stands: its kind, and the keys and indexes from the top to it."""

    kind: str
    path: Path


def find(document: Document, address: str) -> Spot:
    """Where the element of this address stands. Raises EditError when it is not there."""
    if not isinstance(address, str):
        raise EditError("An address is a text.", field="at")
    spot = Spot("lens", ())
    parts = address.split("/") if address else []
    if len(parts) % 2 or len(parts) > 6:
        raise EditError(f"“{address}” is no address of an element.", field="at")
    for name, key in zip(parts[::2], parts[1::2], strict=True):
        spot = _step(document, spot, name, key, address)
    return spot


def name_of(document: Document, path: Path) -> str:
    """The address of the element at a path, by ids where they name it."""
    address, names = "", [*zip(path[::2], path[1::2], strict=True)]
    for depth, (key, index) in enumerate(names):
        here = path[: depth * 2]
        place = int(index)
        items = children(document, here, str(key))
        if key == "riskRules":
            return f"{address}/rules/{place}"
        own = id_of(items[place])
        if key == "questions":
            named = _ID.fullmatch(own) and _first_question(document, own) == (*here, key, place)
            address = f"questions/{own}" if named else f"{address}/questions/@{place}"
            continue
        named = _ID.fullmatch(own) and all(id_of(each) != own for each in items[:place])
        word = own if named else f"@{place}"
        address = f"{address}/{key}/{word}" if address else f"{key}/{word}"
    return address


def names_of_all(document: Document) -> dict[Path, str]:
    """The address of every element by its path, in the order of the document."""
    found: dict[Path, str] = {(): ""}
    seen: set[str] = set()
    for path in _named(document, (), "pillars", "pillars", found):
        for number, question in enumerate(children(document, path, "questions")):
            own = id_of(question)
            here = (*path, "questions", number)
            is_named = own not in seen and _ID.fullmatch(own)
            seen.add(own)
            home = f"{found[path]}/questions"
            found[here] = f"questions/{own}" if is_named else f"{home}/@{number}"
            _named(document, here, "choices", f"{found[here]}/choices", found)
            for place, _rule in enumerate(children(document, here, "riskRules")):
                found[*here, "riskRules", place] = f"{found[here]}/rules/{place}"
    return found


def _named(
    document: Document, home: Path, key: str, address: str, found: dict[Path, str]
) -> list[Path]:
    """Puts the addresses of a list of elements into found; gives their paths."""
    seen: set[str] = set()
    paths: list[Path] = []
    for number, item in enumerate(children(document, home, key)):
        own = id_of(item)
        is_named = own not in seen and _ID.fullmatch(own)
        seen.add(own)
        path = (*home, key, number)
        found[path] = f"{address}/{own}" if is_named else f"{address}/@{number}"
        paths.append(path)
    return paths


def parent_of(path: Path) -> Path:
    """The path of the element that holds this one."""
    return path[:-2]


def at(document: Document, path: Path) -> Any:
    """What stands at a path."""
    value: Any = document
    for part in path:
        value = value[part]
    return value


def children(document: Document, path: Path, key: str) -> list[Any]:
    """The list under a key of the element at a path; empty when there is none."""
    element = at(document, path)
    value = element.get(key) if isinstance(element, Mapping) else None
    return value if isinstance(value, list) else []


def id_of(item: Any) -> str:
    """The id of an element as the reader takes it: without blanks, a number as its text."""
    value = item.get("id") if isinstance(item, Mapping) else None
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def questions(document: Document) -> Iterator[tuple[Path, Any]]:
    """Every question with its path."""
    for p, _pillar in enumerate(children(document, (), "pillars")):
        for q, question in enumerate(children(document, ("pillars", p), "questions")):
            yield ("pillars", p, "questions", q), question


def spot_of(pointer: str) -> tuple[Path, str]:
    """The path of the element a JSON pointer is about and the field in it, "" for the whole."""
    parts = pointer.split("/")[1:] if pointer.startswith("/") else []
    path: list[str | int] = []
    kind = "lens"
    while len(parts) > 1 and parts[0] in KINDS and parts[1].isdecimal():
        if KINDS[parts[0]] not in LISTS.get(kind, {}).values():
            break
        kind = KINDS[parts[0]]
        path += [parts[0], int(parts[1])]
        parts = parts[2:]
    return tuple(path), parts[0].replace("~1", "/").replace("~0", "~") if parts else ""


def _first_question(document: Document, own: str) -> Path | None:
    return next((path for path, each in questions(document) if id_of(each) == own), None)


def _step(document: Document, spot: Spot, name: str, key: str, address: str) -> Spot:
    if spot.kind == "lens" and name == "questions":
        found = None if key.startswith("@") else _first_question(document, key)
        if found is None:
            raise _gone(address)
        return Spot("question", found)
    kind = LISTS.get(spot.kind, {}).get(name)
    if kind is None:
        raise EditError(f"“{address}” is no address of an element.", field="at")
    items = children(document, spot.path, KEYS[name])
    if kind == "rule" or key.startswith("@"):
        digits = key.removeprefix("@")
        place = int(digits) if digits.isdecimal() and len(digits) < 6 else len(items)
    else:
        place = next((n for n, each in enumerate(items) if id_of(each) == key), len(items))
    if place >= len(items):
        raise _gone(address)
    return Spot(kind, (*spot.path, KEYS[name], place))


def _gone(address: str) -> EditError:
    return EditError(f"There is nothing at “{address}”.", code="gone", field="at")
