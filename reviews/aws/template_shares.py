"""Shares of a review template: others apply it to their workloads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from reviews.aws import shares, template_names
from reviews.aws.call import Call, Handler
from reviews.reads import library_sharing as shared_library
from reviews.services import library_sharing
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind


def create_template_share(call: Call) -> Mapping[str, Any]:
    """CreateTemplateShare. Lenses of one's own in the template are shared by themselves."""
    arn = call.given["TemplateArn"]
    template = template_names.template_for(call.actor, arn, need=Action.SHARE_WRITE)
    offer = partial(library_sharing.offer, call.actor, ShareKind.TEMPLATE, template.pk)
    made = shares.create(call, ShareKind.TEMPLATE, template.pk, arn, offer)
    return {"TemplateArn": arn, "ShareId": made}


def delete_template_share(call: Call) -> None:
    """DeleteTemplateShare: workloads made from the template keep what they took."""
    arn = call.given["TemplateArn"]
    template = template_names.template_for(call.actor, arn, need=Action.SHARE_WRITE)
    library_sharing.revoke(call.actor, ShareKind.TEMPLATE, template.pk, shares.share_id(call))


def list_template_shares(call: Call) -> Mapping[str, Any]:
    """ListTemplateShares."""
    arn = call.given["TemplateArn"]
    template = template_names.template_for(call.actor, arn)
    rows = shared_library.shares_of(call.actor, ShareKind.TEMPLATE, template.pk)
    found, more = shares.listed(call, rows, template.organization)
    return {"TemplateArn": arn, "TemplateShareSummaries": found, **more}


OPERATIONS: dict[str, Handler] = {
    "CreateTemplateShare": create_template_share,
    "DeleteTemplateShare": delete_template_share,
    "ListTemplateShares": list_template_shares,
}
