"""YAML text → data, from the parser's events: no tags, no objects, no surprises.

Scalars follow the YAML 1.2 core schema, so ``No``, ``on`` and dates stay text. Built without
recursion, with depth and the number of values bounded, repeated aliases included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from lenses.document.json_source import SourceFloat, escape
from lenses.document.problems import Limits, Place, Problem

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,4000})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    ".nan": SourceFloat("nan"),
    ".NaN": SourceFloat("nan"),
    ".inf": SourceFloat("inf"),
    "-.inf": SourceFloat("-inf"),
}
_MERGE = "<<"


def is_plain_text(text: str) -> bool:
    """Whether a text may stand in YAML without quotes and still be read as a text."""
    return not (text in _WORDS or _INTEGER.fullmatch(text) or _FLOAT.fullmatch(text))


def parse_yaml(text: str, limits: Limits, problems: list[Problem], places: dict[str, Place]) -> Any:
    """The data of a YAML document. Appends problems; an error among them means there is none."""
    builder = _Builder(limits, problems, places)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "it does not parse"
        problems.append(
            Problem(
                "",
                f"This is not valid YAML: {what}.",
                code="unparsable",
                line=mark.line + 1 if mark else None,
                column=mark.column + 1 if mark else None,
            )
        )
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        reason = getattr(error, "reason", "") or "it holds characters that are not allowed"
        problems.append(Problem("", f"This is not valid YAML: {reason}.", code="unparsable"))
    except _Stop as stop:
        problems.append(stop.problem)
    return builder.result


class _Stop(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Built:
    """A finished value, how many values it counts for and how deep it is."""

    value: Any
    weight: int = 1
    height: int = 1


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not closed yet."""

    pointer: str
    value: dict[str, Any] | list[Any]
    anchor: str | None
    weight: int = 1
    height: int = 1
    key: str | None = None
    merged: list[dict[str, Any]] = field(default_factory=list)


class _Builder:
    def __init__(self, limits: Limits, problems: list[Problem], places: dict[str, Place]) -> None:
        self.limits = limits
        self.problems = problems
        self.places = places
        self.open: list[_Open] = []
        self.anchors: dict[str, _Built] = {}
        self.result: Any = None
        self.documents = 0
        self.count = 0

    def take(self, event: Any) -> None:
        """One event of the parser, in order."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:
                text = "A second document follows after “---”; put everything into one."
                raise self.stop(event, "several-documents", text)
        elif isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            built = self.anchors.get(event.anchor or "")
            if built is None:
                text = f"The alias *{event.anchor} has no anchor before it."
                raise self.stop(event, "unparsable", text)
            self.add(event, built)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.start(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.end(event)

    def scalar(self, event: yaml.ScalarEvent) -> None:
        parent = self.open[-1] if self.open else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            self.key(event, parent)
            return
        plain = event.style in (None, "") and event.tag in (None, "")
        built = _Built(resolve(event.value) if plain else event.value)
        if event.anchor:
            self.anchors[event.anchor] = built
        self.add(event, built)

    def key(self, event: yaml.ScalarEvent, parent: _Open) -> None:
        parent.key = event.value
        if event.value == _MERGE:
            return
        pointer = f"{parent.pointer}/{escape(event.value)}"
        place = _place(event, pointer)
        if pointer in self.places:
            self.problems.append(
                Problem(
                    pointer,
                    f"The key “{event.value}” is repeated here; the last one counts.",
                    level="warning",
                    code="key-repeated",
                    line=place.line,
                    column=place.column,
                )
            )
        self.places[pointer] = place

    def start(self, event: Any) -> None:
        parent = self.open[-1] if self.open else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            raise self.stop(event, "unparsable", "A key must be a plain text.")
        pointer = self.pointer()
        self.places.setdefault(pointer, _place(event, pointer))
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Open(pointer, value, event.anchor))
        if len(self.open) > self.limits.depth:
            raise self.too_deep(event)

    def end(self, event: Any) -> None:
        done = self.open.pop()
        for merged in done.merged:
            for key, value in merged.items():
                done.value.setdefault(key, value)  # type: ignore[union-attr]
        built = _Built(done.value, done.weight, done.height)
        if done.anchor:
            self.anchors[done.anchor] = built
        self.add(event, built, counted=True)

    def add(self, event: Any, built: _Built, *, counted: bool = False) -> None:
        """Puts a finished value where it belongs."""
        self.count += 1 if counted else built.weight
        if self.count > self.limits.values:
            text = f"It has more than {self.limits.values:,} values."
            raise self.stop(event, "too-many-values", text)
        if not self.open:
            self.result = built.value
            return
        parent = self.open[-1]
        parent.weight += built.weight
        parent.height = max(parent.height, built.height + 1)
        if len(self.open) + built.height > self.limits.depth + 1:
            raise self.too_deep(event)
        if isinstance(parent.value, list):
            pointer = self.pointer()
            self.places.setdefault(pointer, _place(event, pointer))
            parent.value.append(built.value)
            return
        key, parent.key = parent.key, None
        if key is None:
            raise self.stop(event, "unparsable", "A key must be a plain text.")
        if key == _MERGE:
            values = built.value if isinstance(built.value, list) else [built.value]
            parent.merged += [value for value in values if isinstance(value, dict)]
        else:
            parent.value[key] = built.value

    def pointer(self) -> str:
        """The pointer of the value that comes next."""
        if not self.open:
            return ""
        parent = self.open[-1]
        if isinstance(parent.value, list):
            return f"{parent.pointer}/{len(parent.value)}"
        return f"{parent.pointer}/{escape(parent.key or '')}"

    def too_deep(self, event: Any) -> _Stop:
        return self.stop(event, "too-deep", f"It is nested deeper than {self.limits.depth} levels.")

    def stop(self, event: Any, code: str, message: str) -> _Stop:
        place = _place(event, "")
        return _Stop(Problem("", message, code=code, line=place.line, column=place.column))


def _place(event: Any, pointer: str) -> Place:
    return Place(pointer, event.start_mark.line + 1, event.start_mark.column + 1)


def resolve(text: str) -> Any:
    """A plain scalar as the value it means."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return SourceFloat(text) if _FLOAT.fullmatch(text) else text
