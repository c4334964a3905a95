"""Many answers at once over REST: copied from elsewhere, or a pillar's rest set aside."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.bulk import (
    CopyBody,
    NotApplicableBody,
    OutcomeShape,
    outcome_of,
    preview_of,
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


class CopyAnswers(Endpoint):
    """Answers from another workload or an earlier milestone."""

    serializer_class = OutcomeShape
    pagination_class = None

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
