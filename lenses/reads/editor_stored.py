"""What a draft stores of an element, for saving it: neither its flaws nor the outline around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from lenses import editing
from lenses.reads import editor
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound


class Stored(NamedTuple):
    """An element's address and the fields the document has, as the reader takes them."""

    kind: str
    at: str
    fields: Mapping[str, Any]


def read(actor: Actor, key: UUID | str, at: str) -> tuple[Stored, ...]:
    """The element at an address, then the choices of a question. Three queries.

    NotFound when there is none; else as editor.draft().
    """
    document = editor.draft(actor, key).document
    try:
        spot = editing.find(document, at)
    except editing.EditError as error:
        raise NotFound(error.message) from None
    found = [_stored(document, spot.kind, spot.path)]
    if spot.kind == "question":
        count = len(editing.children(document, spot.path, "choices"))
        paths = [(*spot.path, "choices", place) for place in range(count)]
        found += [_stored(document, "choice", path) for path in paths]
    return tuple(found)


def _stored(document: Mapping[str, Any], kind: str, path: editing.Path) -> Stored:
    item = editing.at(document, path)
    return Stored(kind, editing.name_of(document, path), editing.shown_fields(kind, item))
