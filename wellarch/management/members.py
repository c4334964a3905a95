"""Whom a command acts for: a member named by address. Used by commands that make credentials."""

from __future__ import annotations

from django.core.management.base import CommandError

from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import Membership, User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations


def command_actor(email: str, slug: str) -> Actor:
    """The member with this address, in the organization `slug` or the only one they are in.

    CommandError for nobody, for no member, and for a member of several who does not say which.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody with the address {email} has signed up here.")
    found: list[Membership] = [
        row for row in organizations.memberships_of(user) if slug in ("", row.organization.slug)
    ]
    if not found:
        raise CommandError(f"{email} is no member of {slug or 'any organization'}.")
    if len(found) > 1:
        slugs = ", ".join(row.organization.slug for row in found)
        raise CommandError(f"{email} is in several organizations, say --organization: {slugs}")
    return member_actor(found[0], Via.COMMAND)
