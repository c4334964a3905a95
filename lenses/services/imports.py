"""Lens documents become drafts. A document with errors leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.document import Lens as LensDocument
from lenses.document import Problem, read, to_dict
from lenses.models import Lens, LensVersion, VersionStatus
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

MAX_VERSIONS = 1000
TAKEN_ALIASES = frozenset({"import"})
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
    reading = read(data)
    if reading.lens is None:
        raise Invalid(
            _("This document is not a lens that can be reviewed."),
            fields=by_pointer(list(reading.errors)),
            code="invalid-lens",
            problems=[_shown(problem) for problem in reading.errors],
        )
    document = reading.lens
    alias = (document.alias or slugify(document.name))[:64] or "lens"
    if alias in TAKEN_ALIASES:
        alias = f"{alias}-lens"
    with transaction.atomic():
        if Lens.objects.filter(alias=alias, organization=None).exists():
            raise Conflict(
                _("A built-in lens is called %(alias)s. Give yours another alias.")
                % {"alias": alias},
                code="builtin-alias",
            )
        lens, is_new = Lens.objects.get_or_create(
            organization=actor.organization,
            alias=alias,
            defaults={"name": document.name[:256], "description": document.description},
        )
        version = write_draft(lens, document)
        log.record(
            actor,
            "lens.imported",
            lens,
            data={"alias": alias, "new": is_new, "file": filename, "digest": version.digest},
        )
    return version


def write_draft(lens: Lens, document: LensDocument) -> LensVersion:
    """The lens's draft with this content; there is one draft at most. In a transaction.

    Locks the lens: two documents at once become one draft, the later one staying.
    """
    content = to_dict(document)
    counts = {
        "document": content,
        "digest": digest(content),
        "pillar_count": len(document.pillars),
        "question_count": sum(len(p.questions) for p in document.pillars),
        "choice_count": sum(len(q.choices) for p in document.pillars for q in p.questions),
    }
    Lens.objects.select_for_update(no_key=True).get(pk=lens.pk)
    last = LensVersion.objects.filter(lens=lens).order_by("-number").first()
    if last is not None and last.status == VersionStatus.DRAFT:
        for key, value in counts.items():
            setattr(last, key, value)
        last.save(update_fields=list(counts))
        return last
    number = last.number + 1 if last else 1
    if number > MAX_VERSIONS:
        raise Conflict(
            ngettext(
                "A lens can have one version.", "A lens can have %(n)d versions.", MAX_VERSIONS
            )
            % {"n": MAX_VERSIONS}
        )
    return LensVersion.objects.create(lens=lens, number=number, **counts)


def digest(content: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a document: same content, same digest."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def by_pointer(problems: list[Problem]) -> dict[str, list[str]]:
    """Problems as a door shows them: JSON pointer → sentences, with the line where known."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        place = f" (line {problem.line}, column {problem.column})" if problem.line else ""
        found.setdefault(problem.pointer, []).append(problem.message + place)
    return found


def _shown(problem: Problem) -> dict[str, Any]:
    return {
        "pointer": problem.pointer,
        "message": problem.message,
        "code": problem.code,
        "line": problem.line,
        "column": problem.column,
    }
