"""Lens documents on disk: find, read, lint, and the lines that say what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lenses.document import Problem, Reading, lint, read, read_folder
from lenses.document.catalog_reader import MAIN_FILE

SUFFIXES = (".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Checked:
    """One document and everything that was found in it."""

    path: Path
    reading: Reading
    problems: tuple[Problem, ...]


def documents(paths: Iterable[Path]) -> Iterator[Path]:
    """Every lens document named: files, folders with a lens.yaml, and what lies in folders."""
    for path in paths:
        if path.is_dir() and not (path / MAIN_FILE).is_file():
            yield from documents(sorted(_inside(path)))
        else:
            yield path


def _inside(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() or path.suffix.lower() in SUFFIXES:
            yield path


def read_path(path: Path, *, strict: bool = False) -> Reading:
    """Reads a file or a folder with a lens.yaml. Raises OSError when there is none."""
    if path.is_dir():
        return read_folder(path, strict=strict)
    return read(path.read_bytes(), strict=strict)


def check(path: Path, *, aws: bool = False) -> Checked:
    """Reads and lints; what both say about a place is said once.

    aws: what the reference product would refuse is an error.
    """
    reading = read_path(path, strict=aws)
    problems = list(reading.problems)
    if reading.lens:
        said = {(problem.pointer, problem.code) for problem in problems}
        found = reading.placed(lint(reading.lens))
        problems += [each for each in found if (each.pointer, each.code) not in said]
    problems.sort(key=_place)
    return Checked(path, reading, tuple(problems))


def _place(problem: Problem) -> tuple[str, int, int]:
    return (problem.file, problem.line or 0, problem.column or 0)


def lines(checked: Checked, *, quiet: bool) -> Iterator[str]:
    """A line per problem: file, line, column, level, message, pointer and code."""
    for problem in checked.problems:
        if quiet and not problem.is_error:
            continue
        path = checked.path / problem.file if problem.file else checked.path
        pointer = (
            problem.pointer.removeprefix(f"{problem.file}#") if problem.file else problem.pointer
        )
        where = f":{problem.line}:{problem.column}" if problem.line else ""
        yield (
            f"{path}{where}: {problem.level}: {problem.message} [{pointer or '/'} {problem.code}]"
        )
    lens = checked.reading.lens
    if lens is None:
        yield f"{checked.path}: not imported as it is, see the errors above"
    elif not quiet:
        questions = [question for pillar in lens.pillars for question in pillar.questions]
        choices = sum(len(question.choices) for question in questions)
        yield (
            f"{checked.path}: “{lens.name.strip()}”, {many(len(lens.pillars), 'pillar')},"
            f" {many(len(questions), 'question')}, {many(choices, 'choice')}"
        )


@dataclass(slots=True)
class Totals:
    """How many documents, and how many problems in them."""

    documents: int = 0
    errors: int = 0
    warnings: int = 0

    def add(self, checked: Checked) -> None:
        """Counts one document in."""
        self.documents += 1
        self.errors += _errors(checked.problems)
        self.warnings += len(checked.problems) - _errors(checked.problems)

    def sentence(self) -> str:
        """The last line."""
        return (
            f"{many(self.documents, 'document')}: {many(self.errors, 'error')},"
            f" {many(self.warnings, 'warning')}."
        )

    def failed(self, *, strict: bool) -> bool:
        """Whether the command should fail."""
        return bool(self.errors or not self.documents or (strict and self.warnings))


def _errors(problems: Sequence[Problem]) -> int:
    return sum(problem.is_error for problem in problems)


def many(count: int, word: str) -> str:
    """A number and its noun: “1 question”, “1,000 questions”."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
