"""What may be said to a question, in a review or in a template. No query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from lenses.compiled import CompiledQuestion
from reviews import changes
from reviews.models import CHOICE_STATUSES, Reason
from wellarch.errors import Invalid

MAX_NOTES = 20_000  # characters; the reference product allows 2,084
MAX_CHOICE_NOTE = 2_000


def checked(asked: CompiledQuestion, wanted: Mapping[str, Any]) -> changes.State:
    """The paths to set (reviews/changes.py) if all are right. Invalid names every wrong one."""
    problems: dict[str, list[str]] = {}
    known = {choice.id for choice in asked.choices}
    for path, value in wanted.items():
        problem = _problem(asked, known, path, value)
        if problem:
            problems[path] = [problem]
    if problems:
        raise Invalid(fields=problems)
    return dict(wanted)


def _problem(asked: CompiledQuestion, known: set[str], path: str, value: Any) -> str:
    choice, part = changes.split(path)
    if choice and choice not in known:
        return _("%(choice)s is not a choice of this question.") % {"choice": choice}
    match (bool(choice), part):
        case (True, "status"):
            if value not in CHOICE_STATUSES:
                return _("Use selected, unselected or not_applicable.")
            is_none = asked.none_choice is not None and choice == asked.none_choice.id
            if is_none and value == "not_applicable":
                return _("“None of these” cannot be marked not applicable.")
        case (_any, "reason"):
            if value not in Reason.values:
                return _("Use one of: %(reasons)s.") % {"reasons": ", ".join(Reason.values)}
        case (True, "note"):
            return _too_long(value, MAX_CHOICE_NOTE)
        case (False, "notes"):
            return _too_long(value, MAX_NOTES)
        case (False, "is_applicable"):
            if not isinstance(value, bool):
                return _("Use true or false.")
        case _unknown:
            return _("There is no such field.")
    return ""


def _too_long(value: Any, limit: int) -> str:
    if not isinstance(value, str):
        return _("Use text.")
    if len(value) > limit:
        return _("Use at most %(limit)d characters; these are %(length)d.") % {
            "limit": limit,
            "length": len(value),
        }
    return ""
