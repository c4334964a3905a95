"""Drafts being written: begun, edited, undone, replaced, discarded. Many authors at once.

A draft may hold errors; publishing refuses them. Each function asks for LENS_WRITE and for a lens
of one's own, locks the lens, and leaves one DraftEdit per edit. Two authors who change different
things both win: only the same thing changed since the revision an author saw is Stale. The log
tells once in ten minutes that a person edits a lens. docs/lens-editing.md tells the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lenses import editing
from lenses.access import lens_for, version_named
from lenses.document import read_draft
from lenses.editing import history
from lenses.models import DraftEdit, Lens, LensVersion
from lenses.services import aliases, beginnings, draft_edits, draft_rows, imports
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound, Stale
from wellarch.events import log


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft after an edit, and the address to look at now: of the new element, of the one that
    was changed (by its new id), or of what held the removed one. changed: False for an edit that
    changed nothing, which leaves no trace."""

    version: LensVersion
    at: str
    changed: bool = True


def open(actor: Actor, key: UUID | str) -> LensVersion:
    """The draft of a lens; begun from its newest published version when there is none."""
    with transaction.atomic():
        lens = draft_rows.locked(actor, key)
        draft = draft_rows.draft_of(lens)
        if draft is not None:
            return draft
        rows = LensVersion.objects.filter(lens=lens)
        base = rows.published().first() or rows.order_by("-number").first()
        if base is None:
            raise NotFound(_("This lens has no version to begin from."))
        draft = draft_rows.begin(lens, base.document, by=actor)
        log.record(
            actor,
            "lens.draft_opened",
            lens,
            data={"alias": lens.alias, "version": base.name},
        )
    return draft


def create(actor: Actor, *, name: str, alias: str = "", description: str = "") -> LensVersion:
    """A new lens with a small beginning that shows its author what goes where, as a draft.

    Invalid for a missing name or an alias that is malformed or taken. Without an alias the name
    makes one.
    """
    policy.require(actor, Action.LENS_WRITE)
    name = aliases.name_of(name)
    with transaction.atomic():
        lens = _new_lens(
            actor, name, aliases.chosen(actor.organization, alias, name), description.strip()
        )
        document = beginnings.document(lens.name, lens.alias, lens.description)
        draft = draft_rows.begin(lens, document, by=actor)
        log.record(actor, "lens.created", lens, data={"alias": lens.alias})
    return draft


def copy(
    actor: Actor, key: UUID | str, *, version: str = "", name: str, alias: str = ""
) -> LensVersion:
    """A lens of one's own, as a draft, from a version of any lens one sees.

    version: its name, "draft" for an own draft; the newest published one unless given. The copy
    knows the version it came from. Invalid as for create().
    """
    policy.require(actor, Action.LENS_WRITE)
    source = version_named(actor, lens_for(actor, key), version)
    name = aliases.name_of(name)
    with transaction.atomic():
        chosen = aliases.chosen(actor.organization, alias, name)
        document = {key: v for key, v in source.document.items() if key != "version"}
        document |= {"name": name, "alias": chosen}
        text = document.get("description", "")
        lens = _new_lens(actor, name, chosen, text if isinstance(text, str) else "", source)
        draft = draft_rows.begin(lens, document, by=actor)
        log.record(
            actor,
            "lens.copied",
            lens,
            data={"alias": lens.alias, "source": source.lens.alias, "version": source.name},
        )
    return draft


def edit(
    actor: Actor,
    key: UUID | str,
    *,
    operation: Mapping[str, Any],
    base_revision: int | None = None,
) -> Edited:
    """Apply one operation (see lenses/editing) to the draft.

    base_revision: the revision the author saw, None for whatever there is. Raises Invalid with
    the field for what the operation must not say, NotFound for an element that never was,
    Conflict ``gone`` for one that somebody removed since, Stale for something that somebody
    changed since, with both values; nothing is written then.
    """
    with transaction.atomic():
        draft = draft_rows.the_draft(draft_rows.locked(actor, key))
        since = draft_edits.since(draft, base_revision)
        wanted = since.carry(operation)
        try:
            applied = editing.apply(draft.document, wanted)
        except editing.EditError as error:
            raise draft_edits.refusal(error, since, operation) from None
        if not applied.touched:
            return Edited(draft, applied.at, changed=False)
        since.refuse_clashes(draft, applied)
        draft_rows.change(draft, applied, wanted, by=actor)
        draft_rows.tell(draft, actor)
    return Edited(draft, applied.at)


