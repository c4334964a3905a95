"""Lens reviews: listed, read, changed, upgraded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviews import access, snapshot
from reviews.aws import lens_names, milestones, paging, places, profile_names, words
from reviews.aws.call import Call, Handler
from reviews.models import Review, Workload
from reviews.reads import lens_standing, milestone_list, workload_list
from reviews.reads.lens_standing import LensStanding
from reviews.reads.resources import ReviewRow
from reviews.reads.review_at import ReviewAt
from reviews.scoring import count
from reviews.services import aws_settings, findings, reviews, upgrades
from reviews.snapshot import SnapshotPillar, SnapshotProfile, SnapshotReview


def list_lens_reviews(call: Call) -> Mapping[str, Any]:
    """ListLensReviews: the attached lenses in numbers, oldest first, now or at a milestone."""
    workload = access.workload_for(call.actor, places.workload_id(call))
    number = call.given.get("MilestoneNumber")
    if number is None:
        rows = workload_list.numbers([workload]).get(workload.pk, ())
        shown = [_summary(workload, row) for row in rows]
    else:
        shown = _summaries_then(call, workload)
    page, more = paging.page(call, shown)
    return {
        "WorkloadId": workload.pk.hex,
        "MilestoneNumber": number,
        "LensReviewSummaries": page,
        **more,
    }


def get_lens_review(call: Call) -> Mapping[str, Any]:
    """GetLensReview: with its pillars in numbers and their notes."""
    return {
        "WorkloadId": call.given["WorkloadId"],
        "MilestoneNumber": call.given.get("MilestoneNumber"),
        "LensReview": _whole(places.review(call)),
    }


def update_lens_review(call: Call) -> Mapping[str, Any]:
    """UpdateLensReview: the notes on the lens and on pillars, which are the current state in
    the pillar's finding; those not named stay."""
    given = call.given
    found = places.review(call)
    notes = given.get("PillarNotes", {})
    for pillar in notes:
        if pillar not in found.asked.pillar:
            raise places.no_pillar(call, pillar)
    key = found.review.pk
    if "LensNotes" in given or not (notes or "JiraConfiguration" in given):
        with places.named({"notes": "LensNotes"}):
            reviews.write_notes(call.actor, key, notes=given.get("LensNotes", found.said.notes))
    for pillar, text in notes.items():
        with places.named({"current_state": "PillarNotes"}):
            findings.write(call.actor, key, pillar, values={"current_state": text})
    if "JiraConfiguration" in given:
        kept = {"JiraConfiguration": given["JiraConfiguration"]}
        aws_settings.set_for_review(call.actor, key, values=kept)
    return {"WorkloadId": given["WorkloadId"], "LensReview": _whole(places.review(call))}


def upgrade_lens_review(call: Call) -> None:
    """UpgradeLensReview: to the newest version of the lens, after a milestone of how it was."""
    review, name = places.review_row(call), call.given["MilestoneName"]
    with milestones.recording(call, review.workload_id, name):
        upgrades.upgrade(call.actor, review.pk, milestone=name)


def _summary(workload: Workload, row: ReviewRow) -> dict[str, Any]:
    found: dict[str, Any] = {
        **lens_names.names(row.review.lens),
        "LensVersion": row.review.lens_version.name,
        "LensName": row.review.lens.name,
        "LensStatus": words.LENS_STATUSES[row.standing.status],
        "UpdatedAt": workload.updated_at,
        "RiskCounts": words.risk_counts(row.counts),
    }
    if workload.profile_version:
        found["Profiles"] = [profile_names.use(workload.profile_version)]
        found["PrioritizedRiskCounts"] = words.risk_counts(row.prioritized)
    return found


def _summaries_then(call: Call, workload: Workload) -> list[dict[str, Any]]:
    frozen = places.milestone(call)
    taken = snapshot.from_content(frozen.content)
    standings = lens_standing.of_all(workload_list.attached(workload))
    known = milestone_list.reviews(workload)
    return [
        {
            **lens_names.names(row.lens),
            "LensVersion": said.lens_version,
            "LensName": said.lens_name,
            "LensStatus": _status_then(row, said, standings.get(row.pk)),
            "UpdatedAt": frozen.recorded_at,
            "RiskCounts": words.risk_counts(said.counts),
            **_first_then(taken.profile, said),
        }
        for said in taken.reviews
        if (row := known.get(said.id))
    ]


def _whole(at: ReviewAt) -> dict[str, Any]:
    row, said = at.review, at.said
    first = at.prioritized_counts
    found: dict[str, Any] = {
        **lens_names.names(row.lens),
        "LensVersion": said.lens_version,
        "LensName": said.lens_name,
        "LensStatus": _status_then(row, said, lens_standing.of(row)),
        "PillarReviewSummaries": [_pillar(at, pillar) for pillar in said.pillars],
        "UpdatedAt": at.changed_at,
        "Notes": said.notes or None,
        "RiskCounts": words.risk_counts(said.counts),
        "PrioritizedRiskCounts": first and words.risk_counts(first),
    }
    if at.milestone is None:
        found |= aws_settings.of_review(row)
        if used := row.workload.profile_version:
            found["Profiles"] = [profile_names.use(used)]
    return found


def _pillar(at: ReviewAt, pillar: SnapshotPillar) -> dict[str, Any]:
    found: dict[str, Any] = {
        "PillarId": pillar.id,
        "PillarName": pillar.name,
        "Notes": pillar.finding.current_state or None,
        "RiskCounts": words.risk_counts(pillar.counts),
    }
    if at.prioritized is not None:
        found["PrioritizedRiskCounts"] = words.risk_counts(at.counts_of_prioritized(pillar))
    return found


def _status_then(row: Review, said: SnapshotReview, now: LensStanding | None) -> str:
    """How the review stands to its lens; with a version it no longer has, not current."""
    if said.lens_version != row.lens_version.name:
        return words.LENS_STATUSES[lens_standing.NOT_CURRENT]
    return words.LENS_STATUSES[now.status if now else lens_standing.CURRENT]


def _first_then(profile: SnapshotProfile | None, said: SnapshotReview) -> dict[str, Any]:
    if profile is None:
        return {}
    first = count(q.risk for _p, q in said.questions() if profile.reasons(said.id, q.id))
    return {"PrioritizedRiskCounts": words.risk_counts(first)}


OPERATIONS: dict[str, Handler] = {
    "ListLensReviews": list_lens_reviews,
    "GetLensReview": get_lens_review,
    "UpdateLensReview": update_lens_review,
    "UpgradeLensReview": upgrade_lens_review,
}
