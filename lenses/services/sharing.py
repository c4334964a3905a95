"""Sharing a lens: others read it and review their own workloads with it.

Every function raises NotFound for a lens the actor does not see, Forbidden for one that is
built in or shared with them. Who loses a lens keeps the reviews that use it and can start no
new ones. The rest is said in wellarch/accounts/sharing/shares.py.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lenses.access import lens_for, newest_published
from lenses.models import Lens
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind, ShareStatus
from wellarch.accounts.sharing import shares
from wellarch.accounts.sharing.shares import Subject
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import Conflict


def offer(actor: Actor, key: UUID | str, target: Target) -> Share:
    """Share a lens, always to be read. Conflict for one that was never published."""
    with transaction.atomic():
        lens = _mine(actor, key)
        if newest_published(lens) is None:
            raise Conflict(
                _("Publish this lens before you share it; a draft stays with its authors."),
                code="not-published",
            )
        return shares.offer(actor, subject_of(lens), target)


def resend(actor: Actor, key: UUID | str, share_id: UUID) -> Share:
    """Invite again, for seven more days."""
    with transaction.atomic():
        return shares.resend(actor, subject_of(_mine(actor, key)), share_id)


def revoke(actor: Actor, key: UUID | str, share_id: UUID) -> Share:
    """End a share or take an invitation back."""
    with transaction.atomic():
        return shares.revoke(actor, subject_of(_mine(actor, key)), share_id)


def shares_of(actor: Actor, key: UUID | str) -> QuerySet[Share]:
    """The shares of a lens as programs list them: all for who may share it, those that give
    access for other members of its organization, their own for those it is shared with."""
    lens = lens_for(actor, key)
    found = shares.of_subject(subject_of(lens))
    if lens.organization_id != actor.organization.pk:
        own = Share.objects.reaching(actor.user, actor.organization)
        return found.filter(pk__in=own.values("pk"))
    if Action.SHARE_WRITE in policy.TABLE[actor.role]:
        return found
    return found.filter(status=ShareStatus.ACCEPTED)


def subject_of(lens: Lens) -> Subject:
    """The lens as shares know it."""
    return Subject(ShareKind.LENS, lens.pk, lens.name)


def _mine(actor: Actor, key: UUID | str) -> Lens:
    lens = lens_for(actor, key, need=Action.SHARE_WRITE)
    policy.require(actor, Action.LENS_WRITE)  # no token of some workloads gives a lens away
    return Lens.objects.select_for_update(no_key=True).get(pk=lens.pk)
