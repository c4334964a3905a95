"""One way to read a place, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass

from lenses.fetching import files, web
from lenses.fetching.places import Allowed, place_of
from lenses.models import SourceKind


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a place held. content: None when it says it is the same as before."""

    content: bytes | None
    etag: str = ""


def fetch(text: str, what: Allowed, *, etag: str = "") -> Fetched:
    """The document at a place now. etag: of the last answer, so that the same is not sent twice.

    Refused, with a sentence for people, for everything that can go wrong: the place is asked
    for again each time, since the settings may have changed.
    """
    place = place_of(text, what)
    if place.kind == SourceKind.FILE:
        return Fetched(files.read(place.text, what))
    return Fetched(*web.get(place.text, what, etag=etag))
