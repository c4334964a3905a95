"""Shares, as their receivers see them: what waits for an answer, what was accepted.

An offer to an address is meant for whoever has proven that the address is theirs. Nothing has
to run for that: it is asked whenever somebody looks, and written down when they accept.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share, User
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Permission, ShareKind, ShareStatus
from wellarch.accounts.sharing import shares
from wellarch.accounts.sharing import targets as share_targets
from wellarch.errors import Conflict, NotFound
from wellarch.events import log


@dataclass(frozen=True, slots=True)
class Offer:
    """A share as its receiver sees it. may_answer: accept, reject or leave it."""

    share: Share
    name: str
    may_answer: bool

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still wanted."""
        return self.share.state == ShareStatus.PENDING


def incoming(actor: Actor) -> tuple[Offer, ...]:
    """What is offered to or shared with the actor or their organization, waiting first.

    A fixed number of queries: the shares, and the names of each kind.
    """
    policy.require(actor, Action.READ)
    found = list(_listed(actor).order_by("-created_at", "pk"))
    names = shares.names_of(found)
    offers = [
        Offer(share, names[share.subject_id], policy.allows(actor, need_of(share)))
        for share in found
        if share.subject_id in names
    ]
    return tuple(sorted(offers, key=lambda offer: not offer.is_waiting))


def listed(actor: Actor) -> QuerySet[Share]:
    """The rows of `incoming`, for doors that page."""
    policy.require(actor, Action.READ)
    return _listed(actor)


def waiting(actor: Actor) -> int:
    """How many offers the actor could answer now. One query."""
    return sum(
        policy.allows(actor, need_of(share))
        for share in _listed(actor).filter(status=ShareStatus.PENDING)
    )


def need_of(share: Share) -> Action:
    """What one must be allowed to answer this share."""
    return Action.SHARE_ANSWER if share.target_organization_id else Action.OFFER_ANSWER


def accept(actor: Actor, share_id: UUID) -> Share:
    """Take an offer up; access begins at once. Accepting twice is accepting once.

    NotFound unless it was offered to the actor, Forbidden if only an architect or admin may
    answer for the organization, Conflict when it expired, was revoked or rejected.
    """
    with transaction.atomic():
        if actor.user:  # one at a time, or offers to two addresses of theirs become two shares
            User.objects.select_for_update(no_key=True).get(pk=actor.user.pk)
        share = _locked(actor, share_id)
        if share.status == ShareStatus.ACCEPTED:
            return share
        if share.status == ShareStatus.REJECTED:
            raise Conflict(_("You rejected this. Ask for a new invitation."), code="share-ended")
        if share.state == "expired":
            raise Conflict(
                _("This invitation has expired. Ask for a new one."), code="share-expired"
            )
        if share.email and actor.user:
            _take(share, actor.user)
        _answer(actor, share, ShareStatus.ACCEPTED, "share.accepted")
    return share


def reject(actor: Actor, share_id: UUID) -> Share:
    """Decline an offer, or give up what was accepted: access ends at once."""
    with transaction.atomic():
        share = _locked(actor, share_id)
        if share.status == ShareStatus.REJECTED:
            return share
        verb = "share.left" if share.status == ShareStatus.ACCEPTED else "share.rejected"
        _answer(actor, share, ShareStatus.REJECTED, verb)
    return share


def _to(actor: Actor) -> Q:
    to_them = Q(target_organization=actor.organization)
    if actor.user is not None:
        proven = EmailAddress.objects.filter(user=actor.user, verified=True)
        to_them |= Q(target_user=actor.user)
        to_them |= Q(email__in=proven.annotate(lower=Lower("email")).values("lower"))
    if actor.workloads is not None:
        to_them &= Q(kind=ShareKind.WORKLOAD, subject_id__in=actor.workloads)
    return to_them


def _listed(actor: Actor) -> QuerySet[Share]:
    still = Q(status=ShareStatus.ACCEPTED) | Q(
        status=ShareStatus.PENDING, expires_at__gt=clock.now()
    )
    return Share.objects.filter(_to(actor), still).select_related(
        "organization", "created_by", "target_organization"
    )


def _locked(actor: Actor, share_id: UUID) -> Share:
    rows = Share.objects.select_for_update().filter(_to(actor), pk=share_id)
    share = rows.exclude(status=ShareStatus.REVOKED).first()
    if share is None:
        raise NotFound(_("There is no such invitation."))
    policy.require(actor, need_of(share))
    return share


def _take(share: Share, user: User) -> None:
    """An offer to an address becomes this person's. If they have one already (invited at two
    addresses), it ends, and the new one allows what either did."""
    twins = Share.objects.select_for_update().filter(
        kind=share.kind, subject_id=share.subject_id, target_user=user, status__in=shares.OPEN
    )
    for twin in twins.exclude(pk=share.pk):
        if Permission.CONTRIBUTE in (twin.permission, share.permission):
            share.permission = Permission.CONTRIBUTE
        twin.status, twin.answered_at = ShareStatus.REVOKED, clock.now()
        twin.save(update_fields=["status", "answered_at"])
    share.target_user, share.email = user, ""


def _answer(actor: Actor, share: Share, status: ShareStatus, verb: str) -> None:
    share.status, share.answered_by, share.answered_at = status, actor.user, clock.now()
    share.save(
        update_fields=[
            "status", "answered_by", "answered_at", "target_user", "email", "permission",
        ]
    )  # fmt: skip
    is_workload = share.kind == ShareKind.WORKLOAD
    data = {
        "kind": share.kind, "permission": share.permission, **share_targets.described(share),
    }  # fmt: skip
    log.record(actor, verb, share, workload_id=share.subject_id if is_workload else None, data=data)
    if share.target_organization_id:
        # It changes what the members of the receiving organization see: their log knows it too.
        log.record(actor, verb, actor.organization, data=data)
