"""Workloads in the shapes of the API, as they are now or as a milestone holds them.

What is empty is left out, except lists the reference always gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from reviews.aws import arns, lens_names, profile_names, words
from reviews.aws.arns import Kind
from reviews.models import Workload
from reviews.reads.resources import ReviewRow
from reviews.reads.snapshots import PROPERTIES
from reviews.scoring import Counts

# Our column → the member of Workload, where both mean the same.
TEXTS = {
    "name": "WorkloadName",
    "description": "Description",
    "architecture_url": "ArchitecturalDesign",
    "review_owner": "ReviewOwner",
    "industry_type": "IndustryType",
    "industry": "Industry",
    "notes": "Notes",
}
LISTS = {
    "account_ids": "AccountIds",
    "regions": "AwsRegions",
    "other_sites": "NonAwsRegions",
    "pillar_priorities": "PillarPriorities",
    "applications": "Applications",
}
MEMBERS = {
    **TEXTS,
    **LISTS,
    "environment": "Environment",
    "improvement_status": "ImprovementStatus",
    "tags": "Tags",
    "profile": "ProfileArns",
    "templates": "ReviewTemplateArns",
}
# Kept for who sets them (services/aws_settings.py).
KEPT = ("DiscoveryConfig", "JiraConfiguration", "IsReviewOwnerUpdateAcknowledged")


def values_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns a call sets, with their values."""
    values = {
        column: given[member]
        for column, member in {**TEXTS, **LISTS, "tags": "Tags"}.items()
        if member in given
    }
    if "Environment" in given:
        values["environment"] = words.ours(words.ENVIRONMENTS, given["Environment"])
    if "ImprovementStatus" in given:
        values["improvement_status"] = words.ours(
            words.IMPROVEMENT_STATUSES, given["ImprovementStatus"]
        )
    return values


def kept_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings a call sets that only the API knows."""
    return {member: given[member] for member in KEPT if member in given}


def arn_of(workload_id: UUID, owner: str) -> str:
    """The ARN of a workload. owner: the number of its organization."""
    region = settings.WELLARCH_AWS_REGION
    return arns.arn(Kind.WORKLOAD, workload_id, account=owner, region=region)


def names(workload: Workload) -> dict[str, Any]:
    """The members that say which workload it is. Wants its organization loaded."""
    owner = workload.organization.number
    return {
        "WorkloadId": workload.pk.hex,
        "WorkloadArn": arn_of(workload.pk, owner),
        "WorkloadName": workload.name,
    }


def summary(workload: Workload, rows: Iterable[ReviewRow]) -> dict[str, Any]:
    """A WorkloadSummary."""
    return {
        **names(workload),
        "Owner": workload.organization.number,
        "UpdatedAt": workload.updated_at,
        "ImprovementStatus": words.IMPROVEMENT_STATUSES[workload.improvement_status],
        **_numbers(workload, tuple(rows)),
    }


def whole(
    workload: Workload,
    rows: Iterable[ReviewRow],
    *,
    kept: Mapping[str, Any],
    invitation: UUID | None,
) -> dict[str, Any]:
    """A Workload. kept: its settings that only the API knows. invitation: the accepted offer by
    which the caller has it, of another organization."""
    properties = {key: getattr(workload, key) for key in PROPERTIES}
    return {
        **summary(workload, rows),
        **texts(properties),
        "ShareInvitationId": invitation.hex if invitation else None,
        **kept,
    }


def texts(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a Workload that follow from its properties, now or in a milestone."""
    found: dict[str, Any] = {
        member: properties[column] for column, member in TEXTS.items() if properties[column]
    }
    found |= {member: properties[column] for column, member in LISTS.items()}
    found["Environment"] = words.ENVIRONMENTS[properties["environment"]]
    found["ImprovementStatus"] = words.IMPROVEMENT_STATUSES[properties["improvement_status"]]
    if properties["tags"]:
        found["Tags"] = properties["tags"]
    return found


def _numbers(workload: Workload, rows: tuple[ReviewRow, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "Lenses": [lens_names.alias_of(row.review.lens) for row in rows],
        "RiskCounts": words.risk_counts(sum((row.counts for row in rows), Counts())),
    }
    if workload.profile_version:
        first = sum((row.prioritized for row in rows), Counts())
        found["PrioritizedRiskCounts"] = words.risk_counts(first)
        found["Profiles"] = [profile_names.use(workload.profile_version)]
    return found
