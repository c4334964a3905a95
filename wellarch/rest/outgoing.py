"""The state of calls to other servers over REST, for admins."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.outgoing import tending
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.webhook_shapes import BreakerShape

_TAGS = ["Outgoing calls"]


@extend_schema(tags=_TAGS)
class Breakers(Endpoint):
    """How calls to other servers fare."""

    is_list = True
    serializer_class = BreakerShape
    page_order = "key"

    @extend_schema(operation_id="outgoing_list", summary="List the breakers of outgoing calls")
    def get(self, request: Request) -> Response:
        """Webhooks, trackers, lens sources, AWS and mail: every place that was called in the last
        month. `open` after 5 failures within 60 s: calls wait; `half-open` 30 s later: they try;
        `closed` again after 3 that went well. For admins."""
        return self.page(tending.listed(self.actor))


@extend_schema(tags=_TAGS)
class BreakerEndpoint(Endpoint):
    """One breaker."""

    serializer_class = BreakerShape

    @extend_schema(operation_id="outgoing_read", summary="Read a breaker")
    def get(self, request: Request, breaker_id: UUID) -> Response:
        """Its state, since when, and what went wrong the last time."""
        return Response(self.get_serializer(tending.breaker_for(self.actor, breaker_id)).data)


@extend_schema(tags=_TAGS, request=None)
class BreakerReset(Endpoint):
    """Before the time is over."""

    serializer_class = BreakerShape

    @extend_schema(operation_id="outgoing_reset", summary="Have calls try now")
    def post(self, request: Request, breaker_id: UUID) -> Response:
        """An open breaker is half-open at once; one that is not open stays as it is."""
        return Response(self.get_serializer(tending.try_now(self.actor, breaker_id)).data)
