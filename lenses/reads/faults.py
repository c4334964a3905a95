"""Why a document was refused, as its author needs it: what, where, and the line itself."""

from __future__ import annotations

from dataclasses import dataclass

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
            excerpt=_excerpt(lines, problem["line"] or 0),
        )
        for problem in error.data.get("problems", [])
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


def _excerpt(lines: list[str], line: int) -> str:
    if not 0 < line <= len(lines):
        return ""
    words = lines[line - 1].strip()
    return words if len(words) <= _EXCERPT else words[:_EXCERPT] + "…"
