"""The workers' heartbeat: written by a task every few seconds, read by /healthz."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from wellarch.events.models import Heartbeat

WORKER = "worker"
MAX_AGE = timedelta(seconds=30)


def beat() -> None:
    """Note that a worker ran a task just now."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"at": timezone.now()})


def is_alive() -> bool:
    """True if a worker ran a task within MAX_AGE."""
    return Heartbeat.objects.filter(name=WORKER, at__gte=timezone.now() - MAX_AGE).exists()
