"""Shares of a workload."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from reviews import access
from reviews.aws import places, shares
from reviews.aws.call import Call, Handler
from reviews.reads import access_page
from reviews.services import sharing
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind


def create_workload_share(call: Call) -> Mapping[str, Any]:
    """CreateWorkloadShare: an account or a user is invited to read, or to answer too."""
    key = places.workload_id(call)
    workload = access.workload_for(call.actor, key, need=Action.SHARE_WRITE)
    offer = partial(sharing.offer, call.actor, key, permission=shares.permission(call))
    made = shares.create(call, ShareKind.WORKLOAD, key, workload.pk.hex, offer)
    return {"WorkloadId": key.hex, "ShareId": made}


def update_workload_share(call: Call) -> Mapping[str, Any]:
    """UpdateWorkloadShare: another permission."""
    key = places.workload_id(call)
    workload = access.workload_for(call.actor, key)
    share = sharing.change(
        call.actor, key, shares.share_id(call), permission=shares.permission(call)
    )
    owner = workload.organization
    return {
        "WorkloadId": key.hex,
        "WorkloadShare": {
            **shares.summary_of(share, owner),
            "SharedBy": owner.number,
            "WorkloadName": workload.name,
            "WorkloadId": key.hex,
        },
    }


def delete_workload_share(call: Call) -> None:
    """DeleteWorkloadShare: access ends at once."""
    sharing.revoke(call.actor, places.workload_id(call), shares.share_id(call))


def list_workload_shares(call: Call) -> Mapping[str, Any]:
    """ListWorkloadShares."""
    key = places.workload_id(call)
    rows = access_page.shares_of(call.actor, key)
    owner = access.workload_for(call.actor, key).organization
    found, more = shares.listed(call, rows, owner, with_permission=True)
    return {"WorkloadId": key.hex, "WorkloadShareSummaries": found, **more}


OPERATIONS: dict[str, Handler] = {
    "CreateWorkloadShare": create_workload_share,
    "UpdateWorkloadShare": update_workload_share,
    "DeleteWorkloadShare": delete_workload_share,
    "ListWorkloadShares": list_workload_shares,
}
