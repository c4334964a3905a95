"""Deleting a lens: for good when nobody uses it, else put away from everything but what uses it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import PROTECT, ProtectedError
from django.utils.translation import gettext as _

from lenses.access import lens_for
from lenses.models import Lens, LensVersion, VersionStatus
from lenses.services import draft_rows
from lenses.services.sharing import subject_of
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Organization
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.sharing import shares
from wellarch.errors import Conflict, NotFound
from wellarch.events import log


def delete(actor: Actor, key: UUID | str) -> bool:
    """Delete a lens of the actor's organization. Returns whether it is gone for good.

    A lens that reviews or templates use is only marked: it leaves every list, search and share,
    nothing new begins with it, and its alias is free again; what uses it goes on (facts: lens
    lifecycle, delete). Its draft goes in any case. Organizations that had it as their default
    lens have the framework again. NotFound for a lens the actor does not see or that is deleted,
    Forbidden for one that is built in or shared with them.
    """
    with transaction.atomic():
        lens = lens_for(actor, key, need=Action.LENS_WRITE)
        draft_rows.lock_sources(lens)
        locked = Lens.objects.select_for_update().filter(pk=lens.pk, deleted_at=None).first()
        if locked is None:
            raise NotFound(_("There is no such lens."))
        lens = locked
        lens_id = lens.pk
        Organization.objects.filter(default_lens=lens).update(default_lens=None)
        LensVersion.objects.filter(lens=lens, status=VersionStatus.DRAFT).delete()
        log.record(
            actor,
            "lens.deleted",
            lens,
            data={"alias": lens.alias, "name": lens.name, "used": used_by(lens)},
        )
        try:
            with transaction.atomic():
                lens.delete()
        except ProtectedError:
            shares.end_all(actor, subject_of(lens))
            Lens.objects.filter(pk=lens_id).update(deleted_at=clock.now())
            return False
        shares.forget(ShareKind.LENS, lens_id)
    return True


def withdraw(actor: Actor, key: UUID | str) -> None:
    """Take what was published of a lens out of use and keep its draft, to begin anew with it.

    Reviews and templates that use it go on, nothing new begins with it and nobody else has it any
    more. Without a draft the lens is deleted: nothing would be left of it. Conflict
    `not-published` for one that has only a draft.
    """
    with transaction.atomic():
        draft_rows.lock_sources(lens_for(actor, key, need=Action.LENS_WRITE))
        lens = draft_rows.locked(actor, key)
        published = LensVersion.objects.filter(lens=lens, status=VersionStatus.PUBLISHED)
        if not published.exists():
            raise Conflict(_("Nothing of this lens is published."), code="not-published")
        if draft_rows.draft_of(lens) is not None:
            Organization.objects.filter(default_lens=lens).update(default_lens=None)
            published.update(status=VersionStatus.RETIRED)
            shares.end_all(actor, subject_of(lens))
            log.record(actor, "lens.withdrawn", lens, data={"alias": lens.alias})
            return
    delete(actor, key)


def used_by(lens: Lens) -> dict[str, int]:
    """What keeps a lens from being deleted for good: "app.model" → how many rows.

    Asked of the models that protect it, so that no app has to be known here. A query each.
    """
    counted = {}
    for relation in Lens._meta.related_objects:
        if relation.on_delete is PROTECT:
            model = relation.related_model
            rows = model._base_manager.filter(**{relation.field.name: lens})
            counted[model._meta.label_lower] = rows.count()
    return counted
