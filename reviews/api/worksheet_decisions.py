"""Trade-offs over REST that are made from options of the cost worksheet."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.tradeoff import OptionTradeOffBody, TradeOffShape
from reviews.reads import tradeoffs as reads
from reviews.services import worksheet_decisions
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.etags import etag

_EXAMPLE = OpenApiExample(
    "As the option says, with another title",
    request_only=True,
    value={"title": "Keep the cache"},
)


class DecideOption(Endpoint):
    """The trade-off of an option."""

    serializer_class = TradeOffShape
    pagination_class = None

    @extend_schema(
        operation_id="tradeoffs_from_row",
        summary="Write an option of the cost worksheet down as a trade-off",
        tags=["Trade-offs"],
        request=OptionTradeOffBody,
        responses={201: TradeOffShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Title, amounts and effects follow from the option, unless they are sent; its row keeps
        the number of the trade-off. 409 while there is one already."""
        fields = self.body(OptionTradeOffBody)
        made = worksheet_decisions.write_down(self.actor, workload_id, number, **fields)
        shown = reads.resource(self.actor, workload_id, made.number)
        where = reverse("api-tradeoff", args=[workload_id, made.number])
        return self.created(TradeOffShape(shown).data, where, ETag=etag(made.revision))
