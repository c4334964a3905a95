"""Notices to people."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from wellarch import clock


class NoticeKind(models.TextChoices):
    """What WellArch writes to people about."""

    INVITATION = "invitation", _("I am invited to an organization or something is shared with me")
    MENTION = "mention", _("Somebody mentions me")
    ASSIGNMENT = "assignment", _("Something is assigned to me")
    DUE_SOON = "due_soon", _("Something of mine is due soon")
    LENS_UPGRADED = "lens_upgraded", _("A lens of my workloads has a new version")
    REPORT_READY = "report_ready", _("A report I asked for is ready")


class Delivery(models.TextChoices):
    """When a notice is sent."""

    NOW = "now", _("At once")
    DIGEST = "digest", _("In the daily digest")
    NEVER = "never", _("Never")


class Notice(models.Model):
    """A message to one person: written with the change, sent by a task, once.

    data: what its template shows, JSON-ready; emptied when sent, because a link in it may be
    a secret. email: the address of somebody who has no account yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", null=True, on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=16, choices=NoticeKind)
    delivery = models.CharField(max_length=8, choices=Delivery)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)  # None once sent or given up
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["delivery", "next_attempt_at"], name="notice_to_send")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id or self.email}"
