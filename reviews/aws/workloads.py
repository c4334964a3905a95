"""Workloads: created, read, changed, deleted, listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lenses.models import Lens
from reviews import access
from reviews.aws import arns, lens_names, paging, places, profile_names, quotas, workload_shapes
from reviews.aws.arns import Kind
from reviews.aws.call import Call, Handler
from reviews.aws.errors import Clash, NotThere, NotValid
from reviews.reads import workload_list
from reviews.reads.workload_page import FRAMEWORK
from reviews.services import aws_settings, workloads
from wellarch.errors import Invalid, NotFound


def create_workload(call: Call) -> Mapping[str, Any]:
    """CreateWorkload: with the framework, the lenses, the profile and the template it names."""
    _require_whole(call.given)
    account, kind = call.account, "ACCOUNT"
    used = workload_list.count_own(call.actor)
    quotas.require(call, "workloads", used=used, id=account, kind=kind)
    lenses = _lenses(call)
    quotas.require(
        call, "lenses-per-workload", used=0, more=len(lenses), id=account, kind=kind
    )  # fmt: skip
    values = workload_shapes.values_of(call.given)
    for arn in call.given.get("ProfileArns", ()):
        values["profile"] = str(profile_names.profile_for(call.actor, arn).pk)
    templates = [_template(arn) for arn in call.given.get("ReviewTemplateArns", ())]
    try:
        with places.named(workload_shapes.MEMBERS):
            workload = workloads.start(
                call.actor, values=values, lenses=lenses, templates=templates
            )
    except Invalid as error:
        raise _name_taken(call, error, call.actor.organization.pk) from error
    except NotFound as error:
        # Lenses and profiles were looked up above: what is not there is the template.
        arn = call.given.get("ReviewTemplateArns", [""])[0]
        raise NotThere(error.message, id=arn, kind="REVIEW_TEMPLATE") from error
    if kept := workload_shapes.kept_of(call.given):
        aws_settings.set_for_workload(call.actor, workload.pk, values=kept)
    names = workload_shapes.names(workload)
    return {"WorkloadId": names["WorkloadId"], "WorkloadArn": names["WorkloadArn"]}


def get_workload(call: Call) -> Mapping[str, Any]:
    """GetWorkload."""
    return {"Workload": _shown(call)}


def update_workload(call: Call) -> Mapping[str, Any]:
    """UpdateWorkload: only what is named changes."""
    key = places.workload_id(call)
    workload = access.workload_for(call.actor, key)
    regions = call.given.get("AwsRegions", workload.regions)
    sites = call.given.get("NonAwsRegions", workload.other_sites)
    # What never had a region (it was made in a browser) may stay so.
    if not regions and not sites and {"AwsRegions", "NonAwsRegions"} & call.given.keys():
        raise _no_region()
    try:
        with places.named(workload_shapes.MEMBERS):
            workloads.edit(call.actor, key, values=workload_shapes.values_of(call.given))
    except Invalid as error:
        raise _name_taken(call, error, workload.organization_id, but=key) from error
    if kept := workload_shapes.kept_of(call.given):
        aws_settings.set_for_workload(call.actor, key, values=kept)
    return {"Workload": _shown(call)}


def delete_workload(call: Call) -> None:
    """DeleteWorkload, with its reviews, milestones and reports."""
    workloads.delete(call.actor, places.workload_id(call))


def list_workloads(call: Call) -> Mapping[str, Any]:
    """ListWorkloads: one's own and those shared with one, oldest first."""
    found = workload_list.named(call.actor, call.given.get("WorkloadNamePrefix", ""))
    page, more = paging.page(call, found)
    rows = workload_list.numbers(page)
    summaries = [workload_shapes.summary(each, rows.get(each.pk, ())) for each in page]
    return {"WorkloadSummaries": summaries, **more}


def _shown(call: Call) -> dict[str, Any]:
    workload = access.workload_for(call.actor, places.workload_id(call))
    return workload_shapes.whole(
        workload,
        workload_list.numbers([workload]).get(workload.pk, ()),
        kept=aws_settings.of_workload(workload),
        invitation=workload_list.invitation(call.actor, workload),
    )


def _lenses(call: Call) -> list[UUID]:
    """The framework, which every workload has, and the lenses that are named; each once."""
    found: dict[UUID, Lens] = {}
    for alias in (FRAMEWORK, *call.given["Lenses"]):
        lens = lens_names.lens_for(call.actor, alias)
        found[lens.pk] = lens
    return list(found)


def _template(arn: str) -> UUID:
    parts = arns.parse(arn)
    key = arns.key_of(parts.id) if parts and parts.kind == Kind.TEMPLATE else None
    if key is None:
        raise NotThere(f"No review template found for ARN {arn}.", id=arn, kind="REVIEW_TEMPLATE")
    return key


def _require_whole(given: Mapping[str, Any]) -> None:
    """What the model calls optional and the reference asks for all the same."""
    if not given.get("ReviewOwner", "").strip():
        raise NotValid(
            "[Validation] ReviewOwner is required.", {"ReviewOwner": "ReviewOwner is required."}
        )
    if not given.get("AwsRegions") and not given.get("NonAwsRegions"):
        raise _no_region()


def _no_region() -> NotValid:
    told = "At least one AwsRegion or NonAwsRegion is required."
    return NotValid(f"[Validation] {told}", {"AwsRegions": told, "NonAwsRegions": told})


def _name_taken(
    call: Call, error: Invalid, organization_id: UUID, *, but: UUID | None = None
) -> Exception:
    """A name that is taken is a conflict; anything else stays what it is."""
    name = call.given.get("WorkloadName", "")
    if "WorkloadName" not in error.fields or not workload_list.is_taken(
        organization_id, name, but=but
    ):
        return error
    if len(error.fields) > 1:
        return error
    return Clash(f"A workload named {name} already exists.", id=name, kind="WORKLOAD")


OPERATIONS: dict[str, Handler] = {
    "CreateWorkload": create_workload,
    "GetWorkload": get_workload,
    "UpdateWorkload": update_workload,
    "DeleteWorkload": delete_workload,
    "ListWorkloads": list_workloads,
}
