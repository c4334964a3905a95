"""Many answers at once over REST: copied from elsewhere, or a pillar's rest set aside."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.bulk import (
    CandidateList,
    CandidateShape,
    CopyBody,
    CopySourcesShape,
    NotApplicableBody,
    OutcomeShape,
    SpreadBody,
    SpreadOutcomeShape,
    SpreadQuery,
    outcome_of,
    preview_of,
    spread_of,
)
from reviews.reads import bulk_preview
from reviews.services import bulk
from wellarch.rest.endpoint import Endpoint

_TAGS = ["Answers"]
_COPY = OpenApiExample(
    "See what a milestone would bring back",
    request_only=True,
    value={"from_milestone": 3, "only_unanswered": False, "dry_run": True},
)
_ASIDE = OpenApiExample(
    "Set the rest of a pillar aside",
    request_only=True,
    value={"reason": "out_of_scope", "note": "The platform team reviews this."},
)

_SPREAD = OpenApiExample(
    "To two workloads, one of them as it was seen",
    request_only=True,
    value={
        "targets": {
            "0b0f4c0e-6a3e-4f0e-9a55-0d5b3a1f2c11": "2-5",
            "7b3c1f0e-52a4-4a2a-9d0a-3f8f6f0c9c11": "",
        },
        "with_notes": False,
    },
)


class CopyAnswers(Endpoint):
    """Answers from another workload or an earlier milestone."""

    serializer_class = OutcomeShape
    pagination_class = None

    @extend_schema(
        operation_id="answers_copy_sources",
        summary="List where answers can be copied from",
        tags=_TAGS,
        responses={200: CopySourcesShape},
    )
    def get(self, request: Request, review_id: UUID) -> Response:
        """Reviews of the same lens that you see, and the milestones that have this review."""
        return Response(CopySourcesShape(bulk_preview.copying(self.actor, review_id)).data)

    @extend_schema(
        operation_id="answers_copy",
        summary="Copy answers from another review or a milestone",
        tags=_TAGS,
        request=CopyBody,
        responses={200: OutcomeShape},
        examples=[_COPY],
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        """In one transaction, with a row of history for each answer. Notes are never emptied."""
        body = self.body(CopyBody)
        versions, named = body.get("versions"), body.get("questions")
        questions = dict.fromkeys(named, "") if named is not None else None
        if versions is not None:
            questions = versions
        how: dict[str, Any] = {
            "from_review": body.get("from_review"),
            "milestone": body.get("from_milestone"),
            "only_unanswered": body["only_unanswered"],
            "with_notes": body["with_notes"],
        }
        if body["dry_run"]:
            page = bulk_preview.copying(self.actor, review_id, must_choose=True, **how)
            wanted = [one for pillar in page.pillars for one in pillar.items]
            asked = wanted if questions is None else [w for w in wanted if w.asked.id in questions]
            return Response(preview_of(asked))
        return Response(outcome_of(bulk.copy(self.actor, review_id, questions=questions, **how)))


class Elsewhere(Endpoint):
    """The same answer in other workloads."""

    serializer_class = CandidateShape
    pagination_class = None

    @extend_schema(
        operation_id="answers_elsewhere",
        summary="List where else an answer could go",
        tags=_TAGS,
        parameters=[SpreadQuery],
        responses={200: CandidateList},
    )
    def get(self, request: Request, review_id: UUID, question: str) -> Response:
        """Every other review of the same lens that you see, with what would change in it."""
        query = SpreadQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        page = bulk_preview.spreading(self.actor, review_id, question, **query.validated_data)
        results = CandidateShape(page.rows, many=True).data
        return Response({"next": None, "previous": None, "results": results})

    @extend_schema(
        operation_id="answers_spread",
        summary="Give an answer to other workloads",
        tags=_TAGS,
        request=SpreadBody,
        responses={200: SpreadOutcomeShape},
        examples=[_SPREAD],
    )
    def post(self, request: Request, review_id: UUID, question: str) -> Response:
        """In one transaction. What is complete, archived or changed meanwhile is left alone."""
        body = self.body(SpreadBody)
        targets = {_review_id(key): version for key, version in body["targets"].items()}
        done = bulk.spread(
            self.actor, review_id, question, targets=targets, with_notes=body["with_notes"]
        )
        return Response(spread_of(done))


def _review_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ValidationError({"targets": f"{text[:64]} is not the id of a review."}) from None


class NotApplicable(Endpoint):
    """The unanswered questions of a pillar."""

    serializer_class = OutcomeShape
    pagination_class = None

    @extend_schema(
        operation_id="answers_set_aside",
        summary="Mark a pillar's unanswered questions not applicable",
        tags=_TAGS,
        request=NotApplicableBody,
        responses={200: OutcomeShape},
        examples=[_ASIDE],
    )
    def post(self, request: Request, review_id: UUID, pillar: str) -> Response:
        """All of them, or those named, with one reason and note. Answered ones stay."""
        done = bulk.set_aside(self.actor, review_id, pillar, **self.body(NotApplicableBody))
        return Response(outcome_of(done))
