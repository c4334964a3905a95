"""Workloads and their reviews in JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from lenses.models import Lens
from reviews.models import ReviewStatus, Workload
from reviews.reads.lens_standing import STATUSES
from reviews.reads.resources import ReviewRow, ReviewState
from reviews.scoring import Counts
from reviews.services.workloads import EDITABLE
from wellarch.rest.endpoint import Body

_FIRST = "Of the questions the workload's profile asks for first; all 0 without a profile."


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
    status = serializers.ChoiceField(
        choices=STATUSES, help_text="How the review stands to its lens."
    )
    newest_version = serializers.CharField(help_text="To upgrade to; empty unless not_current.")


class ReviewShape(serializers.Serializer[Any]):
    """A review: a lens version held against a workload."""

    id = serializers.UUIDField()
    workload = serializers.UUIDField()
    lens = LensName()
    status = serializers.ChoiceField(choices=ReviewStatus.choices)
    notes = serializers.CharField()
    counts = CountsShape()
    prioritized_counts = CountsShape(help_text=_FIRST)
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    completed_by = serializers.CharField()


class PillarCounts(serializers.Serializer[Any]):
    """A pillar of a review in numbers."""

    pillar = serializers.CharField()
    name = serializers.CharField()
    counts = CountsShape()
    prioritized_counts = CountsShape(help_text=_FIRST)
    is_set_aside = serializers.BooleanField()


class ReviewWithPillars(ReviewShape):
    """A review with its numbers per pillar."""

    pillars = PillarCounts(many=True)


class ReviewChange(Body):
    """What may change in a review itself."""

    notes = serializers.CharField(max_length=20_000, allow_blank=True, trim_whitespace=False)


class AttachBody(Body):
    """Which lens to review the workload against."""

    lens = serializers.CharField(
        max_length=64,
        required=False,
        help_text=(
            "The alias or the id of a lens; without it the organization's default lens, or the "
            "framework."
        ),
    )


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
    team = serializers.CharField(
        max_length=120, allow_blank=True, required=False, help_text="The name of a team."
    )
    profile = serializers.CharField(
        max_length=64,
        allow_blank=True,
        required=False,
        help_text="The id of a profile, or the slug of a built-in one; empty for none.",
    )
    tags = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)

    class Meta:
        model = Workload
        fields: tuple[str, ...] = EDITABLE


class WorkloadBody(_Properties, Body):
    """A workload to create or to change. Only a name is needed."""


class NewWorkloadBody(WorkloadBody):
    """A workload to create. Only a name is needed."""

    lenses = serializers.ListField(
        child=serializers.CharField(max_length=64),
        required=False,
        max_length=50,
        help_text="Aliases or ids of lenses to review it against.",
    )
    templates = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=50,
        help_text="Review templates to start from, the first one winning.",
    )

    class Meta(WorkloadBody.Meta):
        fields = (*EDITABLE, "lenses", "templates")


class OwnerOfWorkload(serializers.Serializer[Any]):
    """The organization a workload belongs to; another one than yours has shared it."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ProfileInUse(serializers.Serializer[Any]):
    """The profile of a workload, in the version that was applied."""

    id = serializers.UUIDField()
    slug = serializers.CharField(help_text="Of a built-in profile; else empty.")
    name = serializers.CharField()
    version = serializers.IntegerField()
    is_deleted = serializers.BooleanField()


class WorkloadShape(_Properties):
    """A workload with its reviews in numbers."""

    profile = ProfileInUse(allow_null=True)  # type: ignore[assignment]
    organization = OwnerOfWorkload(
        help_text="Whose it is. One of another organization is shared with you: "
        "its `access/` says what you may do and why."
    )
    is_archived = serializers.BooleanField()
    counts = CountsShape(help_text="Over all reviews.")
    prioritized_counts = CountsShape(help_text=_FIRST)
    reviews = ReviewShape(many=True)

    class Meta(_Properties.Meta):
        fields = (
            "id", *EDITABLE, "organization", "is_archived", "archived_at", "revision",
            "created_at", "updated_at", "counts", "prioritized_counts", "reviews",
        )  # fmt: skip


def workload_of(workload: Workload, rows: Iterable[ReviewRow]) -> dict[str, Any]:
    """WorkloadShape; written out, because a page holds many of them."""
    rows = tuple(rows)
    return {
        "id": workload.pk,
        **{name: getattr(workload, name) for name in EDITABLE if name != "profile"},
        "profile": _profile_of(workload),
        "team": workload.team.name if workload.team else "",
        "organization": {
            "id": workload.organization_id,
            "name": workload.organization.name,
        },
        "is_archived": workload.is_archived,
        "archived_at": workload.archived_at,
        "revision": workload.revision,
        "created_at": workload.created_at,
        "updated_at": workload.updated_at,
        "counts": counts_of(sum((row.counts for row in rows), Counts())),
        "prioritized_counts": counts_of(sum((row.prioritized for row in rows), Counts())),
        "reviews": [review_of(row) for row in rows],
    }


def _profile_of(workload: Workload) -> dict[str, Any] | None:
    used = workload.profile_version
    return (
        {
            "id": used.profile_id,
            "slug": used.profile.slug,
            "name": used.profile.name,
            "version": used.number,
            "is_deleted": used.profile.deleted_at is not None,
        }
        if used
        else None
    )


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
            "status": row.standing.status,
            "newest_version": row.standing.newest,
        },
        "status": review.status,
        "notes": review.notes,
        "counts": counts_of(row.counts),
        "prioritized_counts": counts_of(row.prioritized),
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
            "prioritized_counts": counts_of(each.prioritized),
            "is_set_aside": each.is_set_aside,
        }
        for each in state.pillars
    ]
    return {**review_of(state), "pillars": pillars}
