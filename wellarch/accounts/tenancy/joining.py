"""What an invited person does: open the link, see who invites them, accept or decline.

The link is kept in the session, so that it survives signing in or up. Nothing is proven by the
session alone: it holds the digest of the presented token, and the row decides.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import Invitation, Membership, TeamMember, User
from wellarch.accounts.roles import Role, Via
from wellarch.errors import Conflict, Forbidden, NotFound
from wellarch.events import log

SESSION_KEY = "invitation"


def digest_of(clear: str) -> str:
    """How a token is kept. It is 256 random bits, so a plain digest suffices."""
    return hashlib.sha256(clear.encode()).hexdigest()


def open(request: HttpRequest, token: str) -> Invitation | None:
    """Keep the invitation of a presented link in the session, None when there is none to keep.

    Unknown, expired, used and revoked are the same: nobody learns which links once existed.
    """
    digest = digest_of(token)
    found = _live().filter(digest=digest).first()
    if found is None:
        forget(request)
        return None
    request.session[SESSION_KEY] = digest
    return found


def waiting_in(request: HttpRequest) -> Invitation | None:
    """The invitation whose link was opened in this session, None if it no longer works."""
    digest = request.session.get(SESSION_KEY)
    return _live().filter(digest=digest).first() if digest else None


def forget(request: HttpRequest) -> None:
    """Keep no invitation in this session any more."""
    request.session.pop(SESSION_KEY, None)


def kept_in(request: HttpRequest) -> str:
    """What `keep` takes, to carry an invitation over into another session; or ""."""
    return str(request.session.get(SESSION_KEY, ""))


def keep(request: HttpRequest, kept: str) -> None:
    """Keep in this session what `kept_in` said of the one before."""
    if kept:
        request.session[SESSION_KEY] = kept


def is_for(user: User, invitation: Invitation) -> bool:
    """Whether it was sent to this person; a link is for everybody."""
    mine = {user.email.lower(), *_proven_addresses(user)}
    return invitation.is_link or invitation.email in mine


def proves(request: HttpRequest, email: str) -> bool:
    """Whether the link opened in this session was mailed to `email`.

    Asked while an account is made. Only the address that is typed is ever proven: one that
    came by a link must not be added to an account, or a stranger's link would add theirs.
    """
    waiting = waiting_in(request)
    return waiting is not None and bool(email) and waiting.email == email.strip().lower()


def waiting_for(user: User) -> QuerySet[Invitation]:
    """The open invitations by mail to an address this person has confirmed, newest first."""
    return (
        _live()
        .filter(email__in=_proven_addresses(user))
        .exclude(organization__memberships__user=user)
        .order_by("-created_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who answers an invitation: a person, and whether they opened its link themselves."""

    user: User
    has_link: bool = False
    ip: str = ""


def accept(bearer: Bearer, invitation: Invitation) -> Membership:
    """Join. Who is a member already stays what they are: Conflict `already-member`.

    NotFound when the invitation has been used, revoked or has expired, or the account; Forbidden
    `other-address` when it was mailed to somebody else and its link was not opened.
    """
    with transaction.atomic():
        _lock_person(bearer.user)
        row = _locked(invitation)
        _check_is_theirs(bearer, row)
        membership, is_new = Membership.objects.select_related("organization").get_or_create(
            organization=row.organization, user=bearer.user, defaults={"role": row.role}
        )
        if not is_new:
            raise Conflict(
                _("You are a member of %(organization)s already.")
                % {"organization": row.organization.name},
                code="already-member",
            )
        membership.user = bearer.user
        if row.team_id is not None:
            TeamMember.objects.create(team_id=row.team_id, membership=membership)
        Invitation.objects.filter(pk=row.pk).update(
            uses=F("uses") + 1, accepted_at=None if row.is_link else clock.now()
        )
        log.record(
            member_actor(membership, Via.BROWSER, ip=bearer.ip),
            "member.joined",
            bearer.user,
            data={"role": str(row.role), "invitation": str(row.pk), "by_link": row.is_link},
        )
    return membership


def decline(bearer: Bearer, invitation: Invitation) -> None:
    """Refuse a mail for good; a link is others' too, so it only is not used.

    NotFound and Forbidden as with `accept`.
    """
    with transaction.atomic():
        row = _locked(invitation)
        _check_is_theirs(bearer, row)
        if row.is_link:
            return
        Invitation.objects.filter(pk=row.pk).update(revoked_at=clock.now())
        guest = Actor(bearer.user, row.organization, Role.VIEWER, Via.BROWSER, ip=bearer.ip)
        log.record(guest, "invitation.declined", row, data={"role": str(row.role)})


def _live() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("organization", "invited_by", "team").filter(
        accepted_at=None, revoked_at=None, expires_at__gt=clock.now()
    )


def _locked(invitation: Invitation) -> Invitation:
    # The one row is what two acceptances of one mail fight for. Its digest is asked for again:
    # the link of a mail that was sent anew in between has ended.
    row = (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization")
        .filter(
            Q(accepted_at=None, revoked_at=None, expires_at__gt=clock.now()),
            pk=invitation.pk,
            digest=invitation.digest,
        )
        .first()
    )
    if row is None:
        raise NotFound(
            _("This invitation does not work any more. Ask for a new one."), code="invitation-over"
        )
    return row


def _lock_person(user: User) -> None:
    # Before the invitation, in the order of who ends an account, after which nobody joins.
    rows = User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True)
    if rows.first() is None:
        raise NotFound(_("There is no such account any more."))


def _check_is_theirs(bearer: Bearer, row: Invitation) -> None:
    if bearer.has_link:
        return
    if row.is_link or row.email not in set(_proven_addresses(bearer.user)):
        raise Forbidden(_("This invitation was sent to another address."), code="other-address")


def _proven_addresses(user: User) -> list[str]:
    found = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return [email.lower() for email in found]
