"""read(): a lens document, JSON, YAML or parsed, becomes a Lens, with every problem at once.

Generous: only what cannot be reviewed is an error. The list of what is let through is in
docs/lens-format.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lenses.document.lens_reader import read_lens
from lenses.document.nodes import Node, Notes, plain
from lenses.document.problems import LIMITS, Limits, Place, Problem, Reading, place
from lenses.document.source import load
from lenses.document.strict import strict_problems, strict_size
from lenses.document.writing import ordered, to_dict


def read(
    data: str | bytes | Mapping[str, Any], *, strict: bool = False, limits: Limits = LIMITS
) -> Reading:
    """Reads a lens document.

    data: text or bytes of JSON or YAML (told apart by content), or the parsed object. strict: the
    limits of the reference format are errors too. The lens is None when there is any error.
    """
    source = load(data, limits)
    problems = list(source.problems)
    if not source.ok:
        return Reading(None, place(problems, source.places), source.places)
    if strict and isinstance(data, str | bytes):
        problems += strict_size(data)
    reading = read_data(source.data, source.places, strict=strict, limits=limits)
    return finish(reading.lens, [*problems, *reading.problems], source.places)


def read_draft(
    data: str | bytes | Mapping[str, Any], *, limits: Limits = LIMITS
) -> tuple[Reading, dict[str, Any] | None]:
    """Reads a document that may hold errors: the reading, and the document as plain data.

    The data is in the words of the format where the lens reads, as it was written where it does
    not; its keys are in the order of the format. None when it is no object or cannot be parsed.
    """
    source = load(data, limits)
    if not source.ok or not isinstance(source.data, Mapping):
        return read(data, limits=limits), None
    reading = read_data(source.data, source.places, limits=limits)
    found = to_dict(reading.lens) if reading.lens else ordered(plain(source.data))
    problems = (*place(source.problems, source.places), *reading.problems)
    return Reading(reading.lens, problems, source.places), found


def read_data(
    data: Any,
    places: Mapping[str, Place],
    *,
    strict: bool = False,
    limits: Limits = LIMITS,
) -> Reading:
    """The same for data already parsed and within limits; places tell where its values stand."""
    if not isinstance(data, Mapping):
        message = "A lens is an object with a name and pillars; this document is not an object."
        return Reading(None, (Problem("", message, code="not-an-object"),), places)
    notes = Notes(limits)
    lens = read_lens(Node(notes, data, "", "lens"))
    problems = notes.all()
    if strict:
        problems = [each for each in problems if each.code not in _SAID_STRICTLY]
        problems += strict_problems(lens)
    return finish(lens, problems, places)


def finish(lens: Any, problems: list[Problem], places: Mapping[str, Place]) -> Reading:
    """A reading whose problems have lines, and no lens if one of them is an error."""
    placed = place(problems, places)
    good = not any(problem.is_error for problem in placed)
    return Reading(lens if good else None, placed, places)


_SAID_STRICTLY = frozenset({"title-long", "many-rules", "default-missing", "schema-version"})
"""Warnings that the strict checks repeat as errors."""
