"""Invitations to join an organization: by mail to one address, or by a link for who holds it.

The inviting side. What the invited do is in joining.py beside it, whose functions are offered
here too, so that a caller knows one module.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Invitation, Membership, Organization, Team, User
from wellarch.accounts.roles import Role
from wellarch.accounts.tenancy.joining import (
    Bearer,
    accept,
    decline,
    digest_of,
    forget,
    is_for,
    keep,
    kept_in,
    open,
    proves,
    waiting_for,
    waiting_in,
)
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.events import log
from wellarch.events.mailing import limits, notices
from wellarch.events.models import NoticeKind

__all__ = [
    "LINK_DAYS",
    "LINK_ROLES",
    "Bearer",
    "accept",
    "decline",
    "forget",
    "invitation_for",
    "invite",
    "is_for",
    "keep",
    "kept_in",
    "make_link",
    "masked",
    "open",
    "open_of",
    "proves",
    "resend",
    "revoke",
    "revoke_those_by",
    "url_of",
    "waiting_for",
    "waiting_in",
]

LINK_DAYS = (1, 30)
LINK_ROLES = (Role.ARCHITECT, Role.CONTRIBUTOR, Role.VIEWER)  # whoever holds it is no admin


def open_of(actor: Actor) -> QuerySet[Invitation]:
    """The invitations nobody accepted or revoked, newest first; expired mails among them.

    For those who may invite: the addresses of people who are not here are not everybody's.
    """
    policy.require(actor, policy.Action.MEMBER_WRITE)
    return (
        Invitation.objects.select_related("team", "invited_by")
        .filter(organization=actor.organization, accepted_at=None, revoked_at=None)
        .exclude(email="", expires_at__lte=clock.now())
        .order_by("-created_at", "pk")
    )


def invitation_for(actor: Actor, invitation_id: UUID) -> Invitation:
    """One of `open_of`, or NotFound."""
    found = open_of(actor).filter(pk=invitation_id).first()
    if found is None:
        raise NotFound(_("There is no such invitation."))
    return found


def invite(
    actor: Actor, *, email: str, role: str = Role.VIEWER, team_id: UUID | None = None
) -> Invitation:
    """Ask the owner of an address to join, by mail. Asking again renews what is open.

    Conflict `already-member` for a member, `too-many-invitations` beyond a day's limit;
    Invalid names every wrong field.
    """
    policy.require(actor, policy.Action.MEMBER_WRITE)
    email = email.strip().lower()
    team = _checked(actor, role, team_id, email=email)
    with transaction.atomic():
        _take_turn(actor)
        if _is_member(actor.organization, email):
            raise Conflict(_("This person is a member already."), code="already-member")
        found = Invitation.objects.filter(
            organization=actor.organization, email=email, accepted_at=None, revoked_at=None
        ).first()
        invitation = found or Invitation(organization=actor.organization, email=email)
        invitation.role, invitation.team, invitation.invited_by = role, team, actor.user
        _send(actor, invitation, verb="invitation.resent" if found else "invitation.sent")
    return invitation


def make_link(
    actor: Actor, *, role: str, days: int, team_id: UUID | None = None
) -> tuple[Invitation, str]:
    """A link with which whoever holds it may join, and its address, shown once and never kept.

    It works any number of times until it expires or is revoked, and makes nobody an admin.
    """
    policy.require(actor, policy.Action.MEMBER_WRITE)
    team = _checked(actor, role, team_id, days=days)
    clear = secrets.token_urlsafe(32)
    with transaction.atomic():
        _take_turn(actor, is_mail=False)
        invitation = Invitation.objects.create(
            organization=actor.organization,
            role=role,
            team=team,
            digest=digest_of(clear),
            invited_by=actor.user,
            expires_at=clock.now() + timedelta(days=days),
        )
        log.record(actor, "invitation.link_made", invitation, data={"role": role, "days": days})
    return invitation, url_of(clear)


def resend(actor: Actor, invitation_id: UUID) -> Invitation:
    """Send the mail again with a new link and a new end; the old link stops working.

    Conflict `is-link` for a link, which was never sent.
    """
    policy.require(actor, policy.Action.MEMBER_WRITE)
    with transaction.atomic():
        _take_turn(actor)
        invitation = invitation_for(actor, invitation_id)
        if invitation.is_link:
            raise Conflict(_("A link is not sent. Make a new one."), code="is-link")
        if _is_member(actor.organization, invitation.email):
            raise Conflict(_("This person is a member already."), code="already-member")
        _send(actor, invitation, verb="invitation.resent")
    return invitation


def revoke(actor: Actor, invitation_id: UUID) -> Invitation:
    """End an invitation: its link stops working at once. Who joined by it stays."""
    policy.require(actor, policy.Action.MEMBER_WRITE)
    with transaction.atomic():
        _take_turn(actor, is_mail=False)
        invitation = invitation_for(actor, invitation_id)
        invitation.revoked_at = clock.now()
        invitation.save(update_fields=["revoked_at"])
        log.record(actor, "invitation.revoked", invitation, data=_told(invitation))
    return invitation


def revoke_those_by(actor: Actor, user: User) -> int:
    """End what a leaving member has open, whose links they may know; how many there were.

    Part of the transaction that ends their membership.
    """
    return Invitation.objects.filter(
        organization=actor.organization, invited_by=user, accepted_at=None, revoked_at=None
    ).update(revoked_at=clock.now())


def url_of(clear: str) -> str:
    """The whole address of an invitation, for mails and to copy."""
    return f"{settings.WELLARCH_URL}{reverse('invitation-open', args=[clear])}"


def masked(email: str) -> str:
    """An address as the log may hold it: o…@example.com."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def _checked(
    actor: Actor,
    role: str,
    team_id: UUID | None,
    *,
    email: str | None = None,
    days: int | None = None,
) -> Team | None:
    fields: dict[str, list[str]] = {}
    if role not in (Role.values if days is None else LINK_ROLES):
        fields["role"] = [_("Choose a role.")]
    if email is not None:
        try:
            validate_email(email)
        except ValidationError:
            fields["email"] = [_("Enter a valid e-mail address.")]
    if days is not None and not LINK_DAYS[0] <= days <= LINK_DAYS[1]:
        fields["days"] = [_("Choose 1 to 30 days.")]
    team = None
    if team_id is not None:
        team = Team.objects.filter(organization=actor.organization, pk=team_id).first()
        if team is None:
            fields["team_id"] = [_("There is no such team.")]
    if fields:
        raise Invalid(fields=fields)
    return team


