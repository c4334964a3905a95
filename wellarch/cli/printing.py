"""What commands write to the terminal: tables, risks in colour, or JSON for programs.

Colour is click's matter: it is left out where the output is no terminal.
"""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import click

COLOURS = {"high": "red", "medium": "yellow", "low": "blue", "none": "green"}
_GAP = "  "


class Styled(str):
    """A text of ours that already carries colour; texts of others never do."""

    __slots__ = ()


def styled(text: object, colour: str | None) -> Styled:
    """A text in a colour; None leaves it as it is."""
    return Styled(click.style(plain(str(text)), fg=colour))


def plain(text: str) -> str:
    """The text on one line without control characters: others wrote it, a terminal obeys them."""
    words = " ".join(text.split())
    return "".join(each for each in words if unicodedata.category(each) not in ("Cc", "Cs"))


def as_json(data: Any) -> None:
    """Write data for programs."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def risk(word: str) -> Styled:
    """A risk as a word in its colour."""
    return styled(word.replace("_", " "), COLOURS.get(word))


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write rows under their headings, each column as wide as it needs.

    On a terminal the last column is cut to what fits; into a pipe it is whole.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [
        max(len(title), *(len(click.unstyle(row[place])) for row in cells)) if cells else len(title)
        for place, title in enumerate(head)
    ]
    room = _room(widths)
    click.echo(click.style(_line([title.upper() for title in head], widths, room), bold=True))
    for row in cells:
        click.echo(_line(row, widths, room))


def counts_line(counts: Mapping[str, int]) -> str:
    """The risks of a review or workload in a line."""
    shown = [f"{counts.get(word, 0)} {risk(word)}" for word in ("high", "medium", "low")]
    answered, total = counts.get("answered", 0), counts.get("total", 0)
    return f"{', '.join(shown)}; {answered} of {total} questions answered"


def number(count: int, word: str) -> str:
    """A number of things in words."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def day(moment: str | None) -> str:
    """The day of a moment of the API, or a dash."""
    return moment[:10] if moment else "–"


def progress(sentence: str) -> None:
    """How far slow work is: rewritten in place on a terminal, silent elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{plain(sentence)}", err=True, nl=False)


def progress_done() -> None:
    """Take the line of `progress` away."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)


def _cell(value: object) -> str:
    return value if isinstance(value, Styled) else plain(str(value))


def _room(widths: Sequence[int]) -> int | None:
    if not sys.stdout.isatty():
        return None
    used = sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)
    return max(20, shutil.get_terminal_size().columns - used)


def _line(cells: Sequence[str], widths: Sequence[int], room: int | None) -> str:
    padded = [
        cell + " " * (width - len(click.unstyle(cell)))
        for cell, width in zip(cells[:-1], widths[:-1], strict=True)
    ]
    last = cells[-1]
    if room is not None and len(click.unstyle(last)) > room:
        last = click.unstyle(last)[: room - 1] + "…"
    return _GAP.join([*padded, last]).rstrip()
