"""Trade-offs and maturity in JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews import trading
from reviews.api.shapes.session import PersonShape, person
from reviews.models import Effect, TradeOff
from reviews.models.maturity import HIGHEST, LOWEST
from reviews.services import maturity, tradeoff_fields
from wellarch.rest.endpoint import Body


class PillarEffectShape(serializers.Serializer[Any]):
    """What a decision does to a pillar, and why."""

    effect = serializers.ChoiceField(choices=Effect.choices)
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=tradeoff_fields.MAX_NOTE
    )


class QuestionLinkShape(serializers.Serializer[Any]):
    """A question of one of the workload's reviews."""

    review = serializers.UUIDField()
    question = serializers.CharField(max_length=128)


class TradeOffShape(serializers.ModelSerializer[TradeOff]):
    """A trade-off. It is named by its number within its workload."""

    workload = serializers.UUIDField(source="workload_id")
    effects = serializers.DictField(
        child=PillarEffectShape(),
        help_text="By the id of the pillar; one without was not looked at.",
    )
    net = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField()
    decided_by = serializers.SerializerMethodField()
    created_by = serializers.SerializerMethodField()

    class Meta:
        model = TradeOff
        fields = (
            "id", "workload", "number", "title", "context", "alternatives", "effects", "cost",
            "benefit", "savings", "revenue", "net", "currency", "questions", "state",
            "decided_on", "decided_by", "revision", "created_at", "created_by", "changed_at",
        )  # fmt: skip

    @extend_schema_field(serializers.DecimalField(max_digits=15, decimal_places=2, allow_null=True))
    def get_net(self, tradeoff: TradeOff) -> str | None:
        """Savings and revenue together; null unless both are known."""
        found: Decimal | None = trading.net(tradeoff.savings, tradeoff.revenue)
        return None if found is None else str(found)

    @extend_schema_field(QuestionLinkShape(many=True))
    def get_questions(self, tradeoff: TradeOff) -> list[dict[str, Any]]:
        """The questions it is linked to, as long as they are asked."""
        return [
            {"review": answer.review_id, "question": answer.question_key}
            for answer in tradeoff.answers.all()
            if answer.is_asked
        ]

    @extend_schema_field(PersonShape(allow_null=True))
    def get_decided_by(self, tradeoff: TradeOff) -> dict[str, Any] | None:
        """Who decided."""
        return person(tradeoff.decided_by)

    @extend_schema_field(PersonShape(allow_null=True))
    def get_created_by(self, tradeoff: TradeOff) -> dict[str, Any] | None:
        """Who wrote it down."""
        return person(tradeoff.created_by)


class TradeOffBody(Body):
    """A decision, what it does to each pillar, what it costs and brings a month."""

    title = serializers.CharField(max_length=200)
    context = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_blank=True, max_length=5000
    )
    alternatives = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    effects = serializers.DictField(
        child=PillarEffectShape(),
        required=False,
        help_text="By the id of a pillar of the workload's reviews; replaces all of them.",
    )
    cost = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    benefit = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    savings = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True,
        help_text="Of infrastructure, a month; negative when it costs more.",
    )  # fmt: skip
    revenue = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True,
        help_text="What it does to revenue, a month; 0 when nothing.",
    )  # fmt: skip
    currency = serializers.CharField(required=False, min_length=3, max_length=3)
    questions = QuestionLinkShape(many=True, required=False)


class OptionTradeOffBody(TradeOffBody):
    """What to say otherwise than the option of the cost worksheet does."""

    title = serializers.CharField(max_length=200, required=False)


class DecideBody(Body):
    """When it was decided."""

    on = serializers.DateField(required=False, allow_null=True, help_text="Today, unless given.")


class MaturityLevelShape(serializers.Serializer[Any]):
    """One level of a pillar's model."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    examples = serializers.ListField(child=serializers.CharField())


class MaturityShape(serializers.Serializer[Any]):
    """How mature the team says a pillar is."""

    pillar = serializers.CharField(source="key")
    name = serializers.CharField()
    level = serializers.IntegerField(source="row.level", allow_null=True)
    target = serializers.IntegerField(source="row.target", allow_null=True)
    target_on = serializers.DateField(source="row.target_on", allow_null=True)
    note = serializers.CharField(source="row.note", allow_blank=True)
    is_late = serializers.BooleanField(
        help_text="The day of the target has passed and the level is below it."
    )
    revision = serializers.IntegerField(help_text="0 until somebody has said something.")
    levels = MaturityLevelShape(many=True, source="steps")


class MaturityList(serializers.Serializer[Any]):
    """All pillars of the lens, in its order."""

    results = MaturityShape(many=True)


class MaturityBody(Body):
    """What to say of a pillar; what is not named stays."""

    level = serializers.IntegerField(
        min_value=LOWEST, max_value=HIGHEST, required=False, allow_null=True
    )
    target = serializers.IntegerField(
        min_value=LOWEST, max_value=HIGHEST, required=False, allow_null=True
    )
    target_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=maturity.MAX_NOTE)
