"""SharedWith and the ids of shares: whom the API names, and whom that means here.

An account is another organization. A person is a user of an account, named by their e-mail
address. Which organization somebody belongs to is nobody's business, so whoever is not of the
owner's is shown in the account of twelve zeros, and any account is taken for them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from uuid import UUID

from reviews.aws.errors import NotValid
from reviews.reads import shares_listed
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Organization, Share
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.sharing.targets import Target

NO_ACCOUNT = "000000000000"
_PERSON = re.compile(r"arn:aws[-a-z]*:iam::(?P<account>\d{12}):user/(?:.*/)?(?P<name>[^/]+)")
_TEAM = re.compile(r"arn:aws[-a-z]*:iam::(?P<account>\d{12}):group/(?P<name>.+)")
_ACCOUNT = re.compile(r"\d{12}")
_ORGANIZATION = re.compile(r"arn:aws[-a-z]*:organizations::.*")

SELF = "[Validation] The shared with user cannot belong to the sharer's account."


def target_of(actor: Actor, text: str) -> Target:
    """Whom SharedWith means. NotValid for what is offered to nobody here."""
    if _ACCOUNT.fullmatch(text):
        if text == actor.organization.number:
            raise NotValid(SELF, {"SharedWith": SELF})
        return Target(organization=text)
    if person := _PERSON.fullmatch(text):
        name = person["name"]
        if "@" not in name:
            name = shares_listed.address_of(actor, name)
        return Target(email=name) if name else _nobody(text)
    if (team := _TEAM.fullmatch(text)) and team["account"] == actor.organization.number:
        return Target(team=team["name"])
    if _ORGANIZATION.fullmatch(text):
        told = (
            "Sharing with an organization of AWS or a unit of it is not offered. Share with an "
            "account, or with a user."
        )
        raise NotValid(f"[Validation] {told}", {"SharedWith": told})
    return _nobody(text)


def shared_with(share: Share, *, account: str, members: Collection[int]) -> str:
    """SharedWith of a share. account: of its owner; members: the owner's own people by key.

    Wants the targets loaded with the row.
    """
    if share.target_organization:
        return share.target_organization.number
    if share.target_team:
        return f"arn:aws:iam::{account}:group/{share.target_team.name}"
    if share.target_user:
        near = share.target_user_id in members
        return _person(account if near else NO_ACCOUNT, share.target_user.email)
    return _person(NO_ACCOUNT, share.email)


def received(share: Share, receiver: Actor) -> str:
    """SharedWith as the one it was offered to sees it: their account, or themselves in it."""
    if share.target_organization_id or receiver.user is None:
        return receiver.organization.number
    return _person(receiver.organization.number, share.email or receiver.user.email)


def invitation(actor: Actor, kind: ShareKind, key: UUID) -> str | None:
    """ShareInvitationId of something another organization shares with the actor."""
    found = shares_listed.invitation(actor, kind, key)
    return found.hex if found else None


def members_among(organization: Organization, shares: Iterable[Share]) -> frozenset[int]:
    """Which of the people of these shares are the organization's own. One query at most."""
    return shares_listed.members_among(
        organization, [share.target_user_id for share in shares if share.target_user_id]
    )


def _person(account: str, email: str) -> str:
    return f"arn:aws:iam::{account}:user/{email}"


def _nobody(text: str) -> Target:
    told = f"{text} is no account, user or group that something can be shared with."
    raise NotValid(f"[Validation] {told}", {"SharedWith": told})
