"""Markdown of a document: headings, tables and lists that read well as plain text, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
_LIST = re.compile(r"^(\s*)([-+=]|\d{1,9}(?=[.)](?:\s|$)))", re.M)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")


def escaped(text: str) -> str:
    """Text of people as text: nothing in it becomes a heading, link, list, table or HTML."""
    kept = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\u2028", "\n"))
    return _LIST.sub(_not_a_list, _SPECIAL.sub(r"\\\1", kept))


def _not_a_list(found: re.Match[str]) -> str:
    """A dash is escaped itself, a number by its full stop."""
    blank, mark = found.groups()
    return f"{blank}\\{mark}" if not mark.isdigit() else f"{blank}{mark}&#8203;"


def line(text: str) -> str:
    """The text on one line, for headings, list items and cells."""
    return " ".join(escaped(text).split())


def paragraphs(text: str) -> str:
    """The text with its line breaks, as the writer set them."""
    lines = [each.strip() for each in escaped(text).strip().splitlines()]
    return "\n".join(each + ("  " if each and place < len(lines) - 1 else "")
                     for place, each in enumerate(lines))  # fmt: skip


def heading(level: int, text: str) -> str:
    """A heading with the blank line after it."""
    return f"{'#' * level} {line(text)}\n\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], right: int = 0) -> Iterator[str]:
    """The lines of a table; the last `right` columns hold numbers."""
    marks = ["---"] * (len(heads) - right) + ["--:"] * right
    yield "| " + " | ".join(line(head) for head in heads) + " |\n"
    yield "| " + " | ".join(marks) + " |\n"
    for row in rows:
        yield "| " + " | ".join(line("" if v is None else str(v)) for v in row) + " |\n"
    yield "\n"
