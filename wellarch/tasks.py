"""Celery door of the ground."""

from celery import shared_task

from wellarch.events import heartbeat


@shared_task(name="wellarch.heartbeat", expires=10)
def beat() -> None:
    """Note that beat, broker and worker work."""
    heartbeat.beat()
