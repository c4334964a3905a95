"""Shares, as the owner makes them: offered, changed, sent again, revoked.

What is shared is known here by kind and id only. Whether the actor may share it is asked by the
service of its app, which calls these with its row locked, so that two people offering at the
same moment wait for each other. The receiver's side is wellarch/accounts/sharing/offers.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Membership, Organization, Share, User
from wellarch.accounts.roles import Permission, Role, ShareKind, ShareStatus
from wellarch.accounts.sharing import targets as share_targets
from wellarch.accounts.sharing.targets import Found, Target
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.events import log
from wellarch.events.mailing import limits, notices
from wellarch.events.models import NoticeKind

LIFE = timedelta(days=7)  # of an invitation nobody answered, as in the reference product
_PAUSE = timedelta(minutes=1)  # between two mails about one offer
OPEN = (ShareStatus.PENDING, ShareStatus.ACCEPTED)
# The models behind the kinds; an app with something else to share adds a line.
SUBJECTS: dict[str, tuple[str, str]] = {
    ShareKind.WORKLOAD: ("reviews", "Workload"),
    ShareKind.LENS: ("lenses", "Lens"),
    ShareKind.TEMPLATE: ("reviews", "Template"),
    ShareKind.PROFILE: ("reviews", "Profile"),
}
# Only a workload can be answered; everything else is read.
PERMISSIONS: dict[str, tuple[Permission, ...]] = {
    ShareKind.WORKLOAD: (Permission.READ, Permission.CONTRIBUTE)
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is shared: a row of the actor's organization."""

    kind: ShareKind
    id: UUID
    name: str


def permissions_of(kind: str) -> tuple[Permission, ...]:
    """What a share of this kind can allow."""
    return PERMISSIONS.get(kind, (Permission.READ,))


def of_subject(subject: Subject) -> QuerySet[Share]:
    """All shares of one thing with their targets, newest first."""
    return (
        Share.objects.filter(kind=subject.kind, subject_id=subject.id)
        .select_related(
            "target_user", "target_team", "target_organization", "created_by", "answered_by"
        )
        .order_by("-created_at", "pk")
    )


def names_of(shares: Iterable[Share]) -> dict[UUID, str]:
    """The names of what is shared, one query per kind. What is gone is missing."""
    wanted: dict[str, set[UUID]] = {}
    for share in shares:
        wanted.setdefault(share.kind, set()).add(share.subject_id)
    found: dict[UUID, str] = {}
    for kind, ids in wanted.items():
        rows: Any = apps.get_model(*SUBJECTS[kind])._base_manager.filter(pk__in=ids)
        found |= dict(rows.values_list("pk", "name"))
    return found


def offer(
    actor: Actor, subject: Subject, target: Target, *, permission: str = Permission.READ
) -> Share:
    """Share it. Members and teams of the own organization have access at once; a person or
    organization outside is invited and has it when they accept.

    Invalid for a target that means nobody or oneself, Conflict when there is an open share
    with it, no room for one more, or the day's invitations are used up. An invitation that
    expired is simply renewed.
    """
    _check_permission(subject, permission)
    found = share_targets.find(actor, target)
    with transaction.atomic():
        share = _open_share(subject, found)
        if share is not None and share.state != "expired":
            raise _shared_already(share)
        if not found.is_inside:
            _check_mails(actor)
        if share is None:
            _check_room(subject)
            share = Share(
                organization=actor.organization, kind=subject.kind, subject_id=subject.id,
                **found.columns,
            )  # fmt: skip
        share.permission, share.created_by = permission, actor.user
        share.created_at, share.expires_at = clock.now(), clock.now() + LIFE
        if found.is_inside:
            share.status, share.answered_at = ShareStatus.ACCEPTED, share.created_at
        try:
            with transaction.atomic():
                share.save()
        except IntegrityError as error:
            raise _shared_already(share) from error
        _record(actor, subject, share, "share.offered")
        _tell(actor, subject, share)
    return share


def change(actor: Actor, subject: Subject, share_id: UUID, *, permission: str) -> Share:
    """Another permission of an open share. NotFound if it is none of this thing."""
    _check_permission(subject, permission)
    with transaction.atomic():
        share = _locked(subject, share_id)
        before, share.permission = share.permission, permission
        if before != permission:
            share.save(update_fields=["permission"])
            changes = {"permission": (before, permission)}
            _record(actor, subject, share, "share.changed", changes=changes)
    return share


def resend(actor: Actor, subject: Subject, share_id: UUID) -> Share:
    """Invite again: another mail and seven new days. Conflict unless it waits for an answer."""
    with transaction.atomic():
        share = _locked(subject, share_id)
        if share.status != ShareStatus.PENDING:
            raise Conflict(_("This invitation was answered already."), code="share-answered")
        if share.expires_at - LIFE > clock.now() - _PAUSE:
            raise Conflict(_("It was sent a moment ago."), code="sent-already")
        _check_mails(actor)
        share.expires_at = clock.now() + LIFE
        share.save(update_fields=["expires_at"])
        _record(actor, subject, share, "share.resent")
        _tell(actor, subject, share)
    return share


