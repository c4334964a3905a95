"""What the shares of all four kinds of things have in common: made, listed, ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from reviews.aws import paging, quotas, share_names
from reviews.aws.call import Call
from reviews.aws.errors import NotValid, QuotaReached
from reviews.reads import shares_listed
from wellarch.accounts.models import Organization, Share
from wellarch.accounts.roles import Permission, ShareKind, ShareStatus
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import Conflict, Invalid

PERMISSIONS: Mapping[str, str] = {Permission.READ: "READONLY", Permission.CONTRIBUTE: "CONTRIBUTOR"}
STATES = {
    ShareStatus.PENDING: "PENDING",
    ShareStatus.ACCEPTED: "ACCEPTED",
    ShareStatus.REJECTED: "REJECTED",
    ShareStatus.REVOKED: "REVOKED",
    shares_listed.EXPIRED: "EXPIRED",
}
RESOURCES = {
    ShareKind.WORKLOAD: "WORKLOAD",
    ShareKind.LENS: "LENS",
    ShareKind.PROFILE: "PROFILE",
    ShareKind.TEMPLATE: "TEMPLATE",
}


def create(
    call: Call, kind: ShareKind, key: UUID, named: str, offer: Callable[[Target], Share]
) -> str:
    """ShareId of a new share. The caller reached the thing and may share it; `named` is how the
    call names it. QuotaReached for too many, NotValid for nobody or oneself."""
    target = share_names.target_of(call.actor, call.given["SharedWith"])
    used = shares_listed.count_open(call.actor, kind, key)
    quota = f"shares-per-{kind}"
    quotas.require(call, quota, used=used, id=named, kind=RESOURCES[kind])
    try:
        return offer(target).pk.hex
    except Invalid as error:
        raise _nobody(error, target) from error
    except Conflict as error:
        if error.code != "too-many-shares":
            raise
        told = error.message
        raise QuotaReached(told, id=named, kind=RESOURCES[kind], quota=quota) from error


def listed(
    call: Call, rows: QuerySet[Share], owner: Organization, *, with_permission: bool = False
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """One page of share summaries, newest first. Without Status those that were taken back are
    left out, as in the reference."""
    if status := call.given.get("Status"):
        words = {theirs: ours for ours, theirs in STATES.items()}
        found = shares_listed.in_state(rows, words[status]) if status in words else rows.none()
    else:
        found = shares_listed.not_revoked(rows)
    prefix = call.given.get("SharedWithPrefix", "")
    if not prefix:
        page, more = paging.page(call, found)
        return _summaries(page, owner, with_permission), more
    kept = [
        each
        for each in _summaries(list(found), owner, with_permission)
        if each["SharedWith"].startswith(prefix)
    ]
    return paging.page(call, kept)


def share_id(call: Call) -> UUID:
    """The key in ShareId."""
    return UUID(call.given["ShareId"])


def permission(call: Call) -> str:
    """Our word for PermissionType."""
    words = {theirs: ours for ours, theirs in PERMISSIONS.items()}
    return words[call.given["PermissionType"]]


def _summaries(
    rows: list[Share], owner: Organization, with_permission: bool
) -> list[dict[str, Any]]:
    members = share_names.members_among(owner, rows)
    return [
        {
            "ShareId": share.pk.hex,
            "SharedWith": share_names.shared_with(share, account=owner.number, members=members),
            **({"PermissionType": PERMISSIONS[share.permission]} if with_permission else {}),
            "Status": STATES[share.state],
        }
        for share in rows
    ]


def _nobody(error: Invalid, target: Target) -> NotValid:
    """What the core says of a target, as the reference says it."""
    if "email" in error.fields:
        with suppress(ValidationError):
            # It refuses what is no address, and one's own.
            validate_email(target.email)
            return NotValid(share_names.SELF, {"SharedWith": share_names.SELF})
    told = error.message
    return NotValid(f"[Validation] {told}", {"SharedWith": told})


def summary_of(share: Share, owner: Organization) -> Mapping[str, Any]:
    """One share by itself, with its permission."""
    return _summaries([share], owner, True)[0]
