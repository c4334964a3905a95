"""The fields of each kind of element, and what a value for one must be. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from lenses.document import LIMITS
from lenses.editing.errors import EditError

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ID = re.compile(r"[\w.\-]+")

MAX_ITEMS = 500
"""Most entries in a list of texts or links, to protect the server."""

FIELDS: Mapping[str, Mapping[str, str]] = {
    "lens": {
        "name": "name",
        "alias": "code",
        "version": "code",
        "description": "text",
        "focus": "text",
        "considerations": "texts",
        "scoring": "code",
    },
    "pillar": {
        "id": "id",
        "name": "name",
        "description": "text",
        "principles": "objects",
        "maturity": "objects",
        "checklist": "texts",
    },
    "question": {
        "id": "id",
        "code": "code",
        "title": "title",
        "description": "text",
        "conversation": "text",
        "evidence": "texts",
        "antiPatterns": "texts",
        "helpfulResource": "link",
    },
    "choice": {
        "id": "id",
        "code": "code",
        "title": "title",
        "description": "text",
        "riskIfAbsent": "code",
        "effort": "title",
        "antiPatterns": "texts",
        "helpfulResource": "link",
        "improvementPlan": "link",
        "additionalResources": "objects",
    },
    "rule": {"condition": "condition", "risk": "code"},
}
"""Field → sort of value, per kind of element."""

_NEEDED = frozenset({"id", "name", "title", "condition", "risk"})
"""Fields that stay, empty, when their text is taken away: the reader then says what is missing."""

_LENGTHS = {
    "id": LIMITS.id,
    "name": LIMITS.name,
    "title": LIMITS.title,
    "code": LIMITS.code * 2,
    "condition": LIMITS.rule_length,
    "text": LIMITS.text,
}


def checked(kind: str, field: str, value: Any) -> Any:
    """The value as the document will hold it; None when the field goes.

    Raises EditError with the field for one that this kind of element has not, or a value that it
    cannot hold. Values that a lens should not have but may (an unknown risk, say) pass: a draft
    may hold errors, and the reader says them at the field.
    """
    sort = FIELDS[kind].get(field)
    if sort is None:
        raise EditError(f"A {kind} has no field “{field}” that can be set.", field="field")
    if sort == "link":
        return _link(field, value)
    if sort == "texts":
        return _items(field, value, lambda each: _text(field, each, LIMITS.text)) or None
    if sort == "objects":
        return _items(field, value, lambda each: _object(field, each)) or None
    text = "" if value is None else _text(field, value, _LENGTHS[sort])
    if sort == "id":
        return _identity(text)
    return text if text or field in _NEEDED else None


def shown(kind: str, field: str, value: Any) -> Any:
    """The value of a field as the reader takes it: a number as its text, a text alone as a list
    of one or a link. What the field cannot hold is left as it is."""
    sort = FIELDS[kind][field]
    if sort in ("texts", "objects"):
        return [value] if isinstance(value, str) else value
    if sort == "link":
        return {"displayText": value} if isinstance(value, str) else value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def shown_fields(kind: str, element: Any) -> dict[str, Any]:
    """Every field that an element has, as the reader takes it."""
    if not isinstance(element, Mapping):
        return {}
    return {field: shown(kind, field, element[field]) for field in FIELDS[kind] if field in element}


def _identity(text: str) -> str:
    if not _ID.fullmatch(text):
        message = "An id has letters, digits, “_”, “-” and “.”, at least one."
        raise EditError(message, field="id")
    return text


def _text(field: str, value: Any, limit: int) -> str:
    if not isinstance(value, str):
        raise EditError("Use text.", field=field)
    if len(value) > limit:
        message = f"Use at most {limit:,} characters; these are {len(value):,}."
        raise EditError(message, field=field)
    return _plain(value) if value.strip() else ""


def _plain(text: str) -> str:
    """The text without characters that databases cannot store."""
    return _UNSTORABLE.sub("\ufffd", text)


def _items(field: str, value: Any, read: Callable[[Any], Any]) -> list[Any]:
    if value is None or value == "":
        return []
    if not isinstance(value, list):
        raise EditError("Use a list.", field=field)
    if len(value) > MAX_ITEMS:
        raise EditError(f"Use at most {MAX_ITEMS} entries.", field=field)
    return [item for each in value if (item := read(each))]


def _object(field: str, value: Any, depth: int = 0) -> Any:
    """An entry of a list of objects, whose keys are kept as they are; empty texts go."""
    if isinstance(value, str):
        return _text(field, value, LIMITS.text)
    if depth > 6:
        raise EditError("This is nested too deeply.", field=field)
    if isinstance(value, Mapping):
        kept = {_plain(str(key)): _object(field, each, depth + 1) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in ("", None, [], {})}
    if isinstance(value, list):
        return _items(field, value, lambda each: _object(field, each, depth + 1))
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    raise EditError("Use texts and lists of texts.", field=field)


def _link(field: str, value: Any) -> Any:
    if value is None or isinstance(value, str):
        text = _text(field, value or "", LIMITS.text)
        return {"displayText": text} if text else None
    if not isinstance(value, Mapping):
        raise EditError("Use an object with displayText and url.", field=field)
    return _object(field, value) or None
