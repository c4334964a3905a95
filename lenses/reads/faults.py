"""Why a document was refused, as its author needs it: what, where, and the line itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lenses.document import Problem
from wellarch.errors import Invalid

_KEPT = 1_000_000  # characters that are sent back to be corrected in the page
_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Fault:
    """One error. line and column count from 1, 0 where unknown."""

    message: str
    pointer: str
    line: int
    column: int
    excerpt: str


def build(error: Invalid, text: str) -> tuple[Fault, ...]:
    """The errors of a refused import in the order of the document."""
    lines = text.splitlines()
    found = [
        Fault(
            message=problem["message"],
            pointer=problem["pointer"],
            line=problem["line"] or 0,
            column=problem["column"] or 0,
            excerpt=_excerpt(lines, problem["line"] or 0, problem["column"] or 0),
        )
        for problem in error.data.get("problems", [])
    ]
    return tuple(sorted(found, key=lambda fault: (fault.line, fault.column)))


def of(problems: Iterable[Problem], text: str) -> tuple[Fault, ...]:
    """Problems of a document that was just read, in its order."""
    lines = text.splitlines()
    found = [
        Fault(
            message=problem.message,
            pointer=problem.pointer,
            line=problem.line or 0,
            column=problem.column or 0,
            excerpt=_excerpt(lines, problem.line or 0, problem.column or 0),
        )
        for problem in problems
    ]
    return tuple(sorted(found, key=lambda fault: (fault.line, fault.column)))


def as_text(document: str | bytes) -> str:
    """The document as the page can show it."""
    if isinstance(document, bytes):
        return document.decode("utf-8-sig", errors="replace")
    return document


def kept(text: str) -> str:
    """The text to be corrected in place; of a very long one nothing, its file is better."""
    return text if len(text) <= _KEPT else ""


def _excerpt(lines: list[str], line: int, column: int) -> str:
    """The line, of a long one what is around the column: a whole document can be one line."""
    if not 0 < line <= len(lines):
        return ""
    words = lines[line - 1]
    if len(words.strip()) <= _EXCERPT:
        return words.strip()
    start = max(0, column - _EXCERPT // 2)
    shown = words[start : start + _EXCERPT].strip()
    before, after = "…" * (start > 0), "…" * (start + _EXCERPT < len(words))
    return f"{before}{shown}{after}"
