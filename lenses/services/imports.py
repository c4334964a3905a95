"""Lens documents become drafts. A document with errors leaves nothing behind."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lenses.document import Lens as LensDocument
from lenses.document import Problem, read, to_dict
from lenses.models import Lens, LensVersion
from lenses.services import draft_rows
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Organization
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

TAKEN_ALIASES = frozenset({"import", "new", "search", "sources"})
"""Words that mean something else where an alias stands in an address."""


def import_document(
    actor: Actor, *, data: str | bytes | Mapping[str, Any], filename: str = ""
) -> LensVersion:
    """Read a lens document into the lens's draft, replacing an older draft.

    data: text or bytes of JSON or YAML, or the parsed object. The lens is found by the
    document's alias, or its name made into one; a new alias makes a new lens. Raises Invalid
    with every error, keyed by JSON pointer (and as data in `problems`), when it cannot be read.
    """
    policy.require(actor, Action.LENS_WRITE)
    document = readable(data)
    with transaction.atomic():
        lens, is_new = lens_of(actor.organization, document)
        version = write_draft(lens, document, by=actor)
        about = {"alias": lens.alias, "new": is_new, "file": filename, "digest": version.digest}
        log.record(actor, "lens.imported", lens, data=about)
    return version


def readable(data: str | bytes | Mapping[str, Any]) -> LensDocument:
    """The lens a document holds. Invalid with every error when it cannot be read."""
    reading = read(data)
    if reading.lens is None:
        raise invalid(reading.errors)
    return reading.lens


def invalid(errors: Sequence[Problem]) -> Invalid:
    """The refusal of a document: every error by its pointer, and as data in `problems`."""
    return Invalid(
        _("This document is not a lens that can be reviewed."),
        fields=by_pointer(list(errors)),
        code="invalid-lens",
        problems=[shown(problem) for problem in errors],
    )


def alias_of(document: LensDocument) -> str:
    """What its lens is called in addresses: its alias, or its name made into one."""
    alias = (document.alias or slugify(document.name))[:64] or "lens"
    return f"{alias}-lens" if alias in TAKEN_ALIASES else alias


def lens_of(organization: Organization, document: LensDocument) -> tuple[Lens, bool]:
    """The lens of an organization that a document belongs to, made if new, and whether it is.

    In a transaction, of callers who asked policy. Conflict for the alias of a built-in lens.
    """
    alias = alias_of(document)
    if Lens.objects.filter(alias=alias, organization=None).exists():
        raise Conflict(
            _("A built-in lens is called %(alias)s. Give yours another alias.") % {"alias": alias},
            code="builtin-alias",
        )
    return Lens.objects.get_or_create(
        organization=organization,
        alias=alias,
        deleted_at=None,
        defaults={"name": document.name[:256], "description": document.description},
    )


def write_draft(lens: Lens, document: LensDocument, *, by: Actor | None = None) -> LensVersion:
    """The lens's draft with this content; there is one draft at most. In a transaction.

    Locks the lens: two documents at once become one draft, the later one staying. What was in the
    draft before is not lost: the replacement is an edit that can be undone.
    """
    content = to_dict(document)
    locked = Lens.objects.select_for_update(no_key=True).get(pk=lens.pk)
    draft = draft_rows.draft_of(locked)
    if draft is None:
        return draft_rows.begin(locked, content, by=by)
    draft_rows.replace(draft, content, by=by)
    return draft


def digest(content: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a document: same content, same digest."""
    return hashlib.sha256(draft_rows.canonical_json(content)).hexdigest()


def by_pointer(problems: list[Problem]) -> dict[str, list[str]]:
    """Problems as a door shows them: JSON pointer → sentences, with the line where known."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        place = f" (line {problem.line}, column {problem.column})" if problem.line else ""
        found.setdefault(problem.pointer, []).append(problem.message + place)
    return found


def shown(problem: Problem) -> dict[str, Any]:
    """A problem as data a door may show."""
    return {
        "pointer": problem.pointer,
        "message": problem.message,
        "code": problem.code,
        "line": problem.line,
        "column": problem.column,
    }
