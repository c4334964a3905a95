"""What is here, as documents: snapshots of workloads in the words both sides share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from reviews.changes import State, flatten
from reviews.copying.documents import Reviewed, Said, Standing, folded
from reviews.snapshot import Snapshot, SnapshotQuestion, SnapshotReview

TEXTS: Mapping[str, str] = {
    "name": "WorkloadName",
    "description": "Description",
    "environment": "Environment",
    "review_owner": "ReviewOwner",
    "industry_type": "IndustryType",
    "industry": "Industry",
    "architecture_url": "ArchitecturalDesign",
    "notes": "Notes",
    "improvement_status": "ImprovementStatus",
}
LISTS: Mapping[str, str] = {
    "regions": "AwsRegions",
    "other_sites": "NonAwsRegions",
    "account_ids": "AccountIds",
    "applications": "Applications",
    "pillar_priorities": "PillarPriorities",
}
"""The properties of a workload that the API knows: our names, and its."""

ONLY_HERE = (
    "team", "business_objectives", "in_scope", "out_of_scope", "compliance_requirements",
    "pain_points", "design_review_on", "go_live_on", "next_review_on",
)  # fmt: skip
"""Properties the API has no place for."""


def standing(snapshot: Snapshot, refs: Mapping[str, str]) -> Standing:
    """A snapshot as the API would tell it. refs: {id of a review: how its lens is named}."""
    return Standing(
        properties=_properties(snapshot.properties),
        reviews={
            refs[review.id]: _reviewed(refs[review.id], review)
            for review in snapshot.reviews
            if review.id in refs
        },
    )


def unseen(snapshot: Snapshot) -> tuple[str, ...]:
    """What a snapshot holds that the API has no place for, by name."""
    found = [key for key in ONLY_HERE if snapshot.properties.get(key)]
    pillars = [pillar for review in snapshot.reviews for pillar in review.pillars]
    parts = ("gaps", "risks", "recommendations", "is_set_aside")
    found += [
        f"findings.{part}" for part in parts if any(getattr(p.finding, part) for p in pillars)
    ]
    found += [
        part
        for part in ("improvements", "tradeoffs", "maturity", "worksheets", "game_days",
                     "planned_reviews")
        if getattr(snapshot, part)
    ]  # fmt: skip
    return tuple(found)


def moment(at: datetime) -> str:
    """A time as documents tell it: UTC, whole seconds, as the API gives them."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat()


def risk(ours: str) -> str:
    """A risk as the API knows it."""
    return "none" if ours == "low" else ours


def _properties(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {key: values.get(key) or "" for key in TEXTS}
    found |= {key: list(values.get(key) or ()) for key in LISTS}
    profile = values.get("profile") or {}
    found["profile"] = folded(profile.get("name", ""))
    found["profile_version"] = int(profile.get("version", 0))
    return found


def _reviewed(ref: str, review: SnapshotReview) -> Reviewed:
    return Reviewed(
        lens=ref,
        version=review.lens_version,
        notes=review.notes,
        pillar_notes={
            pillar.id: pillar.finding.current_state
            for pillar in review.pillars
            if pillar.finding.current_state
        },
        answers={
            question.id: Said(pillar.id, state, risk(question.risk))
            for pillar, question in review.questions()
            if (state := _state(question)) or question.risk != "unanswered"
        },
    )


def _state(question: SnapshotQuestion) -> State:
    choices = {
        one.id: {"status": one.status, "reason": one.reason, "note": one.note}
        for one in question.choices
    }
    return flatten(choices, question.is_applicable, question.reason, question.notes)
