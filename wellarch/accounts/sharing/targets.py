"""With whom something is shared: what was typed or sent, and whom that means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Membership, Organization, Share, Team
from wellarch.accounts.tenancy import teams
from wellarch.accounts.tenancy.invitations import masked
from wellarch.errors import Invalid


@dataclass(frozen=True, slots=True)
class Target:
    """Exactly one of: the address of a person, a team (id or name), an account number."""

    email: str = ""
    team: UUID | str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a target means. is_inside: of the own organization, so that nobody has to accept."""

    columns: dict[str, Any]
    is_inside: bool


def typed(text: str) -> Target:
    """What somebody typed into one field: an address, twelve digits, or the name of a team."""
    text = text.strip()
    digits = re.sub(r"[\s-]", "", text)
    if "@" in text:
        return Target(email=text)
    if digits.isascii() and digits.isdigit() and len(digits) == 12:
        return Target(organization=digits)
    return Target(team=text)


def find(actor: Actor, target: Target) -> Found:
    """Whom it means. Invalid (email, team or organization) for nobody, or for oneself.

    Whether somebody outside has an account here is never told: their address is all there is
    until they accept.
    """
    if target.email:
        return _person(actor, target.email.strip().lower())
    if target.organization:
        return _organization(actor, re.sub(r"[\s-]", "", target.organization))
    if target.team:
        return _team(actor, target.team)
    raise Invalid(fields={"email": [_("Say with whom to share it.")]})


def _person(actor: Actor, email: str) -> Found:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(fields={"email": [_("This is not an e-mail address.")]}) from error
    proven = EmailAddress.objects.filter(email__iexact=email, verified=True)
    member = (
        Membership.objects.select_related("user")
        .filter(organization=actor.organization)
        .filter(Q(user__email=email) | Q(user__in=proven.values("user")))
        .first()
    )
    if member is None:
        return Found({"email": email}, is_inside=False)
    if member.user == actor.user:
        raise Invalid(fields={"email": [_("You cannot share it with yourself.")]})
    return Found({"target_user": member.user}, is_inside=True)


def _organization(actor: Actor, number: str) -> Found:
    if number == actor.organization.number:
        raise Invalid(
            fields={
                "organization": [
                    _("This is your own organization. Share with a member or a team of it.")
                ]
            }
        )
    found = Organization.objects.filter(number=number).first()
    if found is None:
        raise Invalid(fields={"organization": [_("No organization has this account number.")]})
    return Found({"target_organization": found}, is_inside=False)


def _team(actor: Actor, wanted: UUID | str) -> Found:
    named = {"pk": wanted} if isinstance(wanted, UUID) else {
        "normalized_name": teams.normalize(wanted)
    }  # fmt: skip
    team = Team.objects.filter(organization=actor.organization, **named).first()
    if team is None:
        raise Invalid(fields={"team": [_("Your organization has no such team.")]})
    return Found({"target_team": team}, is_inside=True)


def described(share: Share) -> dict[str, str]:
    """The target as the log keeps it: ids, or a masked address; never the name of a person."""
    if share.target_user_id:
        return {"to": "person", "target": str(share.target_user_id)}
    if share.target_team_id:
        return {
            "to": "team", "target": str(share.target_team_id), "called": str(share.target_team),
        }  # fmt: skip
    if share.target_organization_id:
        return {
            "to": "organization",
            "target": str(share.target_organization_id),
            "called": str(share.target_organization),
        }
    return {"to": "address", "target": masked(share.email)}
