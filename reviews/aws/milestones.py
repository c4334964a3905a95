"""Milestones: recorded, read, listed. What a review was then is read by the operations on
reviews, with MilestoneNumber."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from reviews import access, snapshot
from reviews.aws import (
    lens_names,
    paging,
    places,
    profile_names,
    quotas,
    words,
    workload_shapes,
)
from reviews.aws.call import Call, Handler
from reviews.aws.errors import Clash
from reviews.models import Milestone, Review, Workload
from reviews.reads import milestone_list, profile_then, profile_use
from reviews.scoring import Counts
from reviews.services import milestones
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid


def create_milestone(call: Call) -> Mapping[str, Any]:
    """CreateMilestone: the workload as it is now, under a name that is free."""
    key, name = places.workload_id(call), call.given["MilestoneName"]
    with recording(call, key, name):
        made = milestones.record(call.actor, key, name=name)
    return {"WorkloadId": key.hex, "MilestoneNumber": made.number}


def get_milestone(call: Call) -> Mapping[str, Any]:
    """GetMilestone: the workload as it was."""
    frozen = places.milestone(call)
    workload = frozen.workload
    taken = snapshot.from_content(frozen.content)
    lenses = _lenses([each.id for each in taken.reviews], milestone_list.reviews(workload))
    then = {
        **_summary(workload, frozen, taken.properties, lenses),
        **workload_shapes.texts(taken.properties),
    }
    if taken.profile:
        then["PrioritizedRiskCounts"] = words.risk_counts(profile_use.counted(taken))
    if used := profile_then.of(call.actor, taken):
        then["Profiles"] = [profile_names.use(used)]
    return {"WorkloadId": workload.pk.hex, "Milestone": {**_names(frozen), "Workload": then}}


def list_milestones(call: Call) -> Mapping[str, Any]:
    """ListMilestones, oldest first."""
    workload = access.workload_for(call.actor, places.workload_id(call))
    page, more = paging.page(call, milestone_list.of(workload))
    known = milestone_list.reviews(workload)
    shown = []
    for frozen in page:
        lenses = _lenses(milestone_list.review_ids(frozen), known)
        summary = _summary(workload, frozen, milestone_list.properties(frozen), lenses)
        shown.append({**_names(frozen), "WorkloadSummary": summary})
    return {"WorkloadId": workload.pk.hex, "MilestoneSummaries": shown, **more}


@contextmanager
def recording(call: Call, workload_id: UUID, name: str) -> Iterator[None]:
    """Around what records a milestone of this name: the quota is kept, and a name that is taken
    is a conflict. Nothing is asked when no name is given."""
    if not name:
        yield
        return
    workload = access.workload_for(call.actor, workload_id, need=Action.MILESTONE_RECORD)
    used = milestone_list.of(workload).count()
    quotas.require(call, "milestones-per-workload", used=used, id=workload.pk.hex, kind="WORKLOAD")
    try:
        with places.named({"name": "MilestoneName", "milestone": "MilestoneName"}):
            yield
    except Invalid as error:
        is_taken = milestone_list.is_taken(workload.pk, name)
        if "MilestoneName" not in error.fields or not is_taken:
            raise
        message = f"A milestone named {name} already exists."
        raise Clash(message, id=name, kind="MILESTONE") from error


def _names(frozen: Milestone) -> dict[str, Any]:
    return {
        "MilestoneNumber": frozen.number,
        "MilestoneName": frozen.name,
        "RecordedAt": frozen.recorded_at,
    }


def _summary(
    workload: Workload, frozen: Milestone, properties: Mapping[str, Any], lenses: list[str]
) -> dict[str, Any]:
    return {
        **workload_shapes.names(workload),
        "WorkloadName": properties["name"],
        "Owner": workload.organization.number,
        "UpdatedAt": frozen.recorded_at,
        "Lenses": lenses,
        "RiskCounts": words.risk_counts(Counts.of(frozen.counts)),
        "ImprovementStatus": words.IMPROVEMENT_STATUSES[properties["improvement_status"]],
    }


def _lenses(ids: Iterable[str], known: Mapping[str, Review]) -> list[str]:
    return [lens_names.alias_of(known[key].lens) for key in ids if key in known]


OPERATIONS: dict[str, Handler] = {
    "CreateMilestone": create_milestone,
    "GetMilestone": get_milestone,
    "ListMilestones": list_milestones,
}
