"""Somebody else changed the same field meanwhile: what comes back beside what was typed.

Shown by templates/components/clashes.html.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from wellarch.errors import Stale


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that somebody else changed meanwhile, with what it says now."""

    label: str
    theirs: str


def typed_again(sent: QueryDict, error: Stale) -> QueryDict:
    """What was sent, as if it had been typed into what there is now: saving once more keeps it."""
    again = sent.copy()
    again["revision"] = str(error.data["revision"])
    return again
