"""What is wrong with a lens document, and the limits that protect the server. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from lenses.document.model import Lens

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    pointer: JSON pointer of the place ("" is the whole document); in a folder of files it begins
    with the file, such as ``security.yaml#/questions/0``. message: one sentence for people.
    code: kebab-case word for programs. line and column count from 1, where known.
    """

    pointer: str
    message: str
    level: Level = "error"
    code: str = "invalid"
    line: int | None = None
    column: int | None = None

    @property
    def is_error(self) -> bool:
        """Whether it keeps the lens from being used."""
        return self.level == "error"

    @property
    def file(self) -> str:
        """The file its pointer begins with, "" when there is only one file."""
        before = self.pointer.partition("/")[0]
        return before[:-1] if before.endswith("#") else ""


class Place(NamedTuple):
    """Where the value of a pointer stands in its file."""

    pointer: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading a document: a lens, unless there are errors, and every problem."""

    lens: Lens | None
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the lens from being used."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems a person should know about, no more."""
        return tuple(problem for problem in self.problems if not problem.is_error)

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The same problems (of lint(), say) with the lines of the document that was read."""
        return place(problems, self.places)


def place(problems: Iterable[Problem], places: Mapping[str, Place]) -> tuple[Problem, ...]:
    """Problems with line and column of their pointer, or of the nearest value around it."""
    return tuple(_placed(problem, places) for problem in problems)


def _placed(problem: Problem, places: Mapping[str, Place]) -> Problem:
    if problem.line is not None or problem.file or not places:
        return problem
    known, rest = problem.pointer, ""
    while known and known not in places:
        known, _, last = known.rpartition("/")
        rest = f"/{last}{rest}"
    if known not in places:
        return problem
    pointer, line, column = places[known]
    return replace(problem, pointer=pointer + rest, line=line, column=column)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of our own: far above the format's, there to protect the server."""

    size: int = 5_000_000
    """Bytes of a document."""
    depth: int = 40
    """Levels of nesting."""
    values: int = 300_000
    """Objects, lists and plain values in a document, repeated YAML aliases counted each time."""
    pillars: int = 50
    questions: int = 1_000
    """Questions of a whole lens."""
    choices: int = 60
    """Choices of a question."""
    rules: int = 30
    """Rules of a question."""
    rule_length: int = 5_000
    """Characters of a condition."""
    title: int = 1_000
    """Characters of the title of a question or choice."""
    name: int = 250
    """Characters of the name of a lens or pillar."""
    code: int = 32
    """Characters of a code such as OPS 1."""
    text: int = 50_000
    """Characters of any other text."""
    id: int = 128
    """Characters of an id."""


LIMITS = Limits()
