"""Milestones in JSON: what is kept of a workload."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.models import Milestone, MilestoneKind
from wellarch.rest.endpoint import Body


class RiskNumbers(serializers.Serializer[Any]):
    """How many questions had which risk."""

    high = serializers.IntegerField()
    medium = serializers.IntegerField()
    low = serializers.IntegerField()
    none = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    not_applicable = serializers.IntegerField()


class MilestoneShape(serializers.ModelSerializer[Milestone]):
    """A milestone, without what it holds."""

    counts = RiskNumbers()

    class Meta:
        model = Milestone
        fields = (
            "number", "name", "kind", "note", "recorded_at", "recorded_by", "counts", "digest",
            "previous_digest",
        )  # fmt: skip


class MilestoneWithContent(MilestoneShape):
    """A milestone and the workload as it was, with the texts needed to read it."""

    content = serializers.DictField()

    class Meta(MilestoneShape.Meta):
        fields = (*MilestoneShape.Meta.fields, "content")  # type: ignore[assignment]


class MilestoneBody(Body):
    """How the milestone is called."""

    name = serializers.CharField(
        max_length=100, help_text="3 to 100 characters, unique in the workload."
    )
    kind = serializers.ChoiceField(
        choices=MilestoneKind.choices,
        required=False,
        default=MilestoneKind.OTHER,
        help_text="On which occasion.",
    )
    note = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, default="", help_text="Why, in words."
    )
