"""Webhooks: who is told of changes, what they are told, and how that went."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from wellarch import clock
from wellarch.accounts.actor import Actor


class OffReason(models.TextChoices):
    """Why nothing is sent to an endpoint."""

    PAUSED = "paused", _("Paused")
    GONE = "gone", _("It answered that it is gone for good (410)")
    FAILING = "failing", _("It failed for days")


class WebhookEndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    """Scoped reads of endpoints."""

    def visible_to(self, actor: Actor) -> WebhookEndpointQuerySet:
        """Those of the actor's organization."""
        return self.filter(organization=actor.organization)


class WebhookEndpoint(models.Model):
    """An address that is told of changes.

    types: of events it wants; empty for all there are, and will be. secret: what messages are
    signed with, encrypted; previous_secret signs beside it until previous_until. off_at: since
    when nothing is sent, for off_reason. failing_since: the first failure after the last success.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    url = models.URLField(_("address"), max_length=1000)
    description = models.CharField(_("description"), max_length=200, blank=True)
    types = models.JSONField(_("events"), default=list, blank=True)
    secret = models.TextField()
    previous_secret = models.TextField(blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)
    off_reason = models.CharField(max_length=8, choices=OffReason, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)  # the last time one arrived
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[WebhookEndpointQuerySet] = WebhookEndpointQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.description or self.url

    @property
    def is_active(self) -> bool:
        """Whether messages are sent to it."""
        return self.off_at is None

    def wants(self, type: str) -> bool:
        """Whether it is told of events of this type."""
        return not self.types or type in self.types


class WebhookMessage(models.Model):
    """One thing that is told, the same to every endpoint.

    number: of the event in its organization's log, None for a test. user: who did it, so that
    their name is the one they have when it is sent; payload: everything else, as sent.
    """

    id = models.CharField(primary_key=True, max_length=40, editable=False)  # msg_…
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    type = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField(null=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField()  # when it happened
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "number", "type"], name="webhook_message_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "at"], name="webhook_message_by_time")]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class WebhookState(models.TextChoices):
    """How far a message is on its way to an endpoint."""

    QUEUED = "queued", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")


class WebhookDelivery(models.Model):
    """A message on its way to an endpoint. attempts: since it was queued, or replayed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    message = models.ForeignKey(WebhookMessage, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=9, choices=WebhookState, default=WebhookState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=clock.now)
    lease_owner = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "message"], name="webhook_delivery_once")
        ]
        indexes = [
            models.Index(fields=["state", "next_at"], name="webhook_delivery_waiting"),
            models.Index(fields=["endpoint", "-created_at"], name="webhook_delivery_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.endpoint_id}"


class WebhookAttempt(models.Model):
    """One try. status: of the answer, None if nobody answered; answer: how it begins."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(default=clock.now)
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}: {self.status or self.error}"


class WebhookCursor(models.Model):
    """Up to which number of its log an organization's endpoints have been told."""

    organization = models.OneToOneField(
        "accounts.Organization", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
