"""Notifications: lenses and profiles that went on without the workloads that use them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from reviews import access
from reviews.aws import lens_names, paging, profile_names, template_names
from reviews.aws.call import Call, Handler
from reviews.models import Workload
from reviews.reads import lens_notices, profile_notices
from reviews.reads.lens_notices import Notice


def list_notifications(call: Call) -> Mapping[str, Any]:
    """ListNotifications: of workloads, then of review templates; of one, if the call names it."""
    workload, template = _workload(call), _template(call)
    found: list[Notice] = []
    if workload or not template:
        found += lens_notices.of_workloads(call.actor, workload_id=workload)
    if template or not workload:
        found += lens_notices.of_templates(call.actor, template_id=template)
    page, more = paging.page(call, found)
    return {"NotificationSummaries": [_lens(notice) for notice in page], **more}


def list_profile_notifications(call: Call) -> Mapping[str, Any]:
    """ListProfileNotifications."""
    rows = profile_notices.build(call.actor, workload_id=_workload(call))
    page, more = paging.page(call, rows)
    return {"NotificationSummaries": [_profile(workload) for workload in page], **more}


def _workload(call: Call) -> UUID | None:
    """The workload the call is about; NotFound for one the caller does not see."""
    text = call.given.get("WorkloadId")
    return access.workload_for(call.actor, UUID(text)).pk if text else None


def _template(call: Call) -> UUID | None:
    text = call.given.get("ResourceArn")
    return template_names.template_for(call.actor, text).pk if text else None


def _lens(notice: Notice) -> dict[str, Any]:
    subject = notice.subject
    about = (
        {"WorkloadId": subject.pk.hex, "WorkloadName": subject.name}
        if isinstance(subject, Workload)
        else {"ResourceArn": template_names.arn_of(subject), "ResourceName": subject.name}
    )
    return {
        "Type": "LENS_VERSION_DEPRECATED" if notice.is_ended else "LENS_VERSION_UPGRADED",
        "LensUpgradeSummary": {
            **about,
            **lens_names.names(notice.lens),
            "CurrentLensVersion": notice.current,
            "LatestLensVersion": notice.latest or None,
        },
    }


def _profile(workload: Workload) -> dict[str, Any]:
    used = workload.profile_version
    if used is None:  # cannot happen: it is how they were found
        raise ValueError(workload.pk)
    is_deleted = used.profile.deleted_at is not None
    return {
        "CurrentProfileVersion": str(used.number),
        "LatestProfileVersion": str(getattr(workload, "newest", used.number)),
        "Type": "PROFILE_DELETED" if is_deleted else "PROFILE_ANSWERS_UPDATED",
        "ProfileArn": profile_names.arn_of(used.profile),
        "ProfileName": used.profile.name,
        "WorkloadId": workload.pk.hex,
        "WorkloadName": workload.name,
    }


OPERATIONS: dict[str, Handler] = {
    "ListNotifications": list_notifications,
    "ListProfileNotifications": list_profile_notifications,
}