def undo(actor: Actor, key: UUID | str, revision: int | None = None) -> Edited:
    """Take back the actor's newest edit, or the edit that led to `revision`, whoever made it.

    Others' edits stay. Conflict ``nothing-to-undo``, or ``changed-since`` when somebody changed
    the same thing after it: it would be lost.
    """
    with transaction.atomic():
        draft = draft_rows.the_draft(draft_rows.locked(actor, key))
        past = draft_edits.past(draft)
        found = history.to_undo(past, actor.user.pk if actor.user else None)
        if revision is not None:
            found = revision if revision in history.standing(past).edits else None
        if found is None:
            raise Conflict(_("There is nothing of yours to undo."), code="nothing-to-undo")
        return _take_back(actor, draft, found, "undo")


def redo(actor: Actor, key: UUID | str) -> Edited:
    """Do again what the actor undid last. Conflict ``nothing-to-redo``, ``changed-since``."""
    with transaction.atomic():
        draft = draft_rows.the_draft(draft_rows.locked(actor, key))
        past = draft_edits.past(draft)
        found = history.to_redo(past, actor.user.pk if actor.user else None)
        if found is None:
            raise Conflict(_("There is nothing of yours to do again."), code="nothing-to-redo")
        return _take_back(actor, draft, found, "redo")


def replace(
    actor: Actor, key: UUID | str, *, text: str | bytes, base_revision: int | None = None
) -> Edited:
    """The whole draft from a text of JSON or YAML, as one edit that can be undone.

    A text with errors a draft may hold is kept. Invalid (``invalid-lens``) with line and column
    for one that cannot be parsed, Stale when the draft changed since; then nothing is kept.
    """
    lens_for(actor, key, need=Action.LENS_WRITE)
    reading, document = read_draft(text)
    if document is None:
        raise imports.invalid(reading.errors)
    with transaction.atomic():
        draft = draft_rows.the_draft(draft_rows.locked(actor, key))
        since = draft_edits.since(draft, base_revision)
        applied = editing.replaced(draft.document, document)
        since.refuse_clashes(draft, applied)
        if draft.document == document:
            return Edited(draft, "", changed=False)
        draft_rows.change(draft, applied, draft_rows.REPLACE, by=actor)
        draft_rows.tell(draft, actor)
    return Edited(draft, "")


def discard(actor: Actor, key: UUID | str, *, base_revision: int | None = None) -> None:
    """Throw the draft away with its edits; a lens that was never published goes with it.

    base_revision: the revision the actor saw, if that matters; Stale when it changed since.
    """
    with transaction.atomic():
        draft_rows.lock_sources(lens_for(actor, key, need=Action.LENS_WRITE))
        lens = draft_rows.locked(actor, key)
        draft = draft_rows.the_draft(lens)
        if base_revision not in (None, draft.revision):
            message = _("The draft changed since you read it. Read it again.")
            raise Stale(message, revision=draft.revision)
        log.record(actor, "lens.draft_discarded", lens, data={"alias": lens.alias})
        draft.delete()
        if not LensVersion.objects.filter(lens=lens).exists():
            lens.delete()


def _take_back(actor: Actor, draft: LensVersion, revision: int, how: str) -> Edited:
    row = DraftEdit.objects.get(version=draft, revision=revision)
    since = draft_edits.since(draft, revision)
    steps = [since.carry(step) for step in row.inverse]
    try:
        applied = editing.replay(draft.document, steps)
    except editing.EditError:
        raise since.changed() from None
    if since.clashes(applied.touched):
        raise since.changed(applied.touched)
    draft_rows.change(draft, applied, {"op": how, "of": revision}, by=actor, undoes=revision)
    draft_rows.tell(draft, actor)
    return Edited(draft, applied.at)


def _new_lens(
    actor: Actor, name: str, alias: str, description: str, source: LensVersion | None = None
) -> Lens:
    try:
        with transaction.atomic():
            return Lens.objects.create(
                organization=actor.organization,
                alias=alias,
                name=name,
                description=description,
                copied_from=source,
            )
    except IntegrityError:
        # Somebody took it between the question and the answer.
        raise Invalid(fields={"alias": [aliases.taken(alias)]}) from None
