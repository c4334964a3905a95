"""Who did something last: read from the log where a row knows its last doer by name only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, Model

from wellarch.accounts.models import User
from wellarch.events.models import Event


def last_by(user: User, kind: type[Model], verb: str) -> list[str]:
    """The ids of the subjects of a kind to which this person was the last to do `verb`."""
    done = Event.objects.filter(subject_type=kind._meta.model_name, verb=verb)
    touched = done.filter(user=user).values("subject_id")
    last = done.filter(subject_id__in=touched).values("subject_id").annotate(last=Max("pk"))
    found = Event.objects.filter(pk__in=last.values("last"), user=user)
    return list(found.values_list("subject_id", flat=True))


def each_by(user: User, kind: type[Model], verb: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(id of the subject, data) of every time this person did `verb`."""
    done = Event.objects.filter(subject_type=kind._meta.model_name, verb=verb, user=user)
    yield from done.order_by("pk").values_list("subject_id", "data").iterator(chunk_size=500)