def revoke(actor: Actor, subject: Subject, share_id: UUID) -> Share:
    """End it: from now on the share gives nobody access."""
    with transaction.atomic():
        share = _locked(subject, share_id)
        share.status = ShareStatus.REVOKED
        share.answered_by, share.answered_at = actor.user, clock.now()
        share.save(update_fields=["status", "answered_by", "answered_at"])
        _record(actor, subject, share, "share.revoked")
    return share


def end_all(actor: Actor, subject: Subject) -> int:
    """End every open share of something that is put away; returns how many there were.

    The deed that puts it away is what the log tells.
    """
    rows = Share.objects.filter(kind=subject.kind, subject_id=subject.id, status__in=OPEN)
    return rows.update(status=ShareStatus.REVOKED, answered_by=actor.user, answered_at=clock.now())


def forget(kind: ShareKind, subject_id: UUID) -> None:
    """Remove every share of something that is being deleted; the log remembers them."""
    Share.objects.filter(kind=kind, subject_id=subject_id).delete()


def end_for_member(organization: Organization, user_id: int) -> None:
    """End what an organization gave to a member of its own without asking, when they leave it."""
    Share.objects.filter(
        organization=organization, target_user=user_id, status=ShareStatus.ACCEPTED
    ).update(status=ShareStatus.REVOKED, answered_at=clock.now())


def _locked(subject: Subject, share_id: UUID) -> Share:
    share = (
        Share.objects.select_for_update(of=("self",))
        .select_related("target_organization")
        .filter(kind=subject.kind, subject_id=subject.id, pk=share_id)
        .first()
    )
    if share is None:
        raise NotFound(_("There is no such share."))
    if share.status not in OPEN:
        raise Conflict(_("This share has ended."), code="share-ended")
    return share


def _open_share(subject: Subject, found: Found) -> Share | None:
    """The open share with this target; somebody who accepted is known by their address too."""
    same = Q(**found.columns)
    if email := found.columns.get("email"):
        proven = EmailAddress.objects.filter(email__iexact=email, verified=True)
        same |= Q(target_user__in=proven.values("user"))
    rows = Share.objects.select_for_update().filter(kind=subject.kind, subject_id=subject.id)
    return rows.filter(same, status__in=OPEN).order_by("-created_at").first()


def _shared_already(share: Share) -> Conflict:
    if share.status == ShareStatus.ACCEPTED:
        return Conflict(_("It is shared with them already."), code="shared-already")
    return Conflict(_("They are invited already."), code="shared-already")


def _check_permission(subject: Subject, permission: str) -> None:
    if permission not in permissions_of(subject.kind):
        raise Invalid(fields={"permission": [_("This cannot be allowed here.")]})


def _check_room(subject: Subject) -> None:
    taken = Share.objects.filter(kind=subject.kind, subject_id=subject.id, status__in=OPEN)
    if taken.count() >= settings.WELLARCH_MAX_SHARES:
        raise Conflict(
            _("It is shared as often as it can be. Revoke a share to make room."),
            code="too-many-shares",
        )


def _check_mails(actor: Actor) -> None:
    if limits.is_reached(actor.organization):
        raise Conflict(
            _("Your organization has sent many invitations today. Try again tomorrow."),
            code="too-many-invitations",
        )


def _record(
    actor: Actor, subject: Subject, share: Share, verb: str, *, changes: log.Changes | None = None
) -> None:
    log.record(
        actor,
        verb,
        share,
        workload_id=subject.id if subject.kind == ShareKind.WORKLOAD else None,
        changes=changes,
        data={
            "kind": str(subject.kind),
            "name": subject.name,
            "permission": str(share.permission),
            **share_targets.described(share),
        },
    )


def _tell(actor: Actor, subject: Subject, share: Share) -> None:
    """Mail to the person, or to those who can answer for an organization. Teams see it here."""
    data = {
        "what": str(subject.kind),
        "name": subject.name,
        "permission": str(share.permission),
        "url": reverse("shared-with-me"),
        "expires_at": None if share.status == ShareStatus.ACCEPTED else share.expires_at,
    }
    if share.target_organization:
        data["everybody_in"] = share.target_organization.name
    people: list[dict[str, Any]] = []
    if share.email:
        people = [{"email": share.email}]
    elif share.target_user:
        people = [{"user": share.target_user}]
    elif share.target_organization:
        people = [{"user": user} for user in _answering(share.target_organization)]
    for person in people:
        notices.write(
            NoticeKind.INVITATION,
            organization=actor.organization,
            by=actor.user,
            data=data,
            **person,
        )


def _answering(organization: Organization) -> list[User]:
    able = (Role.ADMIN, Role.ARCHITECT)
    rows = Membership.objects.filter(organization=organization, role__in=able)
    return [row.user for row in rows.select_related("user")]
