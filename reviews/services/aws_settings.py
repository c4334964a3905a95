"""Settings only the AWS API knows: kept as they came, so that who sets them reads them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from reviews import access
from reviews.models import AwsSettings, AwsSettingsOf, Review, Workload
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.events import log

Values = dict[str, Any]


def of_account(actor: Actor) -> Values:
    """The settings of the actor's organization."""
    policy.require(actor, Action.READ)
    return _kept(AwsSettingsOf.ACCOUNT, actor.organization.pk)


def of_workload(workload: Workload) -> Values:
    """The settings of a workload that access has given."""
    return _kept(AwsSettingsOf.WORKLOAD, workload.pk)


def of_review(review: Review) -> Values:
    """The settings of a review that access has given."""
    return _kept(AwsSettingsOf.REVIEW, review.pk)


def set_for_account(actor: Actor, *, values: Mapping[str, Any]) -> Values:
    """Set some settings of the organization; those not named stay. For admins."""
    policy.require(actor, Action.ORGANIZATION_WRITE)
    with transaction.atomic():
        kept, changes = _set(
            AwsSettingsOf.ACCOUNT, actor.organization.pk, actor.organization.pk, values
        )
        if changes:
            log.record(actor, "organization.changed", actor.organization, changes=changes)
    return kept


def set_for_workload(actor: Actor, workload_id: UUID, *, values: Mapping[str, Any]) -> Values:
    """Set some settings of a workload; those not named stay."""
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.WORKLOAD_WRITE, lock=True)
        kept, changes = _set(AwsSettingsOf.WORKLOAD, workload.pk, workload.organization_id, values)
        if changes:
            log.record(
                actor, "workload.changed", workload, workload_id=workload.pk, changes=changes
            )
    return kept


def set_for_review(actor: Actor, review_id: UUID, *, values: Mapping[str, Any]) -> Values:
    """Set some settings of a review; those not named stay."""
    with transaction.atomic():
        review = access.review_for(actor, review_id, need=Action.ANSWER, lock=True)
        kept, changes = _set(AwsSettingsOf.REVIEW, review.pk, review.organization_id, values)
        if changes:
            log.record(
                actor, "workload.changed", review.workload, workload_id=review.workload_id,
                changes=changes,
            )  # fmt: skip
    return kept


def forget(workload: Workload) -> None:
    """Forget those of a workload and its reviews. In the transaction that deletes it."""
    reviews = list(workload.reviews.values_list("pk", flat=True))
    rows = AwsSettings.objects.filter(organization=workload.organization_id)
    rows.filter(subject_id__in=[workload.pk, *reviews]).delete()


def _kept(kind: AwsSettingsOf, key: UUID) -> Values:
    found = AwsSettings.objects.filter(kind=kind, subject_id=key).values_list("values", flat=True)
    return dict(found.first() or {})


def _set(
    kind: AwsSettingsOf, key: UUID, organization_id: UUID, values: Mapping[str, Any]
) -> tuple[Values, dict[str, tuple[Any, Any]]]:
    """What is kept afterwards, and what of it changed: {name: (before, after)}."""
    row, _new = AwsSettings.objects.select_for_update().get_or_create(
        kind=kind, subject_id=key, defaults={"organization_id": organization_id}
    )
    changes = {
        name: (row.values.get(name), value)
        for name, value in values.items()
        if row.values.get(name) != value
    }
    if changes:
        row.values = {**row.values, **values}
        row.save(update_fields=["values"])
    return dict(row.values), changes
