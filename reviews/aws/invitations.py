"""Invitations: what others offer to share, accepted or rejected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from reviews.aws import arns, paging, share_names, shares
from reviews.aws.arns import Kind
from reviews.aws.call import Call, Handler
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.sharing import offers

_PREFIXES = {
    ShareKind.WORKLOAD: "WorkloadNamePrefix",
    ShareKind.LENS: "LensNamePrefix",
    ShareKind.PROFILE: "ProfileNamePrefix",
    ShareKind.TEMPLATE: "TemplateNamePrefix",
}
_ARNS = {
    ShareKind.WORKLOAD: Kind.WORKLOAD,
    ShareKind.LENS: Kind.LENS,
    ShareKind.PROFILE: Kind.PROFILE,
    ShareKind.TEMPLATE: Kind.TEMPLATE,
}


def list_share_invitations(call: Call) -> Mapping[str, Any]:
    """ListShareInvitations: those that wait for an answer. With the beginning of a name only the
    things of that kind."""
    waiting = [each for each in offers.incoming(call.actor) if each.is_waiting]
    if kind := call.given.get("ShareResourceType"):
        waiting = [each for each in waiting if shares.RESOURCES[_kind(each.share)] == kind]
    prefixes = {k: call.given[p] for k, p in _PREFIXES.items() if call.given.get(p)}
    if prefixes:
        waiting = [each for each in waiting if _begins(each, prefixes)]
    page, more = paging.page(call, waiting)
    return {"ShareInvitationSummaries": [_summary(call, each) for each in page], **more}


def update_share_invitation(call: Call) -> Mapping[str, Any]:
    """UpdateShareInvitation: ACCEPT gives access at once, REJECT declines or gives it back."""
    ways: dict[str, Callable[[Actor, UUID], Share]] = {
        "ACCEPT": offers.accept,
        "REJECT": offers.reject,
    }
    answer = ways[call.given["ShareInvitationAction"]]
    share = answer(call.actor, UUID(call.given["ShareInvitationId"]))
    named = _ids(share)
    if "LensArn" in named:
        named["LensAlias"] = named["LensArn"]
    return {
        "ShareInvitation": {
            "ShareInvitationId": share.pk.hex,
            "ShareResourceType": shares.RESOURCES[_kind(share)],
            **named,
        }
    }


def _begins(offer: offers.Offer, prefixes: Mapping[ShareKind, str]) -> bool:
    prefix = prefixes.get(_kind(offer.share))
    return prefix is not None and offer.name.casefold().startswith(prefix.casefold())


def _summary(call: Call, offer: offers.Offer) -> dict[str, Any]:
    share = offer.share
    kind = _kind(share)
    return {
        "ShareInvitationId": share.pk.hex,
        "SharedBy": share.organization.number,
        "SharedWith": share_names.received(share, call.actor),
        "PermissionType": shares.PERMISSIONS[share.permission],
        "ShareResourceType": shares.RESOURCES[kind],
        _PREFIXES[kind].removesuffix("Prefix"): offer.name,
        **_ids(share),
    }


def _ids(share: Share) -> dict[str, str]:
    """The member that says what is shared. Wants the organization loaded."""
    kind = _kind(share)
    if kind == ShareKind.WORKLOAD:
        return {"WorkloadId": share.subject_id.hex}
    arn = arns.arn(
        _ARNS[kind],
        share.subject_id,
        account=share.organization.number,
        region=settings.WELLARCH_AWS_REGION,
    )
    return {f"{kind.value.capitalize()}Arn": arn}


def _kind(share: Share) -> ShareKind:
    return ShareKind(share.kind)


OPERATIONS: dict[str, Handler] = {
    "ListShareInvitations": list_share_invitations,
    "UpdateShareInvitation": update_share_invitation,
}
