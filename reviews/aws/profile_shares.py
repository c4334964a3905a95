"""Shares of a profile: others choose it for their workloads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from reviews.aws import profile_names, shares
from reviews.aws.call import Call, Handler
from reviews.aws.errors import NotAllowed
from reviews.reads import library_sharing as shared_library
from reviews.services import library_sharing
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind


def create_profile_share(call: Call) -> Mapping[str, Any]:
    """CreateProfileShare."""
    arn = call.given["ProfileArn"]
    profile = profile_names.profile_for(call.actor, arn, need=Action.SHARE_WRITE)
    offer = partial(library_sharing.offer, call.actor, ShareKind.PROFILE, profile.pk)
    made = shares.create(call, ShareKind.PROFILE, profile.pk, arn, offer)
    return {"ShareId": made, "ProfileArn": arn}


def delete_profile_share(call: Call) -> None:
    """DeleteProfileShare: workloads that have the profile keep it."""
    arn = call.given["ProfileArn"]
    profile = profile_names.profile_for(call.actor, arn, need=Action.SHARE_WRITE)
    library_sharing.revoke(call.actor, ShareKind.PROFILE, profile.pk, shares.share_id(call))


def list_profile_shares(call: Call) -> Mapping[str, Any]:
    """ListProfileShares."""
    profile = profile_names.profile_for(call.actor, call.given["ProfileArn"])
    if profile.organization is None:
        raise NotAllowed("A built-in profile is everybody's: it is not shared.")
    rows = shared_library.shares_of(call.actor, ShareKind.PROFILE, profile.pk)
    found, more = shares.listed(call, rows, profile.organization)
    return {"ProfileShareSummaries": found, **more}


OPERATIONS: dict[str, Handler] = {
    "CreateProfileShare": create_profile_share,
    "DeleteProfileShare": delete_profile_share,
    "ListProfileShares": list_profile_shares,
}
