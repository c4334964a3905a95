"""Trade-offs over REST: list, make, read, change, decide, take back, delete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.tradeoff import DecideBody, TradeOffBody, TradeOffShape
from reviews.models import TradeOff, TradeOffState
from reviews.reads import tradeoffs as reads
from reviews.services import tradeoffs
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.etags import etag, unchanged
from wellarch.rest.schema import ETAG, IF_MATCH, IF_NONE_MATCH

_TAGS = ["Trade-offs"]
_NOT_MODIFIED = OpenApiResponse(description="Nothing changed since the version you have.")
_EXAMPLE = OpenApiExample(
    "Remove a cache to save money",
    request_only=True,
    value={
        "title": "Remove the caching layer",
        "effects": {
            "costOptimization": {"effect": "improves", "note": "One cluster less"},
            "performance": {"effect": "worsens", "note": "Higher latency"},
            "security": {"effect": "neutral"},
        },
        "savings": "500.00",
        "revenue": "-5000.00",
        "currency": "USD",
    },
)


class TradeOffFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which trade-offs to list."""

    state = django_filters.MultipleChoiceFilter(
        choices=TradeOffState.choices, label="A state; more than one may be given."
    )

    class Meta:
        model = TradeOff
        fields = ("state",)


class TradeOffs(Endpoint):
    """The trade-offs of a workload."""

    is_list = True
    search_fields = ("title", "context", "alternatives")
    serializer_class = TradeOffShape
    queryset = TradeOff.objects.none()  # for the schema
    filterset_class = TradeOffFilter
    page_order = "-created_at"
    order_choices = ("created_at", "changed_at", "number", "title")

    @extend_schema(
        operation_id="tradeoffs_list", summary="List the trade-offs of a workload", tags=_TAGS
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Decisions with what each does to the pillars, newest first unless ordered otherwise."""
        return self.page(reads.resources(self.actor, workload_id))

    @extend_schema(
        operation_id="tradeoffs_make",
        summary="Write a trade-off down",
        tags=_TAGS,
        request=TradeOffBody,
        responses={201: TradeOffShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """It is proposed until somebody decides it."""
        made = tradeoffs.make(self.actor, workload_id, **self.body(TradeOffBody))
        shown = reads.resource(self.actor, workload_id, made.number)
        where = reverse("api-tradeoff", args=[workload_id, made.number])
        return self.created(TradeOffShape(shown).data, where, ETag=etag(made.revision))


class _One(Endpoint):
    serializer_class = TradeOffShape

    def shown(self, workload_id: UUID, number: int) -> Response:
        """The trade-off as it is now; 304 for a reader who has it."""
        found = reads.resource(self.actor, workload_id, number)
        if self.request.method == "GET" and unchanged(self.request, etag(found.revision)):
            return Response(status=304, headers={"ETag": etag(found.revision)})
        return with_etag(TradeOffShape(found).data, found.revision)


class TradeOffEndpoint(_One):
    """One trade-off."""

    @extend_schema(
        operation_id="tradeoffs_read",
        summary="Read a trade-off",
        tags=_TAGS,
        parameters=[ETAG, IF_NONE_MATCH],
        responses={200: TradeOffShape, 304: _NOT_MODIFIED},
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """The decision. The ETag is its revision."""
        return self.shown(workload_id, number)

    @extend_schema(
        operation_id="tradeoffs_change",
        summary="Change a trade-off",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=TradeOffBody,
        responses={200: TradeOffShape},
    )
    @conditions.merges
    def patch(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Set some fields; what is not named stays.

        With If-Match, fields that somebody else changed to another value since that version
        are refused (412) and nothing is written; everything else merges.
        """
        fields: dict[str, Any] = self.body(TradeOffBody, partial=True)
        tradeoffs.edit(
            self.actor, workload_id, number, fields=fields, revision=self.base_revision()
        )
        return self.shown(workload_id, number)

    @extend_schema(
        operation_id="tradeoffs_delete",
        summary="Delete a trade-off",
        tags=_TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Not undone. Milestones keep what they froze."""
        tradeoffs.delete(self.actor, workload_id, number)
        return Response(status=204)


class Decide(_One):
    """A decision that stands."""

    @extend_schema(
        operation_id="tradeoffs_decide",
        summary="Decide a trade-off",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=DecideBody,
        responses={200: TradeOffShape},
    )
    @conditions.merges
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Who decided and when is kept. With If-Match only what was read is decided (412)."""
        wanted = self.body(DecideBody)
        tradeoffs.decide(self.actor, workload_id, number, **wanted, revision=self.base_revision())
        return self.shown(workload_id, number)


class TakeBack(_One):
    """A decision that stands no more."""

    @extend_schema(
        operation_id="tradeoffs_take_back",
        summary="Take a decided trade-off back",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=None,
        responses={200: TradeOffShape},
    )
    @conditions.merges
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """It stays to be read and counts no more. 409 before it was decided."""
        tradeoffs.take_back(self.actor, workload_id, number, revision=self.base_revision())
        return self.shown(workload_id, number)
