"""Values of a lens document as one text for a field, and back. Pure.

A field of the editor holds one text: a plain one, a list with an entry on each line, or entries
with a blank line between them. `shown` says what stands in the field and is None where a value
cannot be said so without losing something (an unknown key, a line break inside a line): such a
value is edited in the source. `meant` reads what was typed; None means that there is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

_BLANK = re.compile(r"\n[ \t]*\n")
_BULLET = "- "


class Kind(StrEnum):
    """How a value is written in its field."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    LINES = "lines"
    LINKS = "links"
    PRINCIPLES = "principles"
    MATURITY = "maturity"


def shown(kind: Kind, value: Any) -> str | None:
    """The text of a value, or None where only the source can show it."""
    if value in (None, "", [], {}):
        return ""
    if kind in _PLAIN:
        return value if isinstance(value, str) else None
    if not isinstance(value, list):
        return None
    writes, _reads, between = _LISTS[kind]
    texts = [writes(entry) for entry in value]
    if any(text is None for text in texts):
        return None
    text = between.join(text for text in texts if text is not None)
    return text if meant(kind, text) == [_plain(kind, entry) for entry in value] else None


def meant(kind: Kind, text: str) -> Any:
    """The value of a text; None for an empty one."""
    text = text.replace("\r\n", "\n")
    if kind in _PLAIN:
        text = text if kind == Kind.TEXT else " ".join(text.split("\n"))
        return text if text.strip() else None
    _writes, reads, between = _LISTS[kind]
    parts = text.split("\n") if between == "\n" else _BLANK.split(text.strip("\n"))
    return [reads(part) for part in parts if part.strip()] or None


def _plain(kind: Kind, entry: Any) -> Any:
    """An entry as `meant` would give it: the format lets a principle be its name alone."""
    return {"name": entry} if kind == Kind.PRINCIPLES and isinstance(entry, str) else entry


def _line(entry: Any) -> str | None:
    return entry if isinstance(entry, str) else None


def _read_line(line: str) -> str:
    return line.strip()


def _link(entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return None
    return " ".join(str(entry[key]) for key in ("displayText", "url") if entry.get(key))


def _read_link(line: str) -> dict[str, str]:
    words, _space, last = line.strip().rpartition(" ")
    if "://" not in last:
        return {"displayText": line.strip()}
    return {"displayText": words.strip(), "url": last} if words.strip() else {"url": last}


def _principle(entry: Any) -> str | None:
    if isinstance(entry, str):
        return entry
    if not isinstance(entry, dict):
        return None
    return "\n".join(str(entry[key]) for key in ("name", "example") if entry.get(key))


def _read_principle(text: str) -> dict[str, str]:
    name, _break, example = text.strip("\n").partition("\n")
    return {"name": name.strip()} | ({"example": example} if example.strip() else {})


def _level(entry: Any) -> str | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("examples", []), list):
        return None
    lines = [entry.get("name", ""), entry.get("description", "")]
    lines += [f"{_BULLET}{example}" for example in entry.get("examples", [])]
    return "\n".join(str(line) for line in lines if line)


def _read_level(text: str) -> dict[str, Any]:
    name, *rest = text.strip("\n").split("\n")
    words = "\n".join(line for line in rest if not line.startswith(_BULLET))
    examples = [line[len(_BULLET) :].strip() for line in rest if line.startswith(_BULLET)]
    level: dict[str, Any] = {"name": name.strip()}
    level |= {"description": words} if words.strip() else {}
    return level | ({"examples": examples} if examples else {})


_PLAIN = frozenset({Kind.LINE, Kind.TEXT, Kind.CHOICE})
_List = tuple[Callable[[Any], str | None], Callable[[str], Any], str]
_LISTS: dict[Kind, _List] = {
    Kind.LINES: (_line, _read_line, "\n"),
    Kind.LINKS: (_link, _read_link, "\n"),
    Kind.PRINCIPLES: (_principle, _read_principle, "\n\n"),
    Kind.MATURITY: (_level, _read_level, "\n\n"),
}
