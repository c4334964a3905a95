"""What worksheets say about a question, over REST."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.worksheet_evidence import QuestionWorksheetsShape, beside_of
from reviews.reads import worksheet_evidence
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.etags import unchanged, weak
from wellarch.rest.schema import IF_NONE_MATCH


class QuestionWorksheets(Endpoint):
    """The worksheets beside a question."""

    serializer_class = QuestionWorksheetsShape

    @extend_schema(
        operation_id="question_worksheets_read",
        summary="Read what the worksheets say about a question",
        tags=["Evidence"],
        parameters=[IF_NONE_MATCH],
        responses={
            200: QuestionWorksheetsShape,
            304: OpenApiResponse(description="Nothing changed since the version you have."),
        },
    )
    def get(self, request: Request, review_id: UUID, question: str) -> Response:
        """With the best practices they support. To select one, change the answer."""
        found = worksheet_evidence.for_question(self.actor, review_id, question)
        tag = weak(found.review.workload.revision, timezone.localdate().isoformat())
        if unchanged(request, tag):
            return Response(status=304, headers={"ETag": tag})
        shown = {"review": review_id, "question": question, **beside_of(found.beside)}
        return Response(QuestionWorksheetsShape(shown).data, headers={"ETag": tag})
