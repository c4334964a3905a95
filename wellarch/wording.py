"""Two versions of one text: where they differ, and one text with all of both. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]+")
_MANY = 4_000  # words; longer texts are compared by lines, which takes no time


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, and whether only this version has it."""

    text: str
    is_own: bool


def marked(mine: str, theirs: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both texts in parts, which put together are the text again."""
    one, two = _pieces(mine), _pieces(theirs)
    if len(one) + len(two) > _MANY:
        one, two = mine.splitlines(keepends=True), theirs.splitlines(keepends=True)
    left: list[Part] = []
    right: list[Part] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if b > a:
            left.append(Part("".join(one[a:b]), kind != "equal"))
        if d > c:
            right.append(Part("".join(two[c:d]), kind != "equal"))
    return _joined(left), _joined(right)


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Words that differ one after the other are one part, with the blanks between them."""
    found: list[Part] = []
    for at, part in enumerate(parts):
        is_between = 0 < at < len(parts) - 1 and part.text.isspace() and "\n" not in part.text
        is_own = part.is_own or (is_between and parts[at - 1].is_own and parts[at + 1].is_own)
        if found and found[-1].is_own == is_own:
            found[-1] = Part(found[-1].text + part.text, is_own)
        else:
            found.append(Part(part.text, is_own))
    return tuple(found)


def together(mine: str, theirs: str) -> str:
    """Every line of both texts, those they share once, mine before theirs where they differ."""
    one, two = mine.splitlines(), theirs.splitlines()
    lines: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        lines += one[a:b] if kind == "equal" else [*one[a:b], *two[c:d]]
    return "\n".join(lines)


def _pieces(text: str) -> list[str]:
    return _WORDS.findall(text)
