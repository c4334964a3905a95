"""What the hub asks and tells the apps. The ground knows them by name only (settings)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from wellarch.live.passes import Pass


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who asked from a room. place: where in it; has_left: they closed the page."""

    room: UUID
    person: int
    place: str
    at: datetime
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is in a room, as others see them."""

    person: int
    name: str
    initials: str
    place: str


@dataclass(frozen=True, slots=True)
class Source:
    """Four functions of an app, each a fixed number of queries for all that are asked about.

    revisions: {topic: a number that every change raises}; what is gone is missing.
    people: {room: who was there since a moment}, in the order of their coming.
    admitted: those of the passes whose person may still see what they watch.
    keep: writes down who was seen.
    """

    revisions: Callable[[Collection[UUID]], Mapping[UUID, int]]
    people: Callable[[Collection[UUID], datetime], Mapping[UUID, Sequence[Present]]]
    admitted: Callable[[Collection[Pass]], Collection[Pass]]
    keep: Callable[[Sequence[Seen]], None]


def configured() -> Source:
    """The source that the setting LIVE_SOURCE names."""
    return Source(**{part: import_string(name) for part, name in settings.LIVE_SOURCE.items()})
