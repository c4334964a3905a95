"""Improvements over REST that are made from rows of worksheets."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.improvement import ImprovementShape, RowImprovementBody
from reviews.reads import improvement_resources
from reviews.services import worksheet_improvements
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.etags import etag

_EXAMPLE = OpenApiExample(
    "As the row says, with an owner and a day",
    request_only=True,
    value={"owner": 7, "due_on": "2027-02-01"},
)


class MakeFromRow(Endpoint):
    """An improvement of a row."""

    serializer_class = ImprovementShape
    pagination_class = None

    @extend_schema(
        operation_id="improvements_from_row",
        summary="Make an improvement from a row of a worksheet",
        tags=["Improvement"],
        request=RowImprovementBody,
        responses={200: ImprovementShape, 201: ImprovementShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, workload_id: UUID, kind: str, number: int) -> Response:
        """Its texts follow from the row and its marks, unless they are sent.

        200 with the unfinished one that was made from the row already, if there is one; so this
        may be sent again. With a question, its risk gives the due date unless one is sent.
        """
        made = worksheet_improvements.make(
            self.actor, workload_id, kind, number, **self.body(RowImprovementBody)
        )
        there = made.improvement
        shown = improvement_resources.one(self.actor, workload_id, there.number)
        data = ImprovementShape(shown).data
        if not made.is_new:
            return with_etag(data, there.revision)
        where = reverse("api-improvement", args=[workload_id, there.number])
        return self.created(data, where, ETag=etag(there.revision))
