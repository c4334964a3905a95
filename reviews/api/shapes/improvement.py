"""Improvements in JSON."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews.api.shapes.session import PersonShape, person
from reviews.models import (
    UNFINISHED,
    Improvement,
    ImprovementChange,
    ImprovementState,
    Level,
)
from reviews.reads.improvement_page import ImprovementPage
from reviews.services import improvements
from wellarch.rest.endpoint import Body

# Accepting a risk takes more than a state.
MOVABLE = [each for each in ImprovementState.choices if each[0] != ImprovementState.ACCEPTED]


class HelpfulLinkShape(serializers.Serializer[Any]):
    """A page that helps."""

    title = serializers.CharField(max_length=200, allow_blank=True, required=False)
    url = serializers.CharField(max_length=2048)


class AcceptedRiskShape(serializers.Serializer[Any]):
    """A risk that is lived with: why, until when, and who said so."""

    reason = serializers.CharField()
    until = serializers.DateField(allow_null=True)
    by = PersonShape(allow_null=True)


class ImprovementIssueShape(serializers.Serializer[Any]):
    """An issue in a tracker."""

    tracker = serializers.CharField()
    key = serializers.CharField()
    url = serializers.CharField()
    status = serializers.CharField()


class ImprovementShape(serializers.ModelSerializer[Improvement]):
    """An improvement. It is named by its number within its workload."""

    workload = serializers.UUIDField(source="workload_id")
    workload_name = serializers.CharField(source="workload.name")
    review = serializers.UUIDField(source="review_id", allow_null=True)
    pillar = serializers.CharField(source="pillar_key")
    question = serializers.CharField(source="question_key")
    choices = serializers.ListField(
        child=serializers.CharField(), help_text="The best practices it is to put in place."
    )
    worksheet = serializers.CharField(
        source="worksheet_row.worksheet.kind", default="", help_text="It was made from a row of it."
    )
    worksheet_row = serializers.IntegerField(
        source="worksheet_row.number", default=None, allow_null=True, help_text="The row's number."
    )
    game_day = serializers.IntegerField(
        source="game_day_finding.game_day.number", default=None, allow_null=True,
        help_text="The number of the game day that found it.",
    )  # fmt: skip
    game_day_finding = serializers.IntegerField(
        source="game_day_finding.number", default=None, allow_null=True,
        help_text="The number of what it found.",
    )  # fmt: skip
    links = HelpfulLinkShape(many=True)
    owner = serializers.SerializerMethodField()
    created_by = serializers.SerializerMethodField()
    is_overdue = serializers.SerializerMethodField()
    accepted = serializers.SerializerMethodField()
    issues = serializers.SerializerMethodField()

    class Meta:
        model = Improvement
        fields = (
            "id", "workload", "workload_name", "number", "title", "recommendation", "steps",
            "success_criteria", "resources", "links", "review", "pillar", "question", "choices",
            "worksheet", "worksheet_row", "game_day", "game_day_finding",
            "risk", "impact", "effort", "owner", "due_on", "has_own_date", "is_overdue", "state",
            "state_since", "done_at", "accepted", "issues", "revision", "created_at",
            "created_by", "changed_at",
        )  # fmt: skip

    @extend_schema_field(PersonShape(allow_null=True))
    def get_owner(self, improvement: Improvement) -> dict[str, Any] | None:
        """Who sees that it gets done."""
        return person(improvement.owner)

    @extend_schema_field(PersonShape(allow_null=True))
    def get_created_by(self, improvement: Improvement) -> dict[str, Any] | None:
        """Who made it."""
        return person(improvement.created_by)

    @extend_schema_field(serializers.BooleanField())
    def get_is_overdue(self, improvement: Improvement) -> bool:
        """Unfinished, and its day has passed."""
        due = improvement.due_on
        is_late = due is not None and due < timezone.localdate()
        return is_late and improvement.state in UNFINISHED

    @extend_schema_field(AcceptedRiskShape(allow_null=True))
    def get_accepted(self, improvement: Improvement) -> dict[str, Any] | None:
        """Why the risk is lived with; null unless it is."""
        if improvement.state != ImprovementState.ACCEPTED:
            return None
        return {
            "reason": improvement.accepted_reason,
            "until": improvement.accepted_until,
            "by": person(improvement.accepted_by),
        }

    @extend_schema_field(ImprovementIssueShape(many=True))
    def get_issues(self, improvement: Improvement) -> list[dict[str, Any]]:
        """Where it is worked on outside of WellArch."""
        return [
            {
                "tracker": link.tracker.name,
                "key": link.key,
                "url": link.url,
                "status": link.remote_status,
            }
            for link in improvement.tracker_links.all()
        ]


class ImprovementFields(Body):
    """What may be written into an improvement."""

    title = serializers.CharField(max_length=200)
    recommendation = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    steps = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    success_criteria = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    resources = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    links = HelpfulLinkShape(many=True, required=False)
    choices = serializers.ListField(
        child=serializers.CharField(max_length=128), required=False, max_length=100
    )
    impact = serializers.ChoiceField(choices=Level.choices, required=False)
    effort = serializers.ChoiceField(choices=Level.choices, required=False)
    owner = serializers.IntegerField(
        required=False, allow_null=True, help_text="The id of somebody who sees the workload."
    )
    due_on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="Its own date; null, when it is changed: the backlog. One that is made without "
        "a date has that of its class of risk.",
    )
    has_own_date = serializers.BooleanField(
        required=False, help_text="false: back to the date its class of risk gives."
    )
    state = serializers.ChoiceField(choices=MOVABLE, required=False)


class FieldsForMany(ImprovementFields):
    """What to set in each of them."""

    title = serializers.CharField(max_length=200, required=False)


class TogetherBody(Body):
    """Which improvements of a workload to change, and what to set in each of them."""

    numbers = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        allow_empty=False,
        max_length=improvements.MAX_AT_ONCE,
    )

    def get_fields(self) -> dict[str, Any]:
        """Adds `fields`, a name that cannot be declared: DRF keeps it for itself."""
        return super().get_fields() | {"fields": FieldsForMany()}


class RowImprovementBody(ImprovementFields):
    """An improvement made from a row of a worksheet; what is not sent follows from the row."""

    title = serializers.CharField(max_length=200, required=False)
    review_id = serializers.UUIDField(required=False, help_text="With a question: its review.")
    question = serializers.CharField(
        required=False, max_length=128, help_text="One whose risk it lowers."
    )


class ImprovementBody(ImprovementFields):
    """A new improvement in one's own words, of the workload or of one of its questions."""

    review_id = serializers.UUIDField(required=False, help_text="With a question: its review.")
    question = serializers.CharField(required=False, max_length=128)
    pillar_key = serializers.CharField(
        required=False, max_length=128, help_text="Of one that comes from no question."
    )


