"""Sharing what is used again and again: review templates and profiles.

Others read them, apply them to their own workloads and copy them; they change nothing. Every
function raises NotFound for what the actor does not see, Forbidden for what is built in or
shared with them. The rest is said in wellarch/accounts/sharing/shares.py.

A template may hold lenses of its organization. Who receives it can apply those parts only with
the lenses, so they can be shared in the same step.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction

from lenses.models import Lens
from lenses.services import sharing as lens_sharing
from reviews.models import Profile, Template
from reviews.profile_access import profile_for
from reviews.template_access import template_for
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.sharing import shares
from wellarch.accounts.sharing.shares import Subject
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import Conflict

_REACH: dict[ShareKind, Callable[..., Any]] = {
    ShareKind.TEMPLATE: template_for,
    ShareKind.PROFILE: profile_for,
}
_WRITE = {ShareKind.TEMPLATE: Action.TEMPLATE_WRITE, ShareKind.PROFILE: Action.PROFILE_WRITE}


def offer(
    actor: Actor,
    what: ShareKind,
    subject_id: UUID,
    target: Target,
    *,
    with_lenses: bool = False,
) -> Share:
    """Share a template or a profile, always to be read.

    with_lenses: offer the organization's lenses of a template to the same target; those that it
    has or was offered already stay as they are.
    """
    with transaction.atomic():
        subject = _mine(actor, what, subject_id)
        share = shares.offer(actor, subject, target)
        if with_lenses and what == ShareKind.TEMPLATE:
            for lens in needed_lenses(subject_id):
                with suppress(Conflict), transaction.atomic():
                    lens_sharing.offer(actor, lens.pk, target)
    return share


def resend(actor: Actor, what: ShareKind, subject_id: UUID, share_id: UUID) -> Share:
    """Invite again, for seven more days."""
    with transaction.atomic():
        return shares.resend(actor, _mine(actor, what, subject_id), share_id)


def revoke(actor: Actor, what: ShareKind, subject_id: UUID, share_id: UUID) -> Share:
    """End a share or take an invitation back. The lenses of a template are shares of their own."""
    with transaction.atomic():
        return shares.revoke(actor, _mine(actor, what, subject_id), share_id)


def needed_lenses(template_id: UUID) -> list[Lens]:
    """The lenses of a template that others see only if they are shared with them too, by name."""
    rows = Lens.objects.filter(
        pk__in=Template.objects.filter(pk=template_id).values("reviews__lens"), deleted_at=None
    )
    return list(rows.exclude(organization=None).order_by("name"))


def subject_of(what: ShareKind, found: Template | Profile) -> Subject:
    """A template or profile as shares know it."""
    return Subject(what, found.pk, found.name)


def _mine(actor: Actor, what: ShareKind, subject_id: UUID) -> Subject:
    found = _REACH[what](actor, subject_id, need=Action.SHARE_WRITE, lock=True)
    policy.require(actor, _WRITE[what])  # no token of some workloads gives these away
    return subject_of(what, found)
