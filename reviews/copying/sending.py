"""Documents as inputs of the API: only what differs from what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviews.changes import State, difference, split
from reviews.copying.documents import Reviewed, Standing
from reviews.copying.ours import LISTS, TEXTS

_NOT_AT_ONCE = ("profile", "profile_version")


def workload(wanted: Standing, found: Standing | None = None) -> dict[str, Any]:
    """Members of CreateWorkload (found is None) or UpdateWorkload; empty when nothing differs.

    What is empty is left out where the API wants at least three characters.
    """
    members: dict[str, Any] = {}
    for key, member in {**TEXTS, **LISTS}.items():
        value = wanted.properties[key]
        if found is not None and value == found.properties[key]:
            continue
        if key == "review_owner" and not value:
            continue
        if found is None and (not value or key == "improvement_status"):
            continue
        members[member] = _word(key, value)
    return members


def _word(key: str, value: Any) -> Any:
    if key == "improvement_status":
        return "NOT_APPLICABLE" if value == "none" else str(value).upper()
    return value.upper() if key == "environment" else value


def notes(wanted: Reviewed, found: Reviewed) -> dict[str, Any]:
    """Members of UpdateLensReview (and of a template's); empty when nothing differs."""
    members: dict[str, Any] = {}
    if wanted.notes != found.notes:
        members["LensNotes"] = wanted.notes
    pillars = {
        key: wanted.pillar_notes.get(key, "")
        for key in sorted({*wanted.pillar_notes, *found.pillar_notes})
        if wanted.pillar_notes.get(key, "") != found.pillar_notes.get(key, "")
    }
    return members | ({"PillarNotes": pillars} if pillars else {})


def answers(wanted: Reviewed, found: Reviewed) -> dict[str, dict[str, Any]]:
    """{question: members of UpdateAnswer} of the answers that differ."""
    inputs = {}
    for question in sorted({*wanted.answers, *found.answers}):
        before = found.answers[question].state if question in found.answers else {}
        after = wanted.answers[question].state if question in wanted.answers else {}
        if change := difference(before, after):
            inputs[question] = _answer(change, after)
    return inputs


def _answer(change: Mapping[str, Any], after: State) -> dict[str, Any]:
    members: dict[str, Any] = {}
    updates: dict[str, dict[str, str]] = {}
    for path, value in change.items():
        choice, part = split(path)
        if choice:
            updates[choice] = {
                "Status": str(after.get(f"choices.{choice}.status", "unselected")).upper(),
                "Reason": str(after.get(f"choices.{choice}.reason", "none")).upper(),
                "Notes": str(after.get(f"choices.{choice}.note", "")),
            }
        elif part == "notes":
            members["Notes"] = value
        elif part == "is_applicable":
            members["IsApplicable"] = value
        elif part == "reason":
            members["Reason"] = str(value).upper()
    return members | ({"ChoiceUpdates": updates} if updates else {})
