"""The places lenses are followed from: named, stopped, taken up again, removed.

Looking at a place is lenses/services/source_pulls.py; which places are allowed at all is
lenses/fetching/places.py. Every function raises NotFound for a source of another organization
and Forbidden for who is no admin.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lenses.access import source_for
from lenses.fetching import Place, Refused, allowed, place_of
from lenses.models import LensSource, SourceState
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

MAX_SOURCES = 200
"""Of one organization; each is looked at again and again."""


def add(actor: Actor, *, place: str) -> LensSource:
    """Follow a place. Nothing is read yet: the first look says which lens it is.

    Invalid (place) for one that the settings do not allow or that is followed already.
    """
    policy.require(actor, Action.SOURCE_WRITE)
    wanted = _place(actor, place)
    with transaction.atomic():
        if LensSource.objects.visible_to(actor).count() >= MAX_SOURCES:
            raise Conflict(_("No more places can be followed. Remove one first."))
        source = LensSource(
            organization=actor.organization,
            kind=wanted.kind,
            place=wanted.text,
            created_by=actor.user,
        )
        _save(source)
        log.record(actor, "lens.source_added", source, data=about(source))
    return source


def edit(actor: Actor, source_id: UUID, *, place: str) -> LensSource:
    """The document has moved: follow it at another place. The lens stays the same one."""
    policy.require(actor, Action.SOURCE_WRITE)
    wanted = _place(actor, place)
    with transaction.atomic():
        source = source_for(actor, source_id, need=Action.SOURCE_WRITE, lock=True)
        before = source.place
        if before == wanted.text:
            return source
        source.kind, source.place = wanted.kind, wanted.text
        source.state, source.problem, source.etag = SourceState.NEW, "", ""
        source.claimed_at = None  # who looks at the former place now has looked in vain
        _save(source)
        changes = {"place": (shown(before), shown(source.place))}
        log.record(actor, "lens.source_moved", source, changes=changes, data=about(source))
    return source


def stop(actor: Actor, source_id: UUID) -> LensSource:
    """Look there no more, until it is resumed. Stopping twice is stopping once."""
    return _follow(actor, source_id, active=False)


def resume(actor: Actor, source_id: UUID) -> LensSource:
    """Look there again."""
    return _follow(actor, source_id, active=True)


def remove(actor: Actor, source_id: UUID) -> None:
    """Forget the place. The lens, its versions and its draft stay."""
    with transaction.atomic():
        source = source_for(actor, source_id, need=Action.SOURCE_WRITE, lock=True)
        log.record(actor, "lens.source_removed", source, data=about(source))
        source.delete()


def about(source: LensSource) -> dict[str, Any]:
    """A source as the log keeps it: what may be secret in an address stays out."""
    alias = source.lens.alias if source.lens else ""
    return {"place": shown(source.place), "alias": alias}


def shown(place: str) -> str:
    """A place without the query of its address, in which some servers want a secret."""
    return place.partition("?")[0]


def _follow(actor: Actor, source_id: UUID, *, active: bool) -> LensSource:
    with transaction.atomic():
        source = source_for(actor, source_id, need=Action.SOURCE_WRITE, lock=True)
        if source.is_active != active:
            source.is_active = active
            source.save(update_fields=["is_active"])
            verb = "lens.source_resumed" if active else "lens.source_stopped"
            log.record(actor, verb, source, data=about(source))
    return source


def _place(actor: Actor, text: str) -> Place:
    try:
        return place_of(text, allowed(actor.organization.slug))
    except Refused as refusal:
        raise Invalid(fields={"place": [refusal.message]}) from None


def _save(source: LensSource) -> None:
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError:
        message = _("Your organization follows this place already.")
        raise Invalid(fields={"place": [message]}) from None
