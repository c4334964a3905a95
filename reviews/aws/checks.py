"""Checks of Trusted Advisor. WellArch has none: what is asked for is looked up, and there are no
checks for it, as for an account of the reference without Trusted Advisor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lenses.access import compiled
from reviews import access
from reviews.aws import lens_names, paging, places
from reviews.aws.call import Call, Handler
from reviews.aws.errors import NotValid
from wellarch.errors import NotFound


def list_check_details(call: Call) -> Mapping[str, Any]:
    """ListCheckDetails: none."""
    return {"CheckDetails": _none(call)}


def list_check_summaries(call: Call) -> Mapping[str, Any]:
    """ListCheckSummaries: none."""
    return {"CheckSummaries": _none(call)}


def _none(call: Call) -> list[Any]:
    """No checks, of a choice there is in a review of the workload. Errors name what is missing."""
    given = call.given
    arn, pillar, question, choice = (
        given[name] for name in ("LensArn", "PillarId", "QuestionId", "ChoiceId")
    )
    workload = access.workload_for(call.actor, places.workload_id(call))
    lens = lens_names.condition(arn, "lens__") if arn.startswith("arn:") else None
    if lens is None:
        raise lens_names.no_review(arn)
    try:
        review = access.review_by_lens(call.actor, workload.pk, lens)
    except NotFound as error:
        raise lens_names.no_review(arn) from error
    asked = compiled(review.lens_version_id)
    if pillar not in asked.pillar:
        raise places.no_pillar(call, pillar)
    if question not in asked.questions or asked.questions[question].pillar_id != pillar:
        raise places.no_question(call, question)
    if choice not in asked.questions[question].choice:
        raise NotValid(f"[Validation] No choice with ID {choice} was found in question {question}.")
    page, _more = paging.page(call, [])
    return page


OPERATIONS: dict[str, Handler] = {
    "ListCheckDetails": list_check_details,
    "ListCheckSummaries": list_check_summaries,
}
