"""Sessions, their minutes, and what is left to do about questions, in JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews.models import Answer, ReviewSession
from reviews.reads import session_pages
from reviews.reads.open_points import Point
from reviews.reads.session_minutes import Minutes
from wellarch.accounts.models import User
from wellarch.rest.endpoint import Body


class PersonShape(serializers.Serializer[Any]):
    """Somebody, by id and name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class AgendaItem(serializers.Serializer[Any]):
    """One thing to talk about."""

    pillar = serializers.CharField(
        allow_blank=True,
        max_length=128,
        help_text="The id of a pillar; empty for the scoping questions.",
    )
    minutes = serializers.IntegerField(min_value=1, max_value=480)
    people = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Whom to have there, in words."
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class SessionShape(serializers.ModelSerializer[ReviewSession]):
    """A session with its agenda and how far it is."""

    state = serializers.SerializerMethodField()
    facilitator = serializers.SerializerMethodField()
    invited = serializers.SerializerMethodField()
    agenda = AgendaItem(many=True)
    spent = serializers.DictField(
        child=serializers.IntegerField(), help_text="Seconds by pillar so far."
    )

    class Meta:
        model = ReviewSession
        fields = (
            "id", "review", "title", "state", "planned_at", "started_at", "ended_at",
            "facilitator", "invited", "agenda", "spent", "notes", "created_at",
        )  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(choices=["planned", "running", "held"]))
    def get_state(self, session: ReviewSession) -> str:
        """planned, running or held."""
        return session_pages.state_of(session)

    @extend_schema_field(PersonShape(allow_null=True))
    def get_facilitator(self, session: ReviewSession) -> dict[str, Any] | None:
        """Who leads it."""
        return person(session.facilitator)

    @extend_schema_field(PersonShape(many=True))
    def get_invited(self, session: ReviewSession) -> list[dict[str, Any] | None]:
        """Whom to have in it."""
        return [person(each) for each in session.invited.all()]


class SessionBody(Body):
    """A session to plan; without an agenda it gets the proposed one."""

    title = serializers.CharField(required=False, allow_blank=True, max_length=120)
    planned_at = serializers.DateTimeField(required=False, allow_null=True)
    agenda = AgendaItem(many=True, required=False)
    invited = serializers.ListField(
        child=serializers.IntegerField(),
        required=False,
        max_length=200,
        help_text="Ids of people who see the workload.",
    )


class SessionChange(SessionBody):
    """What to change; what is not named stays."""

    notes = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


class SpentBody(Body):
    """Time that a running session spent."""

    pillar = serializers.CharField(
        allow_blank=True,
        max_length=128,
        help_text="The id of a pillar; empty for the scoping questions.",
    )
    seconds = serializers.IntegerField(min_value=1)


class AgendaSpent(AgendaItem):
    """One thing that was on the agenda, with the time it took."""

    name = serializers.CharField()
    spent_seconds = serializers.IntegerField(source="spent")


class ParticipantShape(serializers.Serializer[Any]):
    """Somebody who took part."""

    name = serializers.CharField()
    minutes = serializers.IntegerField()
    changes = serializers.IntegerField()


class MovedShape(serializers.Serializer[Any]):
    """A question whose answer was changed during the session."""

    question = serializers.CharField()
    title = serializers.CharField()
    risk_before = serializers.CharField(source="before")
    risk_after = serializers.CharField(source="after")
    by = serializers.ListField(child=serializers.CharField())
    changes = serializers.IntegerField()


class DeedShape(serializers.Serializer[Any]):
    """Something else that was done about a question."""

    verb = serializers.CharField(help_text="As in the audit log, such as answer.parked.")
    question = serializers.CharField()
    title = serializers.CharField()
    by = serializers.CharField()


class PointShape(serializers.Serializer[Any]):
    """A question with what is left to do about it."""

    question = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    pillar = serializers.CharField()
    risk = serializers.CharField()
    parked_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    assignee = serializers.SerializerMethodField()
    due_on = serializers.SerializerMethodField()

    @extend_schema_field(PersonShape(allow_null=True))
    def get_assignee(self, point: Point) -> dict[str, Any] | None:
        """Who looks into it."""
        return person(point.assignee)

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_due_on(self, point: Point) -> str | None:
        """Until when."""
        return point.due.on.isoformat() if point.due and point.due.on else None


class PointList(serializers.Serializer[Any]):
    """All of them at once."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = PointShape(many=True)


class MinutesShape(serializers.Serializer[Any]):
    """What came of a session."""

    session = SessionShape()
    minutes = serializers.IntegerField(help_text="How long it took, so far if it is running.")
    agenda = AgendaSpent(many=True, source="lines")
    people = ParticipantShape(many=True)
    changed = MovedShape(many=True, source="moved")
    besides = DeedShape(many=True, source="deeds")
    parked = PointShape(many=True)
    assigned = PointShape(many=True)


class AttentionShape(serializers.ModelSerializer[Answer]):
    """What is left to do about a question."""

    question = serializers.CharField(source="question_key")
    assignee = serializers.SerializerMethodField()
    confirmed_by = serializers.SerializerMethodField()

    class Meta:
        model = Answer
        fields = (
            "question", "revision", "parked_at", "parked_note", "assignee", "due_on",
            "is_confirmed", "confirmed_by", "confirmed_at",
        )  # fmt: skip

    @extend_schema_field(PersonShape(allow_null=True))
    def get_assignee(self, answer: Answer) -> dict[str, Any] | None:
        """Who looks into it."""
        return person(answer.assignee)

    @extend_schema_field(PersonShape(allow_null=True))
    def get_confirmed_by(self, answer: Answer) -> dict[str, Any] | None:
        """Who agreed with the answer as it is."""
        return person(answer.confirmed_by) if answer.is_confirmed else None


class ParkBody(Body):
    """What there is to talk about."""

    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class AssignBody(Body):
    """Who looks into it, until when."""

    user = serializers.IntegerField(
        allow_null=True, help_text="The id of somebody who sees the workload; null for nobody."
    )
    due_on = serializers.DateField(required=False, allow_null=True)


class ConfirmBody(Body):
    """Which state of the answer is agreed with."""

    revision = serializers.IntegerField(min_value=1)


def person(user: User | None) -> dict[str, Any] | None:
    """Somebody by id and name."""
    return {"id": user.pk, "name": str(user)} if user else None


def minutes_of(minutes: Minutes) -> dict[str, Any]:
    """The minutes of a session."""
    return MinutesShape(minutes).data
