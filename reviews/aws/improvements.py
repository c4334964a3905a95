"""The improvement plan of a review: its questions at risk, and what is missing there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lenses.document import web_address
from reviews import planning
from reviews.aws import answer_shapes, lens_names, paging, places, words
from reviews.aws.call import Call, Handler
from reviews.models import RiskLevel
from reviews.reads import question_issues
from reviews.reads.question_issues import Issue
from reviews.reads.review_at import ReviewAt
from reviews.snapshot import SnapshotChoice, SnapshotQuestion

# The API knows no low risk, so such a question is not at risk there.
_AT_RISK = (RiskLevel.HIGH, RiskLevel.MEDIUM)


def list_lens_review_improvements(call: Call) -> Mapping[str, Any]:
    """ListLensReviewImprovements: high risks before medium ones, in the order of pillars the
    workload or its profile asks for, then in that of the lens."""
    found = places.review(call)
    pillar = places.require_pillar(call, found.asked.pillar)
    is_narrowed = call.given.get("QuestionPriority") == "PRIORITIZED"
    first = found.prioritized or frozenset()
    questions = [
        (place, said)
        for place, said in _in_order(found)
        if pillar in (None, place) and (not is_narrowed or said.id in first)
    ]
    page, more = paging.page(call, questions)
    issues = {} if found.milestone else question_issues.of(found.review.pk)
    return {
        "WorkloadId": call.given["WorkloadId"],
        "MilestoneNumber": call.given.get("MilestoneNumber"),
        **lens_names.names(found.review.lens),
        "ImprovementSummaries": [_item(place, said, issues.get(said.id)) for place, said in page],
        **more,
    }


def _in_order(at: ReviewAt) -> list[tuple[str, SnapshotQuestion]]:
    places_of = {pillar.id: place for place, pillar in enumerate(at.said.pillars)}
    priorities = {pillar: place for place, pillar in enumerate(at.order)}
    found = [(pillar.id, said) for pillar, said in at.said.questions() if said.risk in _AT_RISK]

    def rank(one: tuple[str, SnapshotQuestion]) -> tuple[int, int]:
        pillar, said = one
        place = priorities.get(pillar, len(priorities) + places_of[pillar])
        return _AT_RISK.index(RiskLevel(said.risk)), place

    return sorted(found, key=rank)  # stable: the rest is the order of the lens


def _item(pillar: str, said: SnapshotQuestion, issue: Issue | None) -> dict[str, Any]:
    return {
        "QuestionId": said.id,
        "PillarId": pillar,
        "QuestionTitle": said.title,
        "Risk": words.RISKS[said.risk],
        "ImprovementPlans": [_plan(choice) for choice in planning.missing(said)],
        "JiraConfiguration": answer_shapes.jira(issue),
    }


def _plan(choice: SnapshotChoice) -> dict[str, Any]:
    return {
        "ChoiceId": choice.id,
        "DisplayText": choice.improvement or None,
        "ImprovementPlanUrl": web_address(choice.improvement_url) or None,
    }


OPERATIONS: dict[str, Handler] = {
    "ListLensReviewImprovements": list_lens_review_improvements,
}
