"""The review plan in JSON."""

from __future__ import annotations

import zlib
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews.api.shapes.session import PersonShape, person
from reviews.models import MilestoneKind, PlannedReview
from reviews.reads import review_plan as reads
from reviews.review_timing import Proposal
from reviews.services import review_plan_fields
from reviews.telling import words
from wellarch.rest.endpoint import Body

STATES = ("recorded", "late", "soon", "ahead", "undated")


class ReviewTimeShape(serializers.Serializer[Any]):
    """The time of a review, in minutes."""

    sessions = serializers.IntegerField(help_text="In its sessions.")
    spent = serializers.IntegerField(help_text="In its sessions and outside them.")
    left = serializers.IntegerField(help_text="0 once the budget is used up.")
    over = serializers.IntegerField(help_text="0 while it is within its budget.")
    is_long = serializers.BooleanField(
        help_text="The budget is above eight hours: days, not hours."
    )


class PlannedReviewShape(serializers.ModelSerializer[PlannedReview]):
    """A planned review with the time it took. It is named by its number within its workload."""

    workload = serializers.UUIDField(source="workload_id")
    state = serializers.SerializerMethodField()
    sessions = serializers.SerializerMethodField()
    milestone = serializers.SerializerMethodField()
    time = serializers.SerializerMethodField()
    created_by = serializers.SerializerMethodField()

    class Meta:
        model = PlannedReview
        fields = (
            "id", "workload", "number", "kind", "title", "planned_on", "state", "budget_minutes",
            "extra_minutes", "time", "note", "sessions", "milestone", "revision", "created_at",
            "created_by", "changed_at",
        )  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, planned: PlannedReview) -> str:
        """How it stands today; soon: within a week."""
        return reads.state_of(planned, timezone.localdate())

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_sessions(self, planned: PlannedReview) -> list[str]:
        """The sessions whose time counts."""
        return [str(session.pk) for session in planned.sessions.all()]

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_milestone(self, planned: PlannedReview) -> int | None:
        """The number of the milestone that came of it."""
        return planned.milestone.number if planned.milestone else None

    @extend_schema_field(ReviewTimeShape)
    def get_time(self, planned: PlannedReview) -> dict[str, Any]:
        """What was spent of its budget."""
        return dict(ReviewTimeShape(reads.time_of(planned)).data)

    @extend_schema_field(PersonShape(allow_null=True))
    def get_created_by(self, planned: PlannedReview) -> dict[str, Any] | None:
        """Who planned it."""
        return person(planned.created_by)


class ReviewProposalShape(serializers.Serializer[Proposal]):
    """A review that the workload's dates ask for."""

    kind = serializers.ChoiceField(choices=MilestoneKind.choices)
    title = serializers.SerializerMethodField()
    planned_on = serializers.DateField(source="on")
    budget_minutes = serializers.IntegerField(source="budget")
    reason = serializers.SerializerMethodField()

    def get_title(self, proposal: Proposal) -> str:
        """How it will be called."""
        return words(proposal.title)

    def get_reason(self, proposal: Proposal) -> str:
        """Why then."""
        return words(proposal.reason)


class ReviewProposalList(serializers.Serializer[Any]):
    """All that is proposed, by day."""

    results = ReviewProposalShape(many=True)


class PlannedReviewList(serializers.Serializer[Any]):
    """The reviews that were planned now."""

    results = PlannedReviewShape(many=True)


class PlannedReviewBody(Body):
    """When a workload is to be reviewed, and how much time that may take."""

    title = serializers.CharField(max_length=100)
    kind = serializers.ChoiceField(choices=MilestoneKind.choices, required=False)
    planned_on = serializers.DateField(required=False, allow_null=True)
    budget_minutes = serializers.IntegerField(
        required=False, min_value=1, max_value=review_plan_fields.MAX_MINUTES,
        help_text="Hours, not days: above 480 it is marked.",
    )  # fmt: skip
    extra_minutes = serializers.IntegerField(
        required=False, min_value=0, max_value=review_plan_fields.MAX_MINUTES,
        help_text="Spent outside sessions.",
    )  # fmt: skip
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    sessions = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=review_plan_fields.MAX_SESSIONS,
        help_text="Sessions of the workload's reviews; each counts for one planned review.",
    )  # fmt: skip
    milestone = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, help_text="The number of a milestone."
    )


class ReviewProposeBody(Body):
    """Which of the proposals to plan."""

    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=MilestoneKind.choices), required=False,
        help_text="All of them, unless given.",
    )  # fmt: skip


class ReviewRecordBody(Body):
    """How the milestone at the end of the review is called."""

    name = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="The review's title, if empty."
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


def tag_of(planned: PlannedReview) -> str:
    """The entity tag: its revision, and a mark of what follows from sessions and from the day."""
    state = reads.state_of(planned, timezone.localdate())
    milestone = planned.milestone.number if planned.milestone else 0
    shown = f"{state} {reads.time_of(planned).sessions} {milestone}"
    return f'"{planned.revision}-{zlib.crc32(shown.encode()) % 10**8:08d}"'
