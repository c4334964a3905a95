"""What the API tells, as documents. Its shapes are those of botocore's model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reviews.changes import State, flatten
from reviews.copying.documents import Reviewed, Said, Shared, folded
from reviews.copying.ours import LISTS, TEXTS

Members = Mapping[str, Any]
_IMPROVEMENT = {"NOT_APPLICABLE": "none"}
OPEN_SHARES = ("ACCEPTED", "PENDING", "ASSOCIATING", "ASSOCIATED")


@dataclass(frozen=True, slots=True)
class KnownProfile:
    """A profile by its name, and its versions by theirs, oldest first."""

    name: str
    versions: tuple[str, ...]


def properties(workload: Members, profiles: Mapping[str, KnownProfile]) -> dict[str, Any]:
    """The properties of a Workload. profiles: {ARN: …}; one that is not there goes by its ARN,
    and its version by the place it has among the known ones, 0 for one that is not."""
    found: dict[str, Any] = {key: str(workload.get(their) or "") for key, their in TEXTS.items()}
    found |= {key: list(workload.get(their) or ()) for key, their in LISTS.items()}
    found["environment"] = found["environment"].lower()
    status = found["improvement_status"] or "NOT_APPLICABLE"
    found["improvement_status"] = _IMPROVEMENT.get(status, status.lower())
    used: Members = next(iter(workload.get("Profiles") or ()), {})
    arn, version = used.get("ProfileArn", ""), used.get("ProfileVersion", "")
    known = profiles.get(arn)
    found["profile"] = folded(known.name) if known else arn
    is_known = known is not None and version in known.versions
    found["profile_version"] = known.versions.index(version) + 1 if known and is_known else 0
    return found


def reviewed(ref: str, review: Members, answers: Iterable[Members]) -> Reviewed:
    """A LensReview with its Answers (of a workload or a template)."""
    pillars = review.get("PillarReviewSummaries") or ()
    return Reviewed(
        lens=ref,
        version=review.get("LensVersion") or "",
        notes=review.get("Notes") or "",
        pillar_notes={one["PillarId"]: one["Notes"] for one in pillars if one.get("Notes")},
        answers={
            one["QuestionId"]: found
            for one in answers
            if (found := said(one)).state or found.risk != "unanswered"
        },
    )


def said(answer: Members) -> Said:
    """An Answer: what is said, and its risk. One of a template has none."""
    risk = str(answer.get("Risk") or "UNANSWERED").lower()
    return Said(answer.get("PillarId") or "", _state(answer), risk)


def _state(answer: Members) -> State:
    choices: dict[str, dict[str, str]] = {}
    for one in answer.get("ChoiceAnswers") or ():
        choices[one["ChoiceId"]] = {
            "status": str(one.get("Status") or "UNSELECTED").lower(),
            "reason": str(one.get("Reason") or "NONE").lower(),
            "note": one.get("Notes") or "",
        }
    # Answers from before there were choice answers have the list alone.
    for choice in answer.get("SelectedChoices") or ():
        choices.setdefault(choice, {"status": "selected", "reason": "none", "note": ""})
    is_applicable = answer.get("IsApplicable")
    return flatten(
        choices,
        True if is_applicable is None else bool(is_applicable),
        str(answer.get("Reason") or "NONE").lower(),
        answer.get("Notes") or "",
    )


def profile_answers(profile: Members) -> dict[str, tuple[str, ...]]:
    """{question: chosen options} of a Profile."""
    return {
        one["QuestionId"]: tuple(one.get("SelectedChoiceIds") or ())
        for one in profile.get("ProfileQuestions") or ()
        if one.get("SelectedChoiceIds")
    }


def document(text: str) -> dict[str, Any]:
    """The JSON of a lens."""
    found: dict[str, Any] = json.loads(text)
    return found


def open_shares(rows: Iterable[Members]) -> tuple[Shared, ...]:
    """The shares that give somebody something, or may."""
    return tuple(
        Shared(
            to=row.get("SharedWith") or "",
            permission=row.get("PermissionType") or "READONLY",
            status=row.get("Status") or "",
        )
        for row in rows
        if row.get("Status") in OPEN_SHARES
    )