def _take_turn(actor: Actor, *, is_mail: bool = True) -> None:
    # One inviter at a time per organization, so that an address has one open invitation and
    # the day's limit holds: this server is not for sending mails to the world.
    Organization.objects.select_for_update(no_key=True).get(pk=actor.organization.pk)
    if is_mail and limits.is_reached(actor.organization):
        raise Conflict(
            _("Your organization has sent many invitations today. Use a link, or try tomorrow."),
            code="too-many-invitations",
        )


def _is_member(organization: Organization, email: str) -> bool:
    proven = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return Membership.objects.filter(
        Q(user__email=email) | Q(user__in=proven.values("user")), organization=organization
    ).exists()


def _send(actor: Actor, invitation: Invitation, *, verb: str) -> None:
    clear = secrets.token_urlsafe(32)
    now = clock.now()
    invitation.digest, invitation.sent_at = digest_of(clear), now
    invitation.expires_at = now + timedelta(days=settings.WELLARCH_INVITATION_DAYS)
    invitation.save()
    log.record(actor, verb, invitation, data=_told(invitation))
    notices.write(
        NoticeKind.INVITATION,
        email=invitation.email,
        organization=actor.organization,
        by=actor.user,
        data={
            "what": "organization",
            "name": actor.organization.name,
            "role": str(invitation.role),
            "url": url_of(clear),
            "expires_at": invitation.expires_at,
        },
    )


def _told(invitation: Invitation) -> dict[str, str]:
    told = {"role": str(invitation.role)}
    return told if invitation.is_link else told | {"email": masked(invitation.email)}
