"""Shares as programs list and name them. One query each."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Membership, Organization, Share
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind, ShareStatus
from wellarch.accounts.sharing.shares import OPEN

EXPIRED = "expired"


def in_state(rows: QuerySet[Share], state: str) -> QuerySet[Share]:
    """Those of some shares that are in a state (see Share.state); none for an unknown one."""
    is_late = Q(expires_at__lte=clock.now())
    if state == EXPIRED:
        return rows.filter(is_late, status=ShareStatus.PENDING)
    if state == ShareStatus.PENDING:
        return rows.filter(~is_late, status=ShareStatus.PENDING)
    return rows.filter(status=state)


def not_revoked(rows: QuerySet[Share]) -> QuerySet[Share]:
    """Those that were not taken back."""
    return rows.exclude(status=ShareStatus.REVOKED)


def count_open(actor: Actor, kind: ShareKind, key: UUID) -> int:
    """With how many something of the actor's organization is shared or offered."""
    policy.require(actor, Action.READ)
    return Share.objects.filter(
        organization=actor.organization, kind=kind, subject_id=key, status__in=OPEN
    ).count()


def invitation(actor: Actor, kind: ShareKind, key: UUID) -> UUID | None:
    """The share by which the actor has something of another organization, the first of several."""
    policy.require(actor, Action.READ)
    rows = Share.objects.reaching(actor.user, actor.organization).filter(kind=kind, subject_id=key)
    return rows.order_by("created_at", "pk").values_list("pk", flat=True).first()


def members_among(organization: Organization, users: Collection[int]) -> frozenset[int]:
    """Which of these people are members. No query for nobody."""
    if not users:
        return frozenset()
    rows = Membership.objects.filter(organization=organization, user__in=users)
    return frozenset(rows.values_list("user_id", flat=True))


def address_of(actor: Actor, member: str) -> str:
    """The e-mail address of a member of the actor's organization, by the number of the person;
    empty for nobody."""
    policy.require(actor, Action.READ)
    if not (member.isascii() and member.isdigit() and len(member) <= 18):
        return ""
    rows = Membership.objects.filter(organization=actor.organization, user_id=int(member))
    return rows.values_list("user__email", flat=True).first() or ""
