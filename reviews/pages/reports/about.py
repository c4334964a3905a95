"""What a report is about as one word of an address or form.

`workload`, `review:<id>`, `milestone:<number>`, or `comparison:<number>:<number or now>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wellarch.errors import NotFound


@dataclass(frozen=True, slots=True)
class About:
    """The word, read. kind is a ReportKind; target are arguments of reports.request."""

    word: str
    kind: str
    target: dict[str, Any]


def asked(query: Mapping[str, str]) -> str:
    """The word in an address: `?about=milestone:3`, or as pages that compare say it,
    `?from=2&to=now`."""
    first, second = query.get("from", ""), query.get("to", "")
    if not first or not second:
        return query.get("about", "workload")
    if first == "now":
        first, second = second, first
    return f"comparison:{first}:{second}"


def in_words(word: str) -> str:
    """The two sides of a comparison; empty for any other word."""
    try:
        _kind, target = _read(word.split(":"))
    except ValueError:
        return ""
    if "compare_with" not in target:
        return ""
    first, second = target["milestone"], target["compare_with"]
    if second == "now":
        return _("Milestone %(first)d beside now") % {"first": first}
    return _("Milestone %(first)d beside milestone %(second)d") % {
        "first": first,
        "second": second,
    }


def read(word: str) -> About:
    """What the word says. NotFound when it says nothing."""
    try:
        return About(word, *_read(word.split(":")))
    except ValueError:
        raise NotFound(_("This address leads nowhere.")) from None


def _read(parts: list[str]) -> tuple[str, dict[str, Any]]:
    match parts:
        case ["workload"]:
            return "workload", {}
        case ["review", key]:
            return "review", {"review_id": UUID(key)}
        case ["milestone", number]:
            return "milestone", {"milestone": _number(number)}
        case ["comparison", first, "now"]:
            return "comparison", {"milestone": _number(first), "compare_with": "now"}
        case ["comparison", first, second]:
            target = {"milestone": _number(first), "compare_with": _number(second)}
            return "comparison", target
    raise ValueError(parts)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ValueError(text)
    return int(text)
