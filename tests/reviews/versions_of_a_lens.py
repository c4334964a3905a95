"""The small lens in versions that differ, published one after the other."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from lenses.models import LensVersion
from tests.builders import SMALL_LENS, publish_lens
from wellarch.accounts.actor import Actor

Document = dict[str, Any]


def small() -> Document:
    """A copy of the small lens to change."""
    return copy.deepcopy(SMALL_LENS)


def question_of(document: Document, key: str) -> dict[str, Any]:
    """One question of a document, to change."""
    return next(q for p in document["pillars"] for q in p["questions"] if q["id"] == key)


def without_dog(document: Document) -> Document:
    """Nobody keeps a dog any more: a choice of `locks` is gone, and its rule with it."""
    locks = question_of(document, "locks")
    locks["choices"] = [c for c in locks["choices"] if c["id"] != "locks_dog"]
    locks["riskRules"][1]["condition"] = "locks_key"
    return document


def without_keys(document: Document) -> Document:
    """The question about the keys is gone."""
    for pillar in document["pillars"]:
        pillar["questions"] = [q for q in pillar["questions"] if q["id"] != "keys"]
    return document


def with_alarm(document: Document) -> Document:
    """A new question about the alarm, the first of its pillar."""
    alarm = {
        "id": "alarm",
        "title": "Who hears the alarm?",
        "choices": [{"id": "alarm_us", "title": "We do"}, {"id": "alarm_no", "title": "Nobody"}],
        "riskRules": [
            {"condition": "alarm_us", "risk": "NO_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"},
        ],
    }
    document["pillars"][0]["questions"].insert(0, alarm)
    return document


def glass_among_doors(document: Document) -> Document:
    """The question about the glass stands under doors; there are no windows any more."""
    doors, windows = document["pillars"]
    doors["questions"] += windows["questions"]
    document["pillars"] = [doors]
    return document


def stricter_keys(document: Document) -> Document:
    """A safe alone is a medium risk now."""
    question_of(document, "keys")["riskRules"][0]["risk"] = "MEDIUM_RISK"
    return document


def other_words(document: Document) -> Document:
    """Another title, nothing else."""
    question_of(document, "locks")["title"] = "How are the doors locked?"
    return document


def publish(
    actor: Actor, name: str, *edits: Callable[[Document], Document], major: bool = True,
    notes: str = "",
) -> LensVersion:  # fmt: skip
    """A version of the small lens with these changes."""
    document = small()
    for edit in edits:
        document = edit(document)
    return publish_lens(actor, document, name, major=major, notes=notes)
