"""With whom a lens is shared, for those who may share it. Four queries."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from lenses.access import lens_for, newest_published
from lenses.models import Lens
from lenses.services import sharing
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareStatus
from wellarch.accounts.sharing import rows as share_rows
from wellarch.accounts.sharing import shares
from wellarch.accounts.sharing.rows import ShareRows


@dataclass(frozen=True, slots=True)
class SharingPage:
    """What the page shows. is_published: whether there is something to share."""

    lens: Lens
    shares: ShareRows
    is_published: bool


def build(actor: Actor, alias: str) -> SharingPage:
    """The page of one lens. Forbidden for lenses that are not the organization's own."""
    lens = lens_for(actor, alias, need=Action.SHARE_WRITE)
    return SharingPage(
        lens=lens,
        shares=share_rows.of(sharing.subject_of(lens)),
        is_published=newest_published(lens) is not None,
    )


def shares_of(actor: Actor, key: UUID | str) -> QuerySet[Share]:
    """The shares of a lens as programs list them: all for who may share it, those that give
    access for other members of its organization, their own for those it is shared with."""
    lens = lens_for(actor, key)
    found = shares.of_subject(sharing.subject_of(lens))
    if lens.organization_id != actor.organization.pk:
        own = Share.objects.reaching(actor.user, actor.organization)
        return found.filter(pk__in=own.values("pk"))
    if Action.SHARE_WRITE in policy.TABLE[actor.role]:
        return found
    return found.filter(status=ShareStatus.ACCEPTED)
