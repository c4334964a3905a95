"""Findings over REST: what a review says of each pillar as a whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.answer import FindingBody, FindingList, FindingShape
from reviews.reads import resources
from reviews.services import findings
from wellarch.errors import NotFound
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.schema import ETAG, IF_MATCH

_TAGS = ["Findings"]


class Findings(Endpoint):
    """The findings of a review."""

    serializer_class = FindingShape
    pagination_class = None

    @extend_schema(
        operation_id="findings_list",
        summary="List the findings of a review",
        tags=_TAGS,
        responses={200: FindingList},
    )
    def get(self, request: Request, review_id: UUID) -> Response:
        """The finding of every pillar, in the order of the lens; blank where nobody wrote."""
        rows = resources.findings(self.actor, review_id)
        results = FindingShape(rows, many=True).data
        return Response({"next": None, "previous": None, "results": results})


class FindingEndpoint(Endpoint):
    """The finding of one pillar."""

    serializer_class = FindingShape

    @extend_schema(
        operation_id="findings_read",
        summary="Read the finding of a pillar",
        tags=_TAGS,
        parameters=[ETAG],
    )
    def get(self, request: Request, review_id: UUID, pillar: str) -> Response:
        """Current state, gaps, risks and recommendations of one pillar."""
        rows = resources.findings(self.actor, review_id)
        finding = next((row for row in rows if row.pillar_key == pillar), None)
        if finding is None:
            raise NotFound(_("There is no such pillar in this lens."))
        return with_etag(FindingShape(finding).data, finding.revision)

    @extend_schema(
        operation_id="findings_replace",
        summary="Write the finding of a pillar anew",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=FindingBody,
    )
    @conditions.merges
    def put(self, request: Request, review_id: UUID, pillar: str) -> Response:
        """Replace the whole finding: what is not named becomes empty."""
        return self._written(review_id, pillar, self.body(FindingBody), self.base_revision())

    @extend_schema(
        operation_id="findings_change",
        summary="Change the finding of a pillar",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=FindingBody,
    )
    @conditions.merges
    def patch(self, request: Request, review_id: UUID, pillar: str) -> Response:
        """Set some parts. Setting a pillar aside needs a written reason."""
        values = self.body(FindingBody, partial=True)
        return self._written(review_id, pillar, values, self.base_revision())

    def _written(
        self, review_id: UUID, pillar: str, values: dict[str, Any], seen: int | None
    ) -> Response:
        finding = findings.write(self.actor, review_id, pillar, values=values, base_revision=seen)
        return with_etag(FindingShape(finding).data, finding.revision)
