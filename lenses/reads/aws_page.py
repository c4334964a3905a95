"""What an export to AWS changes, grouped by kind, for people who are about to download it."""

from __future__ import annotations

from dataclasses import dataclass

from lenses.document import Problem
from lenses.reads.reader import Book, open_book
from lenses.services import exports
from wellarch.accounts.actor import Actor

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: how often, and the first places."""

    count: int
    is_error: bool
    first: tuple[Problem, ...]

    @property
    def more(self) -> int:
        """How many places are not shown."""
        return self.count - len(self.first)


@dataclass(frozen=True, slots=True)
class AwsPage:
    """An open lens and what AWS will not get of it, refusals first."""

    book: Book
    changes: tuple[Change, ...]

    @property
    def is_refused(self) -> bool:
        """Whether AWS will not take the document as it is."""
        return any(change.is_error for change in self.changes)


def build(actor: Actor, alias: str, version: str = "") -> AwsPage:
    """The changes to one version of a lens."""
    book = open_book(actor, alias, version)
    found: dict[str, list[Problem]] = {}
    for problem in exports.aws_notes(actor, alias=book.lens.pk, version=version):
        found.setdefault(problem.code, []).append(problem)
    changes = (
        Change(len(problems), problems[0].level == "error", tuple(problems[:_SHOWN]))
        for problems in found.values()
    )
    return AwsPage(book, tuple(sorted(changes, key=lambda change: not change.is_error)))
