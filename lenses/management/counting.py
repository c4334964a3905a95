"""How much is in lens documents: pillars, questions, choices, rules and words, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lenses.document import Lens, to_dict
from lenses.management.linting import read_path

CATALOG = Path(__file__).resolve().parent.parent / "catalog"

COLUMNS = ("lens", "pillars", "questions", "choices", "practices", "rules", "words")
_NOT_PROSE = frozenset(
    (
        *("schemaVersion", "alias", "version", "scoring", "id", "code"),
        *("url", "type", "condition", "risk", "riskIfAbsent"),
    )
)
"""Keys whose texts are for programs."""


def builtin() -> list[Path]:
    """The folders of the built-in lenses."""
    return sorted(path.parent for path in CATALOG.glob("*/lens.yaml"))


def table(paths: Iterable[Path]) -> Iterator[str]:
    """The lines of the table, a heading first, totals last."""
    rows = [_row(path) for path in paths]
    total: list[str | int] = ["total"]
    numbers = [[cell for cell in row[1:] if isinstance(cell, int)] for row in rows]
    total += [sum(column) for column in zip(*(row for row in numbers if row), strict=True)]
    shown = [[_cell(cell) for cell in row] for row in [COLUMNS, *rows, total]]
    widths = [max(len(row[i]) for row in shown if i < len(row)) for i in range(len(COLUMNS))]
    for row in shown:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=False)]
        yield "  ".join(cells).rstrip()


def _cell(cell: str | int) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell


def _row(path: Path) -> list[str | int]:
    lens = read_path(path).lens
    return [lens.alias or path.stem, *_counts(lens)] if lens else [f"{path.name} (not a lens)"]


def _counts(lens: Lens) -> list[int]:
    questions = list(lens.questions())
    choices = [choice for question in questions for choice in question.choices]
    return [
        len(lens.pillars),
        len(questions),
        len(choices),
        sum(not choice.is_none for choice in choices),
        sum(len(question.risk_rules) for question in questions),
        _words(to_dict(lens)),
    ]


def _words(value: object) -> int:
    """Words that people read: texts but ids, addresses and rules."""
    if isinstance(value, dict):
        return sum(_words(each) for key, each in value.items() if key not in _NOT_PROSE)
    if isinstance(value, list):
        return sum(_words(each) for each in value)
    return len(value.split()) if isinstance(value, str) else 0
