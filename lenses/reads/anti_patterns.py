"""The anti-pattern catalogue of a lens: what people often do wrong, by pillar and question."""

from __future__ import annotations

from dataclasses import dataclass

from lenses.compiled import CompiledPillar, CompiledQuestion
from lenses.document import Choice
from lenses.reads.reader import Book, open_book
from wellarch.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Section:
    """The anti-patterns of a question and of its practices."""

    question: CompiledQuestion
    of_question: tuple[str, ...]
    of_practices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The questions of a pillar that warn of something."""

    pillar: CompiledPillar
    sections: tuple[Section, ...]


def build(actor: Actor, alias: str, version: str = "") -> tuple[Book, tuple[Chapter, ...]]:
    """The open lens and its chapters; pillars and questions without any are left out."""
    book = open_book(actor, alias, version)
    chapters = (_chapter(pillar) for pillar in book.content.pillars)
    return book, tuple(chapter for chapter in chapters if chapter.sections)


def _chapter(pillar: CompiledPillar) -> Chapter:
    sections = (_section(question) for question in pillar.questions)
    return Chapter(pillar, tuple(s for s in sections if s.of_question or s.of_practices))


def _section(question: CompiledQuestion) -> Section:
    warned = tuple(choice for choice in question.practices if choice.anti_patterns)
    return Section(question, question.anti_patterns, warned)
