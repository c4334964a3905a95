"""Writing the log of changes: called by services inside their transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model

from wellarch.accounts.actor import Actor
from wellarch.events.models import Event


def record(
    actor: Actor,
    verb: str,
    subject: Model,
    *,
    workload_id: UUID | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Append one event: `verb` is noun.past_tense, `data` is JSON-ready and holds no secret."""
    return Event.objects.create(
        organization=actor.organization,
        user=actor.user,
        actor_name=actor.name[:150],
        via=actor.via,
        verb=verb,
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        workload_id=workload_id,
        data=dict(data or {}),
    )
