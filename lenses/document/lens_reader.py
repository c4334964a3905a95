"""Objects of a document → pillars, questions and choices. Decides what is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lenses.document.model import (
    SCHEMA_VERSION,
    Lens,
    MaturityLevel,
    Pillar,
    Principle,
    Question,
)
from lenses.document.nodes import Node
from lenses.document.question_reader import QuestionReader, read_id

_ALIAS = re.compile(r"[A-Za-z0-9_-]{1,64}")


def read_lens(node: Node, questions: QuestionReader | None = None) -> Lens:
    """Reads the outermost object; questions reads what is asked in it."""
    limits, notes = node.notes.limits, node.notes
    version = node.text("schemaVersion")
    if version != SCHEMA_VERSION:
        was = f"“{version}”" if version else "missing"
        notes.warning(
            node.at("schemaVersion") if version else "",
            "schema-version",
            f"schemaVersion is {was}; the document is read as {SCHEMA_VERSION}.",
        )
    name = node.text("name", limits.name)
    if not name.strip():
        notes.error(node.at("name"), "name-missing", "The lens has no name.")
    alias, extra = _alias(node)
    description = node.text("description")
    questions = questions or QuestionReader()
    pillars: list[Pillar] = []
    for child in node.nodes("pillars", "pillar"):
        pillars.append(_pillar(child, questions, pillars))
    _count_problems(node, pillars)
    return Lens(
        name=name,
        pillars=tuple(pillars),
        description=description,
        schema_version=version or SCHEMA_VERSION,
        alias=alias,
        version=node.text("version", limits.title),
        focus=node.text("focus"),
        considerations=node.texts("considerations"),
        scoring=node.text("scoring", limits.code),
        extra=extra | node.rest(),
    )


def _alias(node: Node) -> tuple[str, dict[str, Any]]:
    """The alias if it can stand in an address; one that cannot is kept, unused."""
    alias = node.text("alias", node.notes.limits.title)
    if not alias or _ALIAS.fullmatch(alias):
        return alias, {}
    node.notes.warning(
        node.at("alias"),
        "alias-characters",
        "An alias has at most 64 letters, digits, dashes and underscores; this one is not used.",
    )
    return "", {"alias": alias}


def _count_problems(node: Node, pillars: list[Pillar]) -> None:
    notes, limits = node.notes, node.notes.limits
    count = sum(len(pillar.questions) for pillar in pillars)
    at = node.at("pillars")
    if not pillars:
        notes.error(at, "no-pillars", "The lens has no pillars.")
    elif not count:
        notes.error(at, "no-questions", "The lens has no questions.")
    if len(pillars) > limits.pillars:
        notes.error(at, "too-many-pillars", f"The lens has more than {limits.pillars} pillars.")
    if count > limits.questions:
        message = f"The lens has more than {limits.questions:,} questions."
        notes.error(at, "too-many-questions", message)


def _pillar(node: Node, reader: QuestionReader, before: list[Pillar]) -> Pillar:
    notes, limits = node.notes, node.notes.limits
    pillar_id = read_id(node)
    if pillar_id and any(pillar.id == pillar_id for pillar in before):
        message = f"Two pillars have the id “{pillar_id}”."
        notes.error(node.at("id"), "pillar-id-repeated", message)
    name = node.text("name", limits.name)
    if not name.strip():
        message = f"The pillar “{pillar_id}” has no name; its id stands in."
        notes.warning(node.pointer, "name-missing", message)
    questions: list[Question] = []
    for child in node.nodes("questions", "question"):
        questions.append(reader.read(child))
        if len(questions) > limits.questions:
            break
    if not questions:
        message = f"The pillar “{pillar_id}” has no questions."
        notes.warning(node.pointer, "pillar-empty", message)
    return Pillar(
        id=pillar_id,
        name=name if name.strip() else pillar_id,
        questions=tuple(questions),
        description=node.text("description"),
        principles=tuple(_principle(child) for child in _items(node, "principles", "name")),
        maturity=tuple(_level(child) for child in _items(node, "maturity", "name")),
        checklist=node.texts("checklist"),
        extra=node.rest(),
    )


def _items(node: Node, key: str, name_key: str) -> list[Node]:
    """The objects of an extension list, where a plain text stands for its name alone."""
    value = node.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        node.left_out(node.at(key), key, "a list")
        return []
    found = []
    for index, each in enumerate(value):
        pointer = f"{node.at(key)}/{index}"
        if isinstance(each, Mapping):
            found.append(Node(node.notes, each, pointer, key))
        elif isinstance(each, str):
            found.append(Node(node.notes, {name_key: each}, pointer, key))
        else:
            node.left_out(pointer, f"item {index + 1} of {key}", "an object")
    return found


def _principle(node: Node) -> Principle:
    return Principle(node.text("name"), node.text("example"), node.rest())


def _level(node: Node) -> MaturityLevel:
    return MaturityLevel(
        name=node.text("name"),
        examples=node.texts("examples"),
        description=node.text("description"),
        extra=node.rest(),
    )
