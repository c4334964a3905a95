"""The only way to reach a lens for an actor, and the compiled form of a version.

What an actor may not see does not exist for them: NotFound.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from lenses.compiled import CompiledLens, compile_lens
from lenses.document import read
from lenses.models import Lens, LensVersion
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Forbidden, NotFound


def lens_for(actor: Actor, key: UUID | str, *, need: Action = Action.READ) -> Lens:
    """The lens with this id or alias; an organization's own alias wins over a built-in one.

    `need` other than READ also requires that the lens is the organization's own.
    """
    policy.require(actor, Action.READ)
    lenses = Lens.objects.visible_to(actor)
    if isinstance(key, UUID):
        lens = lenses.filter(pk=key).first()
    else:
        own_first = F("organization").asc(nulls_last=True)
        lens = lenses.filter(alias=key).order_by(own_first).first()
    if lens is None:
        raise NotFound(_("There is no such lens."))
    if need != Action.READ:
        policy.require(actor, need)
        if lens.is_builtin and not actor.is_system:
            raise Forbidden(_("A built-in lens cannot be changed. Export it and import a copy."))
    return lens


def version_for(actor: Actor, version_id: UUID, *, need: Action = Action.READ) -> LensVersion:
    """One version of a lens the actor may see (and change, if `need` says so)."""
    version = (
        LensVersion.objects.visible_to(actor)
        .select_related("lens")
        .defer("document")
        .filter(pk=version_id)
        .first()
    )
    if version is None:
        raise NotFound(_("There is no such lens version."))
    if need != Action.READ:
        lens_for(actor, version.lens_id, need=need)
    return version


def newest_published(lens: Lens) -> LensVersion | None:
    """The version a new review of this lens uses, or None when nothing is published."""
    return LensVersion.objects.filter(lens=lens).published().defer("document").first()


@lru_cache(maxsize=128)
def compiled(version_id: UUID) -> CompiledLens:
    """What a published version asks, ready to use: one query per process and version.

    Published versions never change, so this never goes stale. Drafts must not be asked for
    here: compile those with `lenses.compiled.compile_lens`.
    """
    version = LensVersion.objects.only("document", "status").get(pk=version_id)
    if version.status == "draft":
        raise ValueError("A draft may change; compile it without the cache.")
    reading = read(version.document)
    if reading.lens is None:  # cannot happen: it was read before it was stored
        raise ValueError(f"Version {version_id} holds a document that does not read.")
    return compile_lens(reading.lens)
