"""Workloads and their reviews in JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from lenses.models import Lens
from reviews.models import ReviewStatus, Workload
from reviews.reads.resources import ReviewRow, ReviewState
from reviews.scoring import Counts
from reviews.services.workloads import EDITABLE
from wellarch.rest.endpoint import Body


class CountsShape(serializers.Serializer[Any]):
    """How many questions have which risk."""

    high = serializers.IntegerField()
    medium = serializers.IntegerField()
    low = serializers.IntegerField()
    none = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    not_applicable = serializers.IntegerField()
    total = serializers.IntegerField()
    answered = serializers.IntegerField()


class LensName(serializers.Serializer[Lens]):
    """The lens version a review uses."""

    id = serializers.UUIDField()
    alias = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField()
    version_number = serializers.IntegerField()


class ReviewShape(serializers.Serializer[Any]):
    """A review: a lens version held against a workload."""

    id = serializers.UUIDField()
    workload = serializers.UUIDField()
    lens = LensName()
    status = serializers.ChoiceField(choices=ReviewStatus.choices)
    notes = serializers.CharField()
    counts = CountsShape()
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    completed_by = serializers.CharField()


class PillarCounts(serializers.Serializer[Any]):
    """A pillar of a review in numbers."""

    pillar = serializers.CharField()
    name = serializers.CharField()
    counts = CountsShape()
    is_set_aside = serializers.BooleanField()


class ReviewWithPillars(ReviewShape):
    """A review with its numbers per pillar."""

    pillars = PillarCounts(many=True)


class ReviewChange(Body):
    """What may change in a review itself."""

    notes = serializers.CharField(max_length=20_000, allow_blank=True, trim_whitespace=False)


class AttachBody(Body):
    """Which lens to review the workload against."""

    lens = serializers.CharField(max_length=64, help_text="The alias or the id of a lens.")


class ReviewList(serializers.Serializer[Any]):
    """All reviews of a workload at once."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ReviewShape(many=True)


class _Properties(serializers.ModelSerializer[Workload]):
    """The properties a person may set, with the limits of the columns."""

    architecture_url = serializers.CharField(
        max_length=2048, allow_blank=True, required=False, help_text="A diagram or document."
    )
    regions = serializers.ListField(child=serializers.CharField(), required=False)
    other_sites = serializers.ListField(child=serializers.CharField(), required=False)
    account_ids = serializers.ListField(child=serializers.CharField(), required=False)
    applications = serializers.ListField(child=serializers.CharField(), required=False)
    pillar_priorities = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Pillar ids, most important first."
    )
    tags = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)

    class Meta:
        model = Workload
        fields: tuple[str, ...] = EDITABLE


class WorkloadBody(_Properties, Body):
    """A workload to create or to change. Only a name is needed."""


class WorkloadShape(_Properties):
    """A workload with its reviews in numbers."""

    is_archived = serializers.BooleanField()
    counts = CountsShape(help_text="Over all reviews.")
    reviews = ReviewShape(many=True)

    class Meta(_Properties.Meta):
        fields = (
            "id", *EDITABLE, "is_archived", "archived_at", "revision",
            "created_at", "updated_at", "counts", "reviews",
        )  # fmt: skip


def workload_of(workload: Workload, rows: Iterable[ReviewRow]) -> dict[str, Any]:
    """WorkloadShape; written out, because a page holds many of them."""
    rows = tuple(rows)
    return {
        "id": workload.pk,
        **{name: getattr(workload, name) for name in EDITABLE},
        "is_archived": workload.is_archived,
        "archived_at": workload.archived_at,
        "revision": workload.revision,
        "created_at": workload.created_at,
        "updated_at": workload.updated_at,
        "counts": counts_of(sum((row.counts for row in rows), Counts())),
        "reviews": [review_of(row) for row in rows],
    }


def counts_of(counts: Counts) -> dict[str, int]:
    """CountsShape."""
    return {**counts.as_dict(), "total": counts.total, "answered": counts.answered}


def review_of(row: ReviewRow | ReviewState) -> dict[str, Any]:
    """ReviewShape; written out, because lists hold many of them."""
    review = row.review
    return {
        "id": review.pk,
        "workload": review.workload_id,
        "lens": {
            "id": review.lens_id,
            "alias": review.lens.alias,
            "name": review.lens.name,
            "version": review.lens_version.name,
            "version_number": review.lens_version.number,
        },
        "status": review.status,
        "notes": review.notes,
        "counts": counts_of(row.counts),
        "created_at": review.created_at,
        "completed_at": review.completed_at,
        "completed_by": review.completed_by,
    }


def review_with_pillars(state: ReviewState) -> dict[str, Any]:
    """ReviewWithPillars."""
    pillars = [
        {
            "pillar": each.pillar.id,
            "name": each.pillar.name,
            "counts": counts_of(each.counts),
            "is_set_aside": each.is_set_aside,
        }
        for each in state.pillars
    ]
    return {**review_of(state), "pillars": pillars}
