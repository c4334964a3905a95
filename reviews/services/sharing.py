"""Sharing a workload: offered, changed, sent again, revoked by who may share it.

Every function raises NotFound for a workload the actor does not see and Forbidden for one they
may not share; a guest never may. The rest is said in wellarch/accounts/sharing/shares.py.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from reviews import access
from reviews.models import Workload
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Permission, ShareKind
from wellarch.accounts.sharing import shares
from wellarch.accounts.sharing.shares import Subject
from wellarch.accounts.sharing.targets import Target


def offer(
    actor: Actor, workload_id: UUID, target: Target, *, permission: str = Permission.READ
) -> Share:
    """Share a workload with a person, a team or an organization."""
    with transaction.atomic():
        return shares.offer(actor, _mine(actor, workload_id), target, permission=permission)


def change(actor: Actor, workload_id: UUID, share_id: UUID, *, permission: str) -> Share:
    """Let them read only, or answer too."""
    with transaction.atomic():
        return shares.change(actor, _mine(actor, workload_id), share_id, permission=permission)


def resend(actor: Actor, workload_id: UUID, share_id: UUID) -> Share:
    """Invite again, for seven more days."""
    with transaction.atomic():
        return shares.resend(actor, _mine(actor, workload_id), share_id)


def revoke(actor: Actor, workload_id: UUID, share_id: UUID) -> Share:
    """End a share or take an invitation back."""
    with transaction.atomic():
        return shares.revoke(actor, _mine(actor, workload_id), share_id)


def subject_of(workload: Workload) -> Subject:
    """The workload as shares know it."""
    return Subject(ShareKind.WORKLOAD, workload.pk, workload.name)


def _mine(actor: Actor, workload_id: UUID) -> Subject:
    need = Action.SHARE_WRITE
    return subject_of(access.workload_for(actor, workload_id, need=need, lock=True))
