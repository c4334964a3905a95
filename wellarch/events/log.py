"""Writing the log of changes: called by services inside their transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.events.auditing import chain
from wellarch.events.models import Event

Changes = Mapping[str, tuple[Any, Any]]


def record(
    actor: Actor,
    verb: str,
    subject: Model,
    *,
    workload_id: UUID | None = None,
    changes: Changes | None = None,
    hidden: Collection[str] = (),
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Append one event: `verb` is noun.past_tense.

    changes: {field: (before, after)} of what was changed; those in `hidden` (secrets, notes)
    are named without their values. data: JSON-ready, no secret, no name and no whole address
    of a person. It lands in the log of the organization the subject belongs to, which is not
    the actor's when they are a guest.
    """
    owner = getattr(subject, "organization_id", None) or actor.organization.pk
    content: dict[str, Any] = {
        "organization_id": owner,
        "at": clock.now(),
        "user_id": actor.user.pk if actor.user else None,
        "actor_name": "" if actor.user else actor.name[:150],
        "guest_of": "" if owner == actor.organization.pk else actor.organization.name,
        "via": str(actor.via),
        "credential": actor.credential,
        "ip": actor.ip or None,
        "verb": verb,
        "subject_type": subject._meta.model_name or "",
        "subject_id": str(subject.pk),
        "workload_id": UUID(str(workload_id)) if workload_id else None,
        "changes": {
            field: {"hidden": True} if field in hidden else _stored([before, after])
            for field, (before, after) in (changes or {}).items()
        },
        "data": _as_kept(dict(data or {})),
    }
    return Event.objects.create(**content, stamp=chain.stamp(content))


def _stored(pair: list[Any]) -> dict[str, Any]:
    before, after = _as_kept(pair)
    return {"before": before, "after": after}


def _as_kept(value: Any) -> Any:
    """JSON as the database gives it back, so that the stamp is of what is there to be read."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def as_json(value: Any) -> str:
    """JSON as one line of text, for exports."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False) if value else ""
