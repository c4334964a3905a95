"""Bytes or text → plain data with the place of every value. Knows JSON and YAML, not lenses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lenses.document.json_source import parse_json
from lenses.document.problems import Limits, Place, Problem
from lenses.document.yaml_source import parse_yaml

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(slots=True)
class Source:
    """What a document holds. ok is False when the problems say why there is no data."""

    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    places: Mapping[str, Place] = field(default_factory=dict)
    ok: bool = True


def load(data: str | bytes | Mapping[str, Any], limits: Limits) -> Source:
    """Parses a document: JSON when it begins with a brace or bracket, YAML otherwise.

    Data that is parsed already is only checked against the limits.
    """
    if isinstance(data, Mapping):
        return _checked(data, limits)
    text = _decode(data, limits)
    if isinstance(text, Problem):
        return Source(problems=[text], ok=False)
    if not text.strip():
        return _refused("empty", "The document is empty.")
    problems: list[Problem] = []
    places: dict[str, Place] = {}
    parse = parse_json if text.lstrip()[0] in "{[" else parse_yaml
    parsed = parse(text, limits, problems, places)
    return Source(parsed, problems, places, not any(problem.is_error for problem in problems))


def _refused(code: str, message: str) -> Source:
    return Source(problems=[Problem("", message, code=code)], ok=False)


def _checked(data: Mapping[str, Any], limits: Limits) -> Source:
    """The same protection for data that somebody else parsed."""
    waiting: list[tuple[Any, int]] = [(data, 1)]
    count = 0
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if depth > limits.depth:
            return _refused("too-deep", f"It is nested deeper than {limits.depth} levels.")
        if count > limits.values:
            return _refused("too-many-values", f"It has more than {limits.values:,} values.")
        if isinstance(value, Mapping):
            waiting += [(each, depth + 1) for each in value.values()]
        elif isinstance(value, list | tuple):
            waiting += [(each, depth + 1) for each in value]
    return Source(data)


def _decode(data: str | bytes, limits: Limits) -> str | Problem:
    if len(data) > limits.size:
        return Problem(
            "",
            f"The document is larger than {limits.size / 1_000_000:g} MB.",
            code="too-large",
        )
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        return Problem(
            "",
            "The document is not text in UTF-8; save it in that encoding.",
            code="encoding",
            line=before.count(b"\n") + 1,
            column=error.start - before.rfind(b"\n"),
        )
