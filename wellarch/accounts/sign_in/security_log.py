"""What happens to somebody's account, told to the log of each organization they belong to.

allauth does the work and tells it by notifications; here is which verb each of them is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from wellarch.accounts.actor import member_actor, system_actor
from wellarch.accounts.addresses import address_of
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import invitations, organizations
from wellarch.events import log

Told = tuple[str, dict[str, str]]

NOTIFICATIONS: dict[str, Told] = {
    "account/email/password_changed": ("person.password_changed", {}),
    "account/email/password_reset": ("person.password_changed", {"by": "mail"}),
    "account/email/password_set": ("person.password_changed", {"by": "first"}),
    "account/email/email_changed": ("person.email_changed", {}),
    "account/email/email_deleted": ("person.email_removed", {}),
    "mfa/email/totp_activated": ("person.second_factor_added", {"kind": "app"}),
    "mfa/email/totp_deactivated": ("person.second_factor_removed", {"kind": "app"}),
    "mfa/email/webauthn_added": ("person.second_factor_added", {"kind": "passkey"}),
    "mfa/email/webauthn_removed": ("person.second_factor_removed", {"kind": "passkey"}),
    "mfa/email/recovery_codes_generated": ("person.recovery_codes_made", {}),
    "socialaccount/email/account_connected": ("person.provider_connected", {}),
    "socialaccount/email/account_disconnected": ("person.provider_disconnected", {}),
}
# What of a notification's context may be told: addresses masked, the provider by its id.
_ADDRESSES = {"from_email": "from", "to_email": "to", "deleted_email": "email"}


def told_by(template_prefix: str, context: Mapping[str, Any] | None) -> Told | None:
    """The verb and data of one of allauth's notifications; None for what is nobody's business."""
    found = NOTIFICATIONS.get(template_prefix)
    if found is None:
        return None
    verb, data = found
    more = context or {}
    addresses = {
        name: invitations.masked(str(more[key])) for key, name in _ADDRESSES.items() if key in more
    }
    account = {"provider": more["account"].provider} if "account" in more else {}
    return verb, {**data, **addresses, **account}


def record(
    request: HttpRequest, user: User, verb: str, data: Mapping[str, Any] | None = None
) -> None:
    """Append what a person did to their account to the log of each of their organizations."""
    ip = address_of(request)
    for membership in organizations.memberships_of(user):
        log.record(member_actor(membership, Via.BROWSER, ip=ip), verb, user, data=data)


def failed(request: HttpRequest, user: User, *, method: str) -> None:
    """A try to sign in as a person that did not succeed: nobody knows whose it was."""
    ip = address_of(request)
    for membership in organizations.memberships_of(user):
        unknown = replace(system_actor(membership.organization, Via.BROWSER), ip=ip)
        log.record(unknown, "person.sign_in_failed", user, data={"method": method})
