"""The log of changes and the heartbeat of the workers."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from wellarch import clock
from wellarch.accounts.roles import Via


class Event(models.Model):
    """One thing that happened. Never changed, never deleted but with its organization."""

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="events"
    )
    at = models.DateTimeField(default=clock.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="events"
    )
    actor_name = models.CharField(max_length=150)
    via = models.CharField(max_length=8, choices=Via)
    verb = models.CharField(max_length=64)  # noun.past_tense
    subject_type = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=40)
    # The workload it belongs to, by id only: the ground knows no workloads.
    workload_id = models.UUIDField(null=True, db_index=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-at"], name="event_by_organization"),
            models.Index(fields=["subject_type", "subject_id"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor_name}"


class Heartbeat(models.Model):
    """When a worker last ran a task, by which /healthz knows that broker and worker answer."""

    name = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}"
