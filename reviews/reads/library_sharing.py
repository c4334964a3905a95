"""With whom a template or a profile is shared, for those who may share it. Five queries at most."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from lenses.models import Lens
from reviews.models import Profile, Template
from reviews.profile_access import profile_for
from reviews.services import library_sharing
from reviews.template_access import template_for
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind, ShareStatus
from wellarch.accounts.sharing import rows as share_rows
from wellarch.accounts.sharing import shares
from wellarch.accounts.sharing.rows import ShareRows


@dataclass(frozen=True, slots=True)
class SharingPage:
    """What the page shows. lenses: those of the organization that a template cannot be applied
    without."""

    id: UUID
    name: str
    shares: ShareRows
    lenses: tuple[Lens, ...]


def build(actor: Actor, what: ShareKind, subject_id: UUID) -> SharingPage:
    """The page of one. Forbidden for what is not the organization's own."""
    found = _found(actor, what, subject_id, need=Action.SHARE_WRITE)
    is_template = what == ShareKind.TEMPLATE
    return SharingPage(
        id=found.pk,
        name=found.name,
        shares=share_rows.of(library_sharing.subject_of(what, found)),
        lenses=tuple(library_sharing.needed_lenses(found.pk)) if is_template else (),
    )


def shares_of(actor: Actor, what: ShareKind, subject_id: UUID) -> QuerySet[Share]:
    """The shares as programs list them: all for who may share it, those that give access for
    other members of its organization, their own for those it is shared with."""
    found = _found(actor, what, subject_id)
    rows = shares.of_subject(library_sharing.subject_of(what, found))
    if found.organization_id is None:
        return rows.none()
    if found.organization_id != actor.organization.pk:
        own = Share.objects.reaching(actor.user, actor.organization)
        return rows.filter(pk__in=own.values("pk"))
    if Action.SHARE_WRITE in policy.TABLE[actor.role]:
        return rows
    return rows.filter(status=ShareStatus.ACCEPTED)


def _found(
    actor: Actor, what: ShareKind, subject_id: UUID, *, need: Action = Action.READ
) -> Template | Profile:
    if what == ShareKind.TEMPLATE:
        return template_for(actor, subject_id, need=need)
    return profile_for(actor, subject_id, need=need)
