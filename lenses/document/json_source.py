"""JSON text → data, with the line and column of every value and repeated keys reported."""

from __future__ import annotations

import json
import re
from typing import Any

from lenses.document.problems import Limits, Place, Problem

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)

_SENTENCES = {
    "Expecting property name enclosed in double quotes": (
        "Here a key in double quotes should follow; is there a comma too many before it, or a"
        " missing quote?"
    ),
    "Expecting value": "Here a value should follow; is there a comma too many before it?",
    "Expecting ',' delimiter": "Here a comma or a closing bracket is missing.",
    "Expecting ':' delimiter": "Here a colon is missing after the key.",
    "Extra data": "The document is complete here, yet more text follows.",
    "Unterminated string starting at": "The text that begins here has no closing quote.",
    "Invalid \\escape": "A backslash stands before a character it cannot stand before; write \\\\.",
    "Invalid \\uXXXX escape": "Four hexadecimal digits should follow \\u.",
    "Illegal trailing comma before end of object": "There is a comma too many at the end.",
    "Illegal trailing comma before end of array": "There is a comma too many at the end.",
}


class SourceFloat(float):
    """A number that remembers how it was written, since “1.10” is not “1.1” as a version."""

    source: str

    def __new__(cls, source: str) -> SourceFloat:
        number = super().__new__(cls, source)
        number.source = source
        return number


def parse_json(text: str, limits: Limits, problems: list[Problem], places: dict[str, Place]) -> Any:
    """The data of a JSON document. Appends problems; an error among them means there is none.

    Of a key that is repeated in an object the last value counts, with a warning. NaN and raw line
    breaks inside texts, which strict JSON forbids, are read.
    """
    try:
        data = _loads(text, problems)
    except json.JSONDecodeError as error:
        sentence = _SENTENCES.get(error.msg.split(": ")[0], f"This is not valid JSON: {error.msg}.")
        problems.append(
            Problem("", sentence, code="unparsable", line=error.lineno, column=error.colno)
        )
        return None
    except RecursionError:
        problems.append(_too_deep(limits))
        return None
    except ValueError:
        sentence = "It holds a number with too many digits."
        problems.append(Problem("", sentence, code="unparsable"))
        return None
    _Scan(text, limits, problems, places).run()
    return data


def _loads(text: str, problems: list[Problem]) -> Any:
    try:
        return json.loads(text, parse_float=SourceFloat)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Invalid control character"):
            raise
        data = json.loads(text, parse_float=SourceFloat, strict=False)
        problems.append(
            Problem(
                "",
                "A text runs over several lines; in JSON a line break is written \\n.",
                level="warning",
                code="raw-line-break",
                line=error.lineno,
                column=error.colno,
            )
        )
        return data


def _too_deep(limits: Limits) -> Problem:
    return Problem("", f"It is nested deeper than {limits.depth} levels.", code="too-deep")


def escape(key: str) -> str:
    """A key as a part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


class _Scan:
    """Walks the tokens of a valid JSON text and notes where each value stands."""

    def __init__(
        self, text: str, limits: Limits, problems: list[Problem], places: dict[str, Place]
    ) -> None:
        self.text = text
        self.limits = limits
        self.problems = problems
        self.places = places
        self.line = 1
        self.line_start = 0
        self.seen = 0
        # Open objects and lists: pointer, and the next index of a list (None: an object).
        self.open: list[tuple[str, int | None]] = []
        self.key: str | None = None

    def run(self) -> None:
        """Fills places; appends repeated keys and broken limits to the problems."""
        for match in _TOKEN.finditer(self.text):
            mark = match.group()
            if mark in ",:":
                continue
            if mark in "}]":
                self.open.pop()
                continue
            self.step(match.start())
            if self.open and self.open[-1][1] is None and self.key is None:
                self.note_key(mark, match.start())
                continue
            pointer = self.note_value(match.start())
            if mark in "{[":
                self.open.append((pointer, 0 if mark == "[" else None))
                if len(self.open) > self.limits.depth:
                    self.problems.append(_too_deep(self.limits))
                    return

    def step(self, start: int) -> None:
        """Keeps count of the lines up to a token."""
        newlines = self.text.count("\n", self.seen, start)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rfind("\n", 0, start) + 1
        self.seen = start

    def note_key(self, mark: str, start: int) -> None:
        self.key = json.loads(mark, strict=False)
        pointer = f"{self.open[-1][0]}/{escape(self.key or '')}"
        column = start - self.line_start + 1
        if pointer in self.places:
            self.problems.append(
                Problem(
                    pointer,
                    f"The key “{self.key}” is repeated here; the last one counts.",
                    level="warning",
                    code="key-repeated",
                    line=self.line,
                    column=column,
                )
            )
        self.places[pointer] = Place(pointer, self.line, column)

    def note_value(self, start: int) -> str:
        if not self.open:
            pointer = ""
        else:
            parent, index = self.open[-1]
            if index is None:
                pointer = f"{parent}/{escape(self.key or '')}"
                self.key = None
                return pointer
            pointer = f"{parent}/{index}"
            self.open[-1] = (parent, index + 1)
        self.places[pointer] = Place(pointer, self.line, start - self.line_start + 1)
        return pointer
