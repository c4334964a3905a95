"""Reports: of a lens review, and of all workloads together."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from reviews.aws import lens_names, paging, places, words, workload_shapes
from reviews.aws.call import Call, Handler
from reviews.aws.errors import Clash, Refusal, TooManyCalls
from reviews.models import Report
from reviews.reads import consolidated
from reviews.reads.consolidated import PillarNumbers, WorkloadNumbers
from reviews.reads.workload_page import FRAMEWORK
from reviews.scoring import Counts
from reviews.services import reports_at_once
from wellarch.errors import Conflict

MOST = 15  # workloads in one answer
_COME_AGAIN = 5  # seconds, for a report that takes long


def get_lens_review_report(call: Call) -> Mapping[str, Any]:
    """GetLensReviewReport: a PDF, as it is now or was at a milestone.

    What was made since the last change is given again; what takes too long is answered with
    ThrottlingException, on which SDKs ask again, and is ready by then.
    """
    found = places.review(call)
    number = call.given.get("MilestoneNumber")
    with _waited(call):
        report = reports_at_once.of_review(call.actor, found.review, milestone=number)
    return {
        "WorkloadId": call.given["WorkloadId"],
        "MilestoneNumber": number,
        "LensReviewReport": {
            **lens_names.names(found.review.lens),
            "Base64String": _text_of(report),
        },
    }


def get_consolidated_report(call: Call) -> Mapping[str, Any]:
    """GetConsolidatedReport: as JSON a page of workloads, as PDF all of them."""
    with_shared = call.given.get("IncludeSharedResources", False)
    if call.given["Format"] == "PDF":
        with _waited(call):
            report = reports_at_once.of_portfolio(call.actor, with_shared=with_shared)
        return {"Base64String": _text_of(report)}
    rows = consolidated.workloads(call.actor, with_shared=with_shared)
    page, more = paging.page(call, rows, usual=MOST)
    told = consolidated.numbers(page, framework=FRAMEWORK)
    return {"Metrics": [_metric(each) for each in told], **more}


@contextmanager
def _waited(call: Call) -> Iterator[None]:
    try:
        yield
    except Conflict as error:
        if error.code == "report-not-ready":
            raise TooManyCalls(_COME_AGAIN) from error
        if error.code == "nothing-to-report":
            raise Clash(error.message, id=call.account, kind="ACCOUNT") from error
        raise Refusal(error.message) from error


def _text_of(report: Report) -> str:
    with report.file.open("rb") as file:
        return base64.b64encode(file.read()).decode()


def _metric(told: WorkloadNumbers) -> dict[str, Any]:
    found: dict[str, Any] = {
        "MetricType": "WORKLOAD",
        **workload_shapes.names(told.workload),
        "RiskCounts": words.risk_counts(sum((row.counts for row in told.reviews), Counts())),
        "UpdatedAt": told.workload.updated_at,
        "LensesAppliedCount": len(told.reviews),
        "Lenses": [],
    }
    if told.framework:
        found["Lenses"] = [
            {
                "LensArn": lens_names.arn_of(told.framework.review.lens),
                "RiskCounts": words.risk_counts(told.framework.counts),
                "Pillars": [_pillar(each) for each in told.pillars],
            }
        ]
    return found


def _pillar(told: PillarNumbers) -> dict[str, Any]:
    return {
        "PillarId": told.id,
        "RiskCounts": words.risk_counts(told.counts),
        "Questions": [
            {
                "QuestionId": question.id,
                "Risk": words.RISKS[question.risk],
                "BestPractices": [
                    {"ChoiceId": choice.id, "ChoiceTitle": choice.title.strip()}
                    for choice in question.missing
                ],
            }
            for question in told.questions
        ],
    }


OPERATIONS: dict[str, Handler] = {
    "GetLensReviewReport": get_lens_review_report,
    "GetConsolidatedReport": get_consolidated_report,
}
