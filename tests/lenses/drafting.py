"""What the tests of drafts speak of: the draft of the small lens, and edits of it."""

from __future__ import annotations

from typing import Any

from lenses.models import LensVersion

TITLE = {"op": "set", "at": "questions/locks", "field": "title", "value": "How do you lock?"}
TEXT = {"op": "set", "at": "questions/locks", "field": "description", "value": "Every door."}
REMOVE = {"op": "remove", "at": "questions/locks"}


def put(at: str, field: str, value: Any) -> dict[str, Any]:
    """Set a field."""
    return {"op": "set", "at": at, "field": field, "value": value}


def document() -> dict[str, Any]:
    """The draft as it is stored."""
    return LensVersion.objects.get(lens__alias="small", status="draft").document


def question(key: str = "locks") -> dict[str, Any]:
    """A question of it."""
    return next(q for p in document()["pillars"] for q in p["questions"] if q["id"] == key)
