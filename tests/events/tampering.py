"""What somebody with all rights on the database, but without our keys, can do to the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import connection

from wellarch.accounts.models import Organization
from wellarch.events.auditing import sealing, verification
from wellarch.events.auditing.verification import Found
from wellarch.events.models import ChainHead, Event, Seal

_MIGRATION = import_module("wellarch.events.migrations.0002_seals_and_notices")


@contextmanager
def without_trigger() -> Iterator[None]:
    """As an owner of the table: the trigger is dropped, and put back."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        _MIGRATION.make_changeable(apps, editor)
        try:
            yield
        finally:
            _MIGRATION.make_append_only(apps, editor)


def change(event_id: int, **values: Any) -> None:
    """Write other values into a row that is there."""
    with without_trigger():
        Event.objects.filter(pk=event_id).update(**values)


def delete(event_id: int, *, with_seal: bool = False) -> None:
    """Take a row out, and its seal if wanted. No cascade, no Django: as SQL does it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_event WHERE id = %s", [event_id])
    if with_seal:
        Seal.objects.filter(event_id=event_id).delete()


def copy_of(event_id: int, **values: Any) -> Event:
    """The same row once more, with other values."""
    event = Event.objects.get(pk=event_id)
    event.pk = None
    for name, value in values.items():
        setattr(event, name, value)
    event.save(force_insert=True)
    return event


def faults(organization: Organization, anchor: tuple[int, str] | None = None) -> list[Found]:
    """What verification finds now."""
    found: list[Found] = []
    verification.verify(organization, found.append, anchor=anchor)
    return found


def head(organization: Organization) -> ChainHead:
    """The head of a chain that is sealed up to now."""
    sealing.seal(organization.pk)
    return ChainHead.objects.get(organization=organization)
