"""Maturity over REST: how far a team says it is with each pillar of a review."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.tradeoff import MaturityBody, MaturityList, MaturityShape
from reviews.reads import maturity_page
from reviews.services import maturity
from wellarch.errors import NotFound
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.schema import ETAG, IF_MATCH

_TAGS = ["Maturity"]
_EXAMPLE = OpenApiExample(
    "Repeatable, to be defined by the summer",
    request_only=True,
    value={"level": 2, "target": 3, "target_on": "2027-06-30"},
)


class MaturityOfReview(Endpoint):
    """The maturity of a review."""

    serializer_class = MaturityShape
    pagination_class = None

    @extend_schema(
        operation_id="maturity_list",
        summary="Read how mature the pillars of a review are",
        tags=_TAGS,
        responses={200: MaturityList},
    )
    def get(self, request: Request, review_id: UUID) -> Response:
        """Every pillar in the order of the lens, with what its levels mean."""
        page = maturity_page.build(self.actor, review_id)
        return Response({"results": MaturityShape(page.pillars, many=True).data})


class MaturityEndpoint(Endpoint):
    """The maturity of one pillar."""

    serializer_class = MaturityShape

    @extend_schema(
        operation_id="maturity_read",
        summary="Read how mature a pillar is",
        tags=_TAGS,
        parameters=[ETAG],
    )
    def get(self, request: Request, review_id: UUID, pillar: str) -> Response:
        """Its level and target; null where nobody said anything."""
        return self._shown(review_id, pillar)

    @extend_schema(
        operation_id="maturity_change",
        summary="Say how mature a pillar is",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=MaturityBody,
        examples=[_EXAMPLE],
    )
    @conditions.merges
    def patch(self, request: Request, review_id: UUID, pillar: str) -> Response:
        """Set some of level, target, its day and the note; what is not named stays."""
        revision = self.base_revision()
        maturity.write(
            self.actor,
            review_id,
            levels={pillar: self.body(MaturityBody)},
            revisions=None if revision is None else {pillar: revision},
        )
        return self._shown(review_id, pillar)

    def _shown(self, review_id: UUID, pillar: str) -> Response:
        page = maturity_page.build(self.actor, review_id)
        found = next((each for each in page.pillars if each.key == pillar), None)
        if found is None:
            raise NotFound(_("There is no such pillar in this lens."))
        return with_etag(MaturityShape(found).data, found.revision)
