"""The source view of a draft: its text, what is wrong with it line by line, what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lenses.document import Problem, lint, read
from lenses.reads import editor, faults
from lenses.reads.editor import Outline
from lenses.reads.faults import Fault
from wellarch.accounts.actor import Actor
from wellarch.errors import DomainError, Invalid, Stale

_SHOWN = 100
"""Remarks on the page; the rest follows once these are dealt with."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """The text with its remarks.

    base_revision: what the text was made from. theirs: what the draft says now, where it changed
    since. is_checked: the text is what was typed, and not stored.
    """

    address: str
    outline: Outline
    format: str
    text: str
    base_revision: int
    errors: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    is_checked: bool = False
    theirs: str = ""
    refused: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether the text could be published as it is."""
        return not self.errors


def build(actor: Actor, key: str, format: str) -> SourcePage:
    """The draft as text. Conflict when the lens has none."""
    outline = editor.outline(actor, key)
    text = editor.source(actor, key, format).text
    return _with_remarks(SourcePage(key, outline, format, text, outline.revision))


def checked(actor: Actor, key: str, format: str, text: str, base: int | None) -> SourcePage:
    """What was typed, with what is wrong in it; nothing is stored."""
    outline = editor.outline(actor, key)
    base = outline.revision if base is None else base
    return _with_remarks(SourcePage(key, outline, format, text, base, is_checked=True))


def refused(
    actor: Actor, key: str, format: str, text: str, base: int | None, error: DomainError
) -> SourcePage:
    """What was typed and why it was not stored. After a conflict the next try is made knowing
    what the draft says now."""
    outline = editor.outline(actor, key)
    is_stale = isinstance(error, Stale)
    now = editor.source(actor, key, format).text if is_stale else ""
    base = outline.revision if is_stale or base is None else base
    why = "" if isinstance(error, Invalid) and error.data.get("problems") else error.message
    page = SourcePage(key, outline, format, text, base, (), (), True, now, why)
    return _with_remarks(page)


def _with_remarks(page: SourcePage) -> SourcePage:
    reading = read(page.text)
    problems = list(reading.problems)
    if reading.lens is not None:
        problems += reading.placed(lint(reading.lens))
    errors = (problem for problem in problems if problem.is_error)
    warnings = (problem for problem in problems if not problem.is_error)
    return replace(page, errors=_shown(errors, page.text), warnings=_shown(warnings, page.text))


def _shown(problems: Iterable[Problem], text: str) -> tuple[Fault, ...]:
    return faults.of(problems, text)[:_SHOWN]