class QuestionBody(Body):
    """A question, and which of its missing best practices to put in place."""

    review_id = serializers.UUIDField()
    question = serializers.CharField(max_length=128)
    choices = serializers.ListField(
        child=serializers.CharField(max_length=128),
        required=False,
        allow_null=True,
        max_length=100,
        help_text="All that are missing, unless given.",
    )


class FromQuestions(Body):
    """Questions to make improvements of, at most 200: all or none."""

    questions = QuestionBody(many=True, allow_empty=False)


class ImprovementsMade(serializers.Serializer[Any]):
    """The improvements there are now, in the order they were asked for."""

    results = ImprovementShape(many=True)


class MoveImprovementBody(Body):
    """A place on the board."""

    state = serializers.ChoiceField(choices=MOVABLE)
    after = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        help_text="The number of the improvement it is put behind; 0: at the top.",
    )


class AcceptRiskBody(Body):
    """Why the risk is lived with, and until when."""

    reason = serializers.CharField(max_length=improvements.MAX_REASON)
    until = serializers.DateField(help_text="After this day it is open again.")


class ProposedPractice(serializers.Serializer[Any]):
    """A best practice that can be ticked."""

    id = serializers.CharField()
    title = serializers.CharField()


class TickProposalShape(serializers.Serializer[Any]):
    """What a done improvement proposes to tick in its question; nothing before it is done."""

    review = serializers.UUIDField(allow_null=True)
    question = serializers.CharField(allow_blank=True)
    risk = serializers.CharField(allow_blank=True, help_text="Of the question now.")
    risk_after = serializers.CharField(allow_blank=True, help_text="With all of it ticked.")
    choices = ProposedPractice(many=True)


class TickBody(Body):
    """What of it to tick."""

    choices = serializers.ListField(
        child=serializers.CharField(max_length=128), allow_empty=False, max_length=100
    )


class ImprovementRevisionShape(serializers.ModelSerializer[ImprovementChange]):
    """One change of an improvement."""

    by = serializers.SerializerMethodField()
    fields_changed = serializers.JSONField(
        source="fields", help_text="{field: [before, after]}; people by their ids."
    )

    class Meta:
        model = ImprovementChange
        fields = ("revision", "at", "by", "via", "fields_changed")

    @extend_schema_field(serializers.CharField())
    def get_by(self, change: ImprovementChange) -> str:
        """Who did it, as they are called now."""
        return str(change.user) if change.user else change.actor_name


class BurndownShape(serializers.Serializer[Any]):
    """How many improvements there were in which state at the end of a day."""

    on = serializers.DateField()
    unfinished = serializers.IntegerField()
    done = serializers.IntegerField()
    accepted = serializers.IntegerField()


class BurndownList(serializers.Serializer[Any]):
    """The end of each week, or of each month of a long time; today comes last."""

    results = BurndownShape(many=True)


def proposal_of(page: ImprovementPage) -> dict[str, Any]:
    """TickProposalShape."""
    question = page.question
    return {
        "review": question.review_id if question else None,
        "question": question.id if question else "",
        "risk": question.risk if question else "",
        "risk_after": page.risk_after,
        "choices": [{"id": each.id, "title": each.title} for each in page.proposal],
    }
