"""The lenses of a template: put in, taken out, with notes.

A template holds lenses of its organization and built-in ones. One that another organization
shares cannot be in it, as in the reference product: it may be withdrawn, and with the template
gone a step further it would be shown to people it was never shared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled, lens_for, newest_published
from reviews.models import Template, TemplateReview
from reviews.services import touch
from reviews.template_access import template_for, template_lens_for
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

MAX_LENSES = 50  # as a workload; the reference product allows 20
MAX_NOTES = 20_000


def add(actor: Actor, template_id: UUID, *, lens: str | UUID) -> TemplateReview:
    """Put the newest published version of a lens (alias or id) into a template.

    Conflict when it is in it already, has no published version, or belongs to somebody else.
    """
    with transaction.atomic():
        template = template_for(actor, template_id, need=Action.TEMPLATE_WRITE, lock=True)
        part = put(actor, template, lens)
        data = {"name": template.name, "lens": part.lens.alias}
        log.record(actor, "template.lens_added", template, data=data)
        touch.template(template)
    return part


def put(
    actor: Actor, template: Template, lens: str | UUID, version_id: UUID | None = None
) -> TemplateReview:
    """As `add`, for a template that is locked or new; without event. version_id: not the newest."""
    policy.require(actor, Action.TEMPLATE_WRITE)
    found = lens_for(actor, lens)
    if not found.is_builtin and found.organization_id != actor.organization.pk:
        raise Conflict(
            _("%(lens)s is shared with you. A template can only have lenses of your own.")
            % {"lens": found.name},
            code="lens-shared",
        )
    if template.reviews.filter(lens=found).exists():
        raise Conflict(
            _("%(lens)s is in this template already.") % {"lens": found.name}, code="lens-there"
        )
    if template.reviews.count() >= MAX_LENSES:
        raise Conflict(_("This template has as many lenses as one can have."))
    if version_id is None:
        newest = newest_published(found)
        if newest is None:
            raise Conflict(_("This lens has no published version yet."), code="not-published")
        version_id = newest.pk
    part = TemplateReview(template=template, lens=found, lens_version_id=version_id)
    part.save()
    return part


def remove(actor: Actor, template_id: UUID, template_lens: str) -> None:
    """Take a lens out of a template with everything answered there. Not undone.

    Workloads keep what they took from it.
    """
    with transaction.atomic():
        part = template_lens_for(
            actor, template_id, template_lens, need=Action.TEMPLATE_WRITE, lock=True
        )
        data = {"name": part.template.name, "lens": part.lens.alias}
        log.record(actor, "template.lens_removed", part.template, data=data)
        template = part.template
        part.delete()
        touch.template(template)


def write_notes(
    actor: Actor,
    template_id: UUID,
    template_lens: str,
    *,
    notes: str | None = None,
    pillar_notes: Mapping[str, str] | None = None,
) -> TemplateReview:
    """Set a template's notes on a lens, and on pillars of it; what is not given stays.

    pillar_notes: {pillar: text}, an empty text removes them. Invalid names every wrong field.
    """
    with transaction.atomic():
        part = template_lens_for(
            actor, template_id, template_lens, need=Action.TEMPLATE_WRITE, lock=True
        )
        after = _with_notes(part, notes, pillar_notes or {})
        changed = {
            key: (getattr(part, key), value)
            for key, value in after.items()
            if getattr(part, key) != value
        }
        if changed:
            for key, value in after.items():
                setattr(part, key, value)
            part.save(update_fields=list(changed))
            log.record(
                actor,
                "template.notes_changed",
                part.template,
                changes=changed,
                hidden=("notes", "pillar_notes"),
                data={"name": part.template.name, "lens": part.lens.alias},
            )
            touch.template(part.template)
    return part


def _with_notes(
    part: TemplateReview, notes: str | None, pillar_notes: Mapping[str, str]
) -> dict[str, Any]:
    """The columns after the change. Invalid for what is too long or of no pillar of the lens."""
    asked = {pillar.id for pillar in compiled(part.lens_version_id).pillars}
    problems: dict[str, list[str]] = {}
    for key, text in {"notes": notes or "", **_addressed(pillar_notes)}.items():
        if len(text) > MAX_NOTES:
            problems[key] = [_("Use at most 20,000 characters.")]
    for pillar in pillar_notes:
        if pillar not in asked:
            problems[f"pillar_notes.{pillar}"] = [_("There is no such pillar in this lens.")]
    if problems:
        raise Invalid(fields=problems)
    kept = {**part.pillar_notes, **pillar_notes}
    return {
        "notes": part.notes if notes is None else notes,
        "pillar_notes": {pillar: text for pillar, text in kept.items() if text},
    }


def _addressed(pillar_notes: Mapping[str, str]) -> dict[str, str]:
    return {f"pillar_notes.{pillar}": text for pillar, text in pillar_notes.items()}
