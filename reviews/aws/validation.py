"""What the model demands of an input, compiled once per shape: types, then constraints.

Every problem is found at once. A value of the wrong type cannot be looked at any further; what is
of the right type is checked for presence, length, range, pattern and enumeration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from reviews.aws.errors import NotValid

_MOST = 100  # problems told of one request
_SHOWN = 128  # characters of a value in a message
# What no text of ours can hold: NUL, and half of a character.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Java's classes of characters in the words of Python, inside brackets. Python's \w is exactly
# letters, numbers and the underscore, which the only such pattern allows anyhow.
_JAVA = {
    r"\p{L}": r"\w",
    r"\p{N}": r"\w",
    r"\p{Z}": "\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
}


@dataclass
class Problems:
    """What was found: (path, what is wrong with it, the value) of types and of constraints."""

    types: list[tuple[str, str, Any]] = field(default_factory=list)
    constraints: list[tuple[str, str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.types or self.constraints)


Check = Callable[[Any, str, Problems], None]


def require(shape: Shape, given: Mapping[str, Any]) -> None:
    """Raise NotValid with all that is wrong with an input for its shape."""
    found = Problems()
    check(shape)(given, "", found)
    if found.types:
        _refuse(found.types, "CANNOT_PARSE")
    if found.constraints:
        _refuse(found.constraints, "FIELD_VALIDATION_FAILED")


def _refuse(problems: list[tuple[str, str, Any]], reason: str) -> None:
    told = problems[:_MOST]
    number = f"{len(problems)} validation error{'s' if len(problems) > 1 else ''} detected: "
    raise NotValid(
        number + "; ".join(_sentence(*problem) for problem in told),
        [(path, message) for path, message, _value in told],
        reason=reason,
    )


def _sentence(path: str, message: str, value: Any) -> str:
    place = path[:1].lower() + path[1:]
    return f"Value {shown(value)} at '{place}' failed to satisfy constraint: {message}"


def shown(value: Any) -> str:
    """A value as a message quotes it: not all of a long one."""
    if value is None:
        return "null"
    text = value if isinstance(value, str) else str(value)
    text = _UNSTORABLE.sub("\ufffd", text)
    return f"'{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}'"


@cache
def pattern(java: str) -> re.Pattern[str]:
    """A pattern of the model for Python; it has to fit the whole text."""
    text, flags = java, re.ASCII
    for theirs, ours in _JAVA.items():
        if theirs in text:
            text, flags = text.replace(theirs, ours), re.UNICODE
    if r"\p" in text:
        raise NotImplementedError(f"This class of characters is not known: {java}")
    return re.compile(text, flags)


@cache
def check(shape: Shape) -> Check:
    """The compiled check of a shape."""
    return _BY_TYPE[shape.type_name](shape)


def _structure(shape: StructureShape) -> Check:
    members = {name: check(member) for name, member in shape.members.items()}
    required = tuple(shape.required_members)

    def run(value: Any, path: str, found: Problems) -> None:
        if not isinstance(value, Mapping):
            return _mistyped(path, "an object", value, found)
        for name in required:
            if value.get(name) is None:
                found.constraints.append((_join(path, name), "Member must not be null", None))
        for name, member in members.items():
            if value.get(name) is not None:
                member(value[name], _join(path, name), found)
        return None

    return run


def _list(shape: ListShape) -> Check:
    each, sizes = check(shape.member), _sizes(shape)

    def run(value: Any, path: str, found: Problems) -> None:
        if not isinstance(value, list):
            return _mistyped(path, "a list", value, found)
        sizes(value, path, found)
        for n, item in enumerate(value, start=1):
            place = f"{path}.{n}.member"
            if item is None:
                found.constraints.append((place, "Member must not be null", None))
            else:
                each(item, place, found)
        return None

    return run


def _map(shape: MapShape) -> Check:
    key, each, sizes = check(shape.key), check(shape.value), _sizes(shape)

    def run(value: Any, path: str, found: Problems) -> None:
        if not isinstance(value, Mapping):
            return _mistyped(path, "an object", value, found)
        sizes(value, path, found)
        for name, item in value.items():
            place = f"{path}.{shown(name)[1:-1]}"
            key(name, f"{place}.key", found)
            if item is None:
                found.constraints.append((f"{place}.member", "Member must not be null", None))
            else:
                each(item, f"{place}.member", found)
        return None

    return run


def _string(shape: StringShape) -> Check:
    sizes, allowed = _sizes(shape), frozenset(shape.enum)
    java = shape.metadata.get("pattern")
    fits = pattern(java) if java else None
    one_of = f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"

    def run(value: Any, path: str, found: Problems) -> None:
        if not isinstance(value, str):
            return _mistyped(path, "a string", value, found)
        sizes(value, path, found)
        if allowed and value not in allowed:
            found.constraints.append((path, one_of, value))
        if fits and not fits.fullmatch(value):
            told = f"Member must satisfy regular expression pattern: {java}"
            found.constraints.append((path, told, value))
        elif _UNSTORABLE.search(value):
            told = "Member must not contain NUL or half of a character"
            found.constraints.append((path, told, value))
        return None

    return run


def _integer(shape: Shape) -> Check:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")

    def run(value: Any, path: str, found: Problems) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            return _mistyped(path, "an integer", value, found)
        if low is not None and value < low:
            told = f"Member must have value greater than or equal to {low}"
            found.constraints.append((path, told, value))
        if high is not None and value > high:
            told = f"Member must have value less than or equal to {high}"
            found.constraints.append((path, told, value))
        return None

    return run


def _boolean(shape: Shape) -> Check:
    def run(value: Any, path: str, found: Problems) -> None:
        if not isinstance(value, bool):
            _mistyped(path, "a boolean", value, found)

    return run


def _sizes(shape: Shape) -> Check:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")

    def run(value: Any, path: str, found: Problems) -> None:
        if low is not None and len(value) < low:
            told = f"Member must have length greater than or equal to {low}"
            found.constraints.append((path, told, value))
        if high is not None and len(value) > high:
            told = f"Member must have length less than or equal to {high}"
            found.constraints.append((path, told, value))

    return run


def _mistyped(path: str, wanted: str, value: Any, found: Problems) -> None:
    found.types.append((path, f"Member must be {wanted}", value))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_BY_TYPE: dict[str, Callable[[Any], Check]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "integer": _integer,
    "boolean": _boolean,
}
