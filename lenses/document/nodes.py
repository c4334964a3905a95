"""One object of a document, read generously: every getter gives a usable value and notes what is
off. Knows nothing of lenses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lenses.document.json_source import SourceFloat, escape
from lenses.document.model import Link
from lenses.document.problems import Limits, Problem

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_OFTEN_NUMBERS = ("version", "code")
"""Texts that look like numbers in YAML; nothing is said about them."""


class Notes:
    """Collects problems while a document is read."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.problems: list[Problem] = []
        self._unknown: dict[tuple[str, str], tuple[str, int]] = {}

    def error(self, pointer: str, code: str, message: str) -> None:
        """Something that keeps the lens from being used."""
        self.problems.append(Problem(pointer, message, code=code))

    def warning(self, pointer: str, code: str, message: str) -> None:
        """Something a person should know."""
        self.problems.append(Problem(pointer, message, "warning", code))

    def unknown(self, kind: str, key: str, pointer: str) -> None:
        """A key the format does not know; said once per kind of object."""
        first, count = self._unknown.get((kind, key), (pointer, 0))
        self._unknown[kind, key] = (first, count + 1)

    def all(self) -> list[Problem]:
        """Every problem, the unknown keys last."""
        for (kind, key), (pointer, count) in self._unknown.items():
            often = "" if count == 1 else f" ({count} times)"
            self.warning(
                pointer,
                "unknown-key",
                f"The format knows no “{key}” in a {kind}{often}; it is kept but not used.",
            )
        self._unknown.clear()
        return self.problems


class Node:
    """One object, its pointer, and which of its keys were asked for."""

    def __init__(self, notes: Notes, value: Mapping[str, Any], pointer: str, kind: str) -> None:
        self.notes = notes
        self.value = value
        self.pointer = pointer
        self.kind = kind
        self.taken: set[str] = set()

    def at(self, key: str) -> str:
        """The pointer of one of its keys."""
        return f"{self.pointer}/{escape(key)}"

    def get(self, key: str) -> Any:
        """The value of a key, marked as known."""
        self.taken.add(key)
        return self.value.get(key)

    def text(self, key: str, limit: int | None = None) -> str:
        """The text under a key as written, "" when there is none or it is no text."""
        value = self.get(key)
        text = value if isinstance(value, str) else self._as_text(key, value)
        return self._checked(self.at(key), text, limit or self.notes.limits.text)

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under a key; a single text counts as a list of one."""
        value = self.get(key)
        if value is None:
            return ()
        limit = self.notes.limits.text
        if isinstance(value, str):
            return (self._checked(self.at(key), value, limit),) if value.strip() else ()
        if not isinstance(value, list):
            self.left_out(self.at(key), key, "a list of texts")
            return ()
        found = []
        for index, each in enumerate(value):
            pointer = f"{self.at(key)}/{index}"
            if isinstance(each, str):
                found.append(self._checked(pointer, each, limit))
            elif _is_number(each):
                found.append(_number_text(each))
            else:
                self.left_out(pointer, f"item {index + 1} of {key}", "a text")
        return tuple(found)

    def link(self, key: str) -> Link | None:
        """The text and address under a key; None when neither is given."""
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            text = self._checked(self.at(key), value, self.notes.limits.text)
            return Link(text) if text.strip() else None
        if not isinstance(value, Mapping):
            self.left_out(self.at(key), key, "an object with displayText and url")
            return None
        return link_of(Node(self.notes, value, self.at(key), key))

    def nodes(self, key: str, kind: str) -> Iterator[Node]:
        """The objects in the list under a key."""
        value = self.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.notes.error(
                self.at(key), "not-a-list", f"“{key}” of this {self.kind} must be a list."
            )
            return
        for index, each in enumerate(value):
            pointer = f"{self.at(key)}/{index}"
            if isinstance(each, Mapping):
                yield Node(self.notes, each, pointer, kind)
            else:
                self.notes.error(
                    pointer, "not-an-object", f"Item {index + 1} of “{key}” must be an object."
                )

    def rest(self) -> dict[str, Any]:
        """The keys nobody asked for, which the document keeps; each is noted once."""
        extra = {}
        for key, value in self.value.items():
            if key not in self.taken:
                self.notes.unknown(self.kind, str(key), self.at(str(key)))
                extra[_storable(str(key))] = plain(value)
        return extra

    def left_out(self, pointer: str, what: str, wanted: str) -> None:
        """Notes a value of the wrong type, which is dropped."""
        self.notes.warning(
            pointer, "wrong-type", f"“{what}” should be {wanted}; what is there is left out."
        )

    def _as_text(self, key: str, value: Any) -> str:
        if value is None:
            return ""
        pointer = self.at(key)
        if _is_number(value):
            text = _number_text(value)
            if text and key in _OFTEN_NUMBERS:
                return text
            if text:
                message = f"“{key}” is a number; “{text}” is taken as its text."
                self.notes.warning(pointer, "number-as-text", message)
            else:
                message = f"“{key}” is not a text but NaN, so it counts as missing."
                self.notes.warning(pointer, "not-a-number", message)
            return text
        if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
            message = f"“{key}” is a list; its items are joined, one a line."
            self.notes.warning(pointer, "list-as-text", message)
            return "\n".join(value)
        self.left_out(pointer, key, "a text")
        return ""

    def _checked(self, pointer: str, text: str, limit: int) -> str:
        if len(text) > limit:
            message = f"It has {len(text):,} characters; at most {limit:,} are read."
            self.notes.error(pointer, "text-too-long", message)
            return text[:limit]
        if _UNSTORABLE.search(text):
            message = "It holds characters that cannot be stored; they are replaced."
            self.notes.warning(pointer, "unstorable-character", message)
            return _storable(text)
        return text


def link_of(node: Node) -> Link | None:
    """The link an object describes; an empty url means none, ``Url`` is read as url."""
    text, url = node.text("displayText"), node.text("url").strip()
    if "Url" in node.value:
        other = node.text("Url").strip()
        node.notes.warning(node.at("Url"), "url-spelling", "“Url” is read as “url”.")
        url = url or other
    extra = node.rest()
    return Link(text, url, extra) if text.strip() or url or extra else None


def plain(value: Any) -> Any:
    """A value as plain JSON: unknown parts of a document are kept, NaN becomes null."""
    if isinstance(value, Mapping):
        return {_storable(str(key)): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return _storable(value) if isinstance(value, str) else value


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number_text(value: float) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    return value.source if isinstance(value, SourceFloat) else str(value)
