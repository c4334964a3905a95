"""Whether two edits of a draft are about the same thing, and edits carried over others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lenses.editing.addresses import Document, at, find
from lenses.editing.errors import EditError
from lenses.editing.steps import Step

Renames = tuple[tuple[str, str], ...]


def renames(inverse: Sequence[Step]) -> Renames:
    """(old address, new address) of every element that an edit gave another id.

    inverse: the steps back of that edit, as they are kept with it.
    """
    found = []
    for step in reversed(inverse):
        if step["step"] == "put" and step["field"] == "id":
            home, _slash, new = str(step["at"]).rpartition("/")
            old = step.get("value")
            if isinstance(old, str) and not new.startswith("@"):
                found.append((f"{home}/{old.strip()}", f"{home}/{new}"))
    return tuple(found)


def renamed(address: str, names: Renames) -> str:
    """An address as it is called after these renames."""
    for old, new in names:
        if address == old or address.startswith((f"{old}/", f"{old}#")):
            address = new + address[len(old) :]
    return address


def carried(operation: Mapping[str, Any], names: Renames) -> dict[str, Any]:
    """An operation or step with its addresses as they are called after these renames."""
    result = _addressed(operation, names)
    inner = result.get("operations")
    if isinstance(inner, list):
        result["operations"] = [
            _addressed(each, names) if isinstance(each, Mapping) else each for each in inner
        ]
    return result


def _addressed(operation: Mapping[str, Any], names: Renames) -> dict[str, Any]:
    result = dict(operation)
    for key in ("at", "to"):
        if isinstance(result.get(key), str):
            result[key] = renamed(result[key], names)
    return result


def clashes(mine: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    """What of mine is about the same as something of theirs, in order."""
    others = tuple(theirs)
    return tuple(key for key in mine if any(_same(key, other) for other in others))


def _same(one: str, other: str) -> bool:
    (here, field), (there, another) = split(one), split(other)
    if here == there:
        return field == another or "*" in (field, another)
    if field == "*" and _is_inside(there, here):
        return True
    if another == "*" and _is_inside(here, there):
        return True
    # Elements that only their place names may be others by now.
    by_place = "@" in here or "@" in there
    return by_place and ({field, another} & {"*", "place"} != set())


def value_of(document: Document, key: str) -> Any:
    """What a document holds for a key; None where that is no single value."""
    address, field = split(key)
    if field in ("*", "place"):
        return None
    try:
        element = at(document, find(document, address).path)
    except EditError:
        return None
    return element.get(field) if isinstance(element, Mapping) else None


def split(key: str) -> tuple[str, str]:
    """(address, field) of a key such as ``questions/locks#title``."""
    address, _hash, field = key.rpartition("#")
    return address, field


def _is_inside(inner: str, outer: str) -> bool:
    return not outer or inner.startswith(f"{outer}/")
