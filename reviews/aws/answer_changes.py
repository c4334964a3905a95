"""What a call wants to have said to a question, of a review or of a template. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lenses.compiled import CompiledQuestion
from reviews import changes
from reviews.aws import words
from reviews.aws.errors import NotValid


def wanted(given: Mapping[str, Any]) -> dict[str, changes.Value]:
    """The paths of the answer (reviews/changes.py) that are to be set, but for SelectedChoices."""
    found: dict[str, changes.Value] = {}
    for choice, update in given.get("ChoiceUpdates", {}).items():
        status = words.ours(words.CHOICE_STATUSES, update["Status"])
        found[changes.choice_path(choice, "status")] = status
        if "Reason" in update:
            reason = words.ours(words.REASONS, update["Reason"])
            found[changes.choice_path(choice, "reason")] = reason
        if "Notes" in update:
            found[changes.choice_path(choice, "note")] = update["Notes"]
    if "Notes" in given:
        found["notes"] = given["Notes"]
    if "IsApplicable" in given:
        found["is_applicable"] = given["IsApplicable"]
    if "Reason" in given:
        found["reason"] = words.ours(words.REASONS, given["Reason"])
    return found


def require_choices(given: Mapping[str, Any], asked: CompiledQuestion) -> None:
    """NotValid names the choices there are not, and "none of these" marked not applicable."""
    updates = given.get("ChoiceUpdates", {})
    wrong = [
        (member, f"No choice with ID {choice} was found in question {asked.id}.")
        for member in ("SelectedChoices", "ChoiceUpdates")
        for choice in given.get(member, ())
        if choice not in asked.choice
    ]
    wrong += [
        ("ChoiceUpdates", f"The choice {choice} cannot be marked as not applicable.")
        for choice, update in updates.items()
        if update["Status"] == "NOT_APPLICABLE"
        and choice in asked.choice
        and asked.choice[choice].is_none
    ]
    if wrong:
        raise NotValid(f"[Validation] {wrong[0][1]}", wrong)
