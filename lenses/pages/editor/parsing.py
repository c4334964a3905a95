"""What the editor's forms send: texts of fields, and what a button is to do. Decides nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from lenses.reads.editor_fields import mark_of
from wellarch.errors import Invalid

_OF_CONFLICT = ("keep.", "merged.", "theirs.")


def typed(data: QueryDict) -> dict[str, str]:
    """Name of a field → its text: all of a whole form, a few of a single change.

    A form sent without a script says in `marks` what its page was made from: what was not
    touched is left out, so that it takes nothing back that somebody else changed. Where a
    conflict was decided for another version, that one takes the place of mine.
    """
    found = {
        name: clean(value)
        for name, value in data.items()
        if "#" in name and isinstance(value, str) and not name.startswith(_OF_CONFLICT)
    }
    for name in found:
        side = data.get(f"keep.{name}", "")
        if side in ("theirs", "merged"):
            found[name] = clean(data.get(f"{side}.{name}", found[name]))
    marks = _marks(data.get("marks", ""))
    return {name: text for name, text in found.items() if marks.get(name) != mark_of(text)}


def operation(data: QueryDict) -> dict[str, Any]:
    """The operation of a button, in words: ``remove questions/locks``, ``move questions/locks 2``.

    Invalid for anything else.
    """
    do, _blank, rest = data.get("do", "").partition(" ")
    at, _blank, place = rest.partition(" ")
    match do:
        case "add":
            title = data.get("title", "").strip()
            new = {"op": "add", "what": at, "to": place.strip()}
            return new | ({"title": title} if title else {})
        case "remove" | "duplicate":
            return {"op": do, "at": at}
        case "move" if place.partition(" ")[0].isdecimal() and len(place) < 300:
            number, _blank, to = place.partition(" ")
            return {"op": "move", "at": at, "place": int(number[:4])} | ({"to": to} if to else {})
        case "up" | "down" if place.isdecimal() and len(place) < 5:
            step = -1 if do == "up" else 1
            return {"op": "move", "at": at, "place": max(0, int(place) + step)}
        case "into":
            return {"op": "move", "at": at, "place": _LAST, "to": data.get(f"to.{at}", "")}
        case "rename":
            return {"op": "set", "at": at, "field": "id", "value": data.get(f"id.{at}", "").strip()}
    raise Invalid(_("The editor does not know this button. Reload the page."))


def clean(text: str) -> str:
    """A text as it is stored: browsers send forms with CR LF."""
    return text.replace("\r\n", "\n")


def revision(data: Mapping[str, Any]) -> int | None:
    """The revision a form was made from; None where it sends none."""
    sent = str(data.get("base_revision", ""))
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


_LAST = 9999
"""A place behind all others."""


def _marks(sent: str) -> dict[str, str]:
    try:
        found = json.loads(sent or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
