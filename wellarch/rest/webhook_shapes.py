"""What webhooks, deliveries and breakers look like over REST. No shape but one holds a secret."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from wellarch.events.models import (
    Breaker,
    OffReason,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookState,
)
from wellarch.events.webhooks import catalogue
from wellarch.outgoing import tending
from wellarch.rest.endpoint import Body

_TYPES = serializers.ListField(
    child=serializers.ChoiceField(list(catalogue.TYPES)),
    required=False,
    help_text="Types of events it is told of; empty for all, and those still to come.",
)


class OutgoingWebhookShape(serializers.ModelSerializer[WebhookEndpoint]):
    """An address that is told of what happens."""

    types = serializers.ListField(
        child=serializers.ChoiceField(list(catalogue.TYPES)),
        help_text="Types of events it is told of; empty for all, and those still to come.",
    )
    is_active = serializers.BooleanField(help_text="Whether messages are sent to it.")
    off_reason = serializers.ChoiceField(
        choices=OffReason.choices,
        allow_blank=True,
        help_text="Why nothing is sent to it, since `off_at`.",
    )

    class Meta:
        model = WebhookEndpoint
        fields = (
            "id", "url", "description", "types", "is_active", "off_at", "off_reason",
            "failing_since", "delivered_at", "previous_until", "revision", "created_at",
        )  # fmt: skip


class WebhookMade(OutgoingWebhookShape):
    """A new webhook and the secret its messages are signed with."""

    secret = serializers.CharField(help_text="`whsec_` and base64. Shown this once.")

    class Meta(OutgoingWebhookShape.Meta):
        fields = (*OutgoingWebhookShape.Meta.fields, "secret")  # type: ignore[assignment]


class WebhookBody(Body):
    """A webhook to add."""

    url = serializers.CharField(max_length=1000, help_text="An address that begins with https://.")
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)
    types = _TYPES


class WebhookChange(Body):
    """Values of a webhook to change."""

    url = serializers.CharField(max_length=1000, required=False)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)
    types = _TYPES
    is_active = serializers.BooleanField(required=False, help_text="False pauses, true resumes it.")


class SecretShape(serializers.Serializer[Any]):
    """A new secret. Shown once."""

    secret = serializers.CharField()
    previous_until = serializers.DateTimeField(help_text="So long the former one signs as well.")


class AttemptShape(serializers.ModelSerializer[WebhookAttempt]):
    """One try."""

    status = serializers.IntegerField(
        allow_null=True, help_text="Of the answer; null if nobody answered."
    )
    error = serializers.CharField(help_text="What went wrong, in a sentence; empty if nothing did.")
    answer = serializers.CharField(help_text="How the answer begins.")

    class Meta:
        model = WebhookAttempt
        fields = ("at", "milliseconds", "status", "error", "answer")


class WebhookDeliveryShape(serializers.ModelSerializer[WebhookDelivery]):
    """A message on its way to a webhook."""

    webhook = serializers.UUIDField(source="endpoint_id")
    message = serializers.CharField(source="message_id", help_text="The `webhook-id` it carries.")
    type = serializers.CharField(source="message.type")
    happened_at = serializers.DateTimeField(source="message.at")
    next_at = serializers.SerializerMethodField(help_text="When it is tried again, if it is.")
    tries = AttemptShape(many=True)

    class Meta:
        model = WebhookDelivery
        fields = (
            "id", "webhook", "message", "type", "happened_at", "state", "attempts", "next_at",
            "created_at", "delivered_at", "tries",
        )  # fmt: skip

    def get_next_at(self, row: WebhookDelivery) -> str | None:
        """Null once it is over."""
        if row.state != WebhookState.QUEUED:
            return None
        return serializers.DateTimeField().to_representation(row.next_at)


class DeliveryQuery(serializers.Serializer[Any]):
    """Which deliveries are wanted."""

    state = serializers.ChoiceField(
        choices=WebhookState.choices, required=False, help_text="Only those in this state."
    )


class ReplayBody(Body):
    """What is sent again."""

    since = serializers.DateTimeField(help_text="From this moment on.")
    only_missed = serializers.BooleanField(
        required=False, default=False, help_text="Leave out what arrived."
    )


class ReplayShape(serializers.Serializer[Any]):
    """How much is sent again."""

    count = serializers.IntegerField()


class TypeShape(serializers.Serializer[Any]):
    """A type of events."""

    name = serializers.CharField()
    family = serializers.CharField()
    when = serializers.CharField(help_text="When it is sent.")


class TypeList(serializers.Serializer[Any]):
    """All of them, on one page."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = TypeShape(many=True)


class BreakerShape(serializers.ModelSerializer[Breaker]):
    """What calls to one place outside go through."""

    is_shared = serializers.SerializerMethodField(
        help_text="Whether the whole installation uses it, such as the mail server."
    )
    failures = serializers.SerializerMethodField(help_text="In a row, of the last 60 seconds.")
    next_at = serializers.SerializerMethodField(
        help_text="When it lets calls try; null if it lets them now."
    )
    last_error = serializers.SerializerMethodField(
        help_text="What went wrong the last time; empty for one that is shared."
    )

    class Meta:
        model = Breaker
        fields = (
            "id", "key", "label", "is_shared", "state", "changed_at", "failures", "successes",
            "opened_at", "next_at", "last_error", "last_error_at",
        )  # fmt: skip

    def get_is_shared(self, row: Breaker) -> bool:
        """True without an organization."""
        return row.organization_id is None

    def get_failures(self, row: Breaker) -> int:
        """Those that count now."""
        return tending.row_of(row).failures

    def get_next_at(self, row: Breaker) -> str | None:
        """Null unless it is open."""
        moment = tending.row_of(row).next_at
        return serializers.DateTimeField().to_representation(moment) if moment else None

    def get_last_error(self, row: Breaker) -> str:
        """Of the organization's own."""
        return tending.row_of(row).error
