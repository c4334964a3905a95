"""Celery door: ids in, one service call, nothing out."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from lenses.services import source_pulls


@shared_task(name=source_pulls.TASK, expires=600)
def pull_source(source_id: str) -> None:
    """Look at one place a lens is followed from."""
    source_pulls.pull_alone(UUID(source_id))


@shared_task(name="lenses.pull_sources", expires=60)
def pull_sources() -> None:
    """Have every place that is followed looked at."""
    source_pulls.send_all()
