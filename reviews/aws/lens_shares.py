"""Shares of a lens: others read it and review with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from lenses.services import sharing
from reviews.aws import lens_names, shares
from reviews.aws.call import Call, Handler
from reviews.aws.errors import NotAllowed
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind


def create_lens_share(call: Call) -> Mapping[str, Any]:
    """CreateLensShare: only of what was published."""
    alias = call.given["LensAlias"]
    lens = lens_names.lens_for(call.actor, alias, need=Action.SHARE_WRITE)
    offer = partial(sharing.offer, call.actor, lens.pk)
    return {"ShareId": shares.create(call, ShareKind.LENS, lens.pk, alias, offer)}


def delete_lens_share(call: Call) -> None:
    """DeleteLensShare: reviews that use the lens go on, no new one begins with it."""
    lens = lens_names.lens_for(call.actor, call.given["LensAlias"], need=Action.SHARE_WRITE)
    sharing.revoke(call.actor, lens.pk, shares.share_id(call))


def list_lens_shares(call: Call) -> Mapping[str, Any]:
    """ListLensShares."""
    lens = lens_names.lens_for(call.actor, call.given["LensAlias"])
    if lens.organization is None:
        raise NotAllowed("A built-in lens is everybody's: it is not shared.")
    rows = sharing.shares_of(call.actor, lens.pk)
    found, more = shares.listed(call, rows, lens.organization)
    return {"LensShareSummaries": found, **more}


OPERATIONS: dict[str, Handler] = {
    "CreateLensShare": create_lens_share,
    "DeleteLensShare": delete_lens_share,
    "ListLensShares": list_lens_shares,
}
