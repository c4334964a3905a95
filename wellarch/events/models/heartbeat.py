"""The heartbeat of the workers."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """When a worker last ran a task, by which /healthz knows that broker and worker answer."""

    name = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}"
