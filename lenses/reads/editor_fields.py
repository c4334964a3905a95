"""Fields of an element with what stands in them and what is wrong there; and what was typed.

A field is named by the address of its element and the field of the format, as a conflict names
it: ``questions/locks#title``; fields that show a part add it: ``…#helpfulResource.url``.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lenses.editing.texts import meant, shown
from lenses.reads.draft_problems import Flaw
from lenses.reads.editor import Element
from lenses.reads.editor_specs import LINK_TYPES, NONE_OF_THESE, SPECS, Spec
from lenses.reads.editor_stored import Stored

_NAMELESS = frozenset({"title-missing", "name-missing"})
"""Codes of problems of an element that are mended in the field of its title."""

_ENTRY = re.compile(r"/additionalResources/(\d+)")


@dataclass(frozen=True, slots=True)
class Field:
    """One field on the page. text is None where only the source can show the value."""

    spec: Spec
    name: str
    text: str | None
    flaws: tuple[Flaw, ...] = ()

    @property
    def id(self) -> str:
        """Of the control; `name` with a sign that may stand in the fragment of an address."""
        return f"f-{self.name.replace('#', ':')}"

    @property
    def at(self) -> str:
        """The address of its element."""
        return self.name.partition("#")[0]

    @property
    def kind(self) -> str:
        """line | text | choice | lines | links | principles | maturity."""
        return self.spec.kind.value

    @property
    def is_wrong(self) -> bool:
        """Whether something in it keeps the lens from being published."""
        return any(flaw.level == "error" for flaw in self.flaws)


def fields_of(element: Element) -> tuple[Field, ...]:
    """Every field of an element, in the order of the page."""
    return tuple(_field(element, spec) for spec in specs_of(element))


def specs_of(element: Element) -> tuple[Spec, ...]:
    """What can be filled in of an element; of “None of these” less, unless it is used."""
    specs = SPECS.get(element.kind, ())
    if element.kind != "choice" or not element.id.endswith("_no"):
        return specs
    return tuple(spec for spec in specs if spec in NONE_OF_THESE or spec.field in element.fields)


def state_of(fields: Iterable[Field]) -> dict[str, str]:
    """What is stored, as the page compares it: name → text."""
    return {field.name: field.text for field in fields if field.text is not None}


def mark_of(text: str) -> str:
    """A short mark of a text, by which a form without a script tells what was changed in it."""
    return format(zlib.crc32(text.replace("\r\n", "\n").encode()), "x")


def operation_of(elements: Iterable[Stored], typed: Mapping[str, str]) -> dict[str, Any] | None:
    """The operation that stores what was typed; None when it names no field of the elements."""
    operations = [
        {"op": "set", "at": element.at, "field": field, "value": value}
        for element in elements
        for field, value in _values(element, typed).items()
    ]
    if len(operations) < 2:
        return operations[0] if operations else None
    return {"op": "many", "operations": operations}


def _values(element: Stored, typed: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for spec in SPECS.get(element.kind, ()):
        text = typed.get(f"{element.at}#{spec.key}")
        if text is not None:
            stored = values.get(spec.field, element.fields.get(spec.field))
            values[spec.field] = spec.put_into(stored, meant(spec.kind, text))
    return values


def _field(element: Element, spec: Spec) -> Field:
    value = element.fields.get(spec.field)
    found = element.flaws.get(spec.field, ())
    if spec.is_title:
        found += tuple(flaw for flaw in element.flaws.get("", ()) if flaw.code in _NAMELESS)
    flaws = tuple(flaw for flaw in found if _is_about(spec, flaw, value))
    return Field(spec, f"{element.at}#{spec.key}", shown(spec.kind, spec.taken_from(value)), flaws)


def _is_about(spec: Spec, flaw: Flaw, value: Any) -> bool:
    """Whether the flaw belongs to this part of the field."""
    if spec.part in LINK_TYPES:
        place = _ENTRY.search(flaw.pointer)
        entry = value[int(place[1])] if place and isinstance(value, list) else {}
        return bool(entry.get("type", LINK_TYPES[0]) == spec.part)
    return not spec.part or flaw.pointer.endswith("/url") == (spec.part == "url")
