"""The row of a draft and its edits: locked, written, counted. No door calls this directly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses import draft_access, editing
from lenses.access import lens_for
from lenses.document import LIMITS
from lenses.models import DraftEdit, Lens, LensSource, LensVersion
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.events import log
from wellarch.events.models import Event

MAX_VERSIONS = 1000
KEPT_EDITS = 1000
"""Edits of a draft that can be undone; older ones are forgotten."""
KEPT_WHOLE = 20
"""Replacements of a whole document among them, since each keeps the document before it."""
BURST = timedelta(minutes=10)
"""The log of changes tells once in this time that a person edits a lens."""

REPLACE = {"op": "replace"}


def locked(actor: Actor, key: UUID | str) -> Lens:
    """The lens, one's own, locked. Imports, edits and publishing wait for each other here."""
    lens = lens_for(actor, key, need=Action.LENS_WRITE)
    locked = Lens.objects.select_for_update(no_key=True).filter(pk=lens.pk, deleted_at=None).first()
    if locked is None:
        raise NotFound(_("There is no such lens."))  # deleted a moment ago
    return locked


def lock_sources(lens: Lens) -> None:
    """The places a lens is followed from, before the lens: looking at one locks them so, and what
    deletes the lens writes to them."""
    rows = LensSource.objects.filter(lens=lens).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def draft_of(lens: Lens) -> LensVersion | None:
    """The draft with its document, if there is one. The lens must be locked."""
    return draft_access.draft_of(lens)


def the_draft(lens: Lens) -> LensVersion:
    """The draft; Conflict when there is none."""
    draft = draft_of(lens)
    if draft is None:
        raise Conflict(_("This lens has no draft. Begin one to change it."), code="no-draft")
    return draft


def begin(lens: Lens, document: dict[str, Any], *, by: Actor | None = None) -> LensVersion:
    """A new draft of a lens that has none; Conflict when it has as many versions as there may be.

    The lens must be locked.
    """
    last = LensVersion.objects.filter(lens=lens).order_by("-number").values_list("number").first()
    number = last[0] + 1 if last else 1
    if number > MAX_VERSIONS:
        raise Conflict(
            ngettext(
                "A lens can have one version.", "A lens can have %(n)d versions.", MAX_VERSIONS
            )
            % {"n": MAX_VERSIONS}
        )
    draft = LensVersion(lens=lens, number=number, **content(document))
    draft.edited_at, draft.edited_by = clock.now(), by.user if by else None
    draft.save(force_insert=True)
    return draft


def change(
    draft: LensVersion,
    applied: editing.Applied,
    operation: Mapping[str, Any],
    *,
    by: Actor | None,
    undoes: int | None = None,
) -> None:
    """Write an edit that was applied: the document, its counts, one row that leads back.

    Invalid when the document has become larger than a lens may be.
    """
    values = content(applied.document)
    draft.revision += 1
    draft.edited_at, draft.edited_by = clock.now(), by.user if by else None
    for key, value in values.items():
        setattr(draft, key, value)
    draft.save(update_fields=[*values, "revision", "edited_at", "edited_by"])
    draft_access.hold(draft)
    DraftEdit.objects.create(
        version=draft,
        revision=draft.revision,
        at=draft.edited_at,
        user=draft.edited_by,
        operation={
            **operation,
            "touched": list(applied.touched),
            "renamed": list(editing.renames(applied.inverse)),
        },
        inverse=applied.inverse,
        undoes=undoes,
    )
    _name_lens(draft)
    _forget_old(draft)


def replace(draft: LensVersion, document: dict[str, Any], *, by: Actor | None) -> bool:
    """The whole document replaced, as one edit that can be undone; False when it is the same."""
    if draft.document == document:
        return False
    change(draft, editing.replaced(draft.document, document), REPLACE, by=by)
    return True


def tell(draft: LensVersion, actor: Actor) -> None:
    """One event for a burst of edits: none when this person's last one is fresh."""
    lens = draft.lens
    recent = Event.objects.filter(
        subject_type="lens",
        subject_id=str(lens.pk),
        verb="lens.edited",
        user=actor.user,
        at__gte=clock.now() - BURST,
    )
    if not recent.exists():
        log.record(
            actor, "lens.edited", lens, data={"alias": lens.alias, "revision": draft.revision}
        )


def content(document: Mapping[str, Any]) -> dict[str, Any]:
    """The columns a document fills: itself, its digest, its counts, whatever it holds.

    Raises Invalid when it is larger than a lens may be.
    """
    canonical = canonical_json(document)
    if len(canonical) > LIMITS.size:
        megabytes = f"{LIMITS.size / 1_000_000:g}"
        message = _("A lens has at most %(size)s MB; this edit would make it larger.")
        raise Invalid(message % {"size": megabytes}, code="too-large")
    questions = [question for _path, question in editing.questions(document)]
    return {
        "document": document,
        "digest": hashlib.sha256(canonical).hexdigest(),
        "pillar_count": len(editing.children(document, (), "pillars")),
        "question_count": len(questions),
        "choice_count": sum(_count(question, "choices") for question in questions),
    }


def canonical_json(document: Mapping[str, Any]) -> bytes:
    """The same bytes for the same content."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _count(question: Any, key: str) -> int:
    items = question.get(key) if isinstance(question, Mapping) else None
    return len(items) if isinstance(items, list) else 0


def _name_lens(draft: LensVersion) -> None:
    """A lens that was never published is called what its draft says."""
    if (
        draft.number > 1
        and LensVersion.objects.filter(lens=draft.lens).exclude(pk=draft.pk).exists()
    ):
        return
    name, text = draft.document.get("name"), draft.document.get("description", "")
    values = {
        "name": name.strip()[:256] if isinstance(name, str) else "",
        "description": text if isinstance(text, str) else "",
    }
    changed = [key for key, value in values.items() if value != getattr(draft.lens, key)]
    if not values["name"]:
        changed = [key for key in changed if key != "name"]
    for key in changed:
        setattr(draft.lens, key, values[key])
    if changed:
        draft.lens.save(update_fields=changed)


def _forget_old(draft: LensVersion) -> None:
    """Edits beyond those that are kept, looked for now and then."""
    if draft.revision % 20:
        return
    edits = DraftEdit.objects.filter(version=draft)
    whole = edits.filter(operation__op=REPLACE["op"]).order_by("-revision")
    extra = whole.values_list("revision", flat=True)[KEPT_WHOLE : KEPT_WHOLE + 1]
    oldest = max([draft.revision - KEPT_EDITS, *extra])
    edits.filter(revision__lte=oldest).delete()
