"""Game days over REST: list, plan, read, change, call off, plan again, delete, scenarios."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.game_day import (
    GameDayBody,
    GameDayChange,
    GameDayShape,
    ScenariosShape,
)
from reviews.models import GameDay, GameDayState
from reviews.reads import game_day_scenarios
from reviews.reads import game_days as reads
from reviews.services import game_days
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.etags import etag, unchanged
from wellarch.rest.schema import ETAG, IF_MATCH, IF_NONE_MATCH

TAGS = ["Game days"]
_NOT_MODIFIED = OpenApiResponse(description="Nothing changed since the version you have.")
_EXAMPLE = OpenApiExample(
    "The database loses its zone",
    request_only=True,
    value={
        "scenario_key": "database-az",
        "failure_mode": 2,
        "planned_at": "2026-12-01T09:30:00Z",
        "parts": [{"user": 1, "role": "Leads the game day"}, {"name": "Joe of the bank"}],
    },
)


class GameDayFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which game days to list."""

    state = django_filters.MultipleChoiceFilter(
        choices=GameDayState.choices, label="A state; more than one may be given."
    )
    planned_after = django_filters.IsoDateTimeFilter(
        field_name="planned_at", lookup_expr="gte", label="Planned then or later."
    )
    planned_before = django_filters.IsoDateTimeFilter(
        field_name="planned_at", lookup_expr="lt", label="Planned before."
    )

    class Meta:
        model = GameDay
        fields = ("state",)


class GameDays(Endpoint):
    """The game days of a workload."""

    is_list = True
    search_fields = ("title", "hypothesis", "scenario")
    serializer_class = GameDayShape
    queryset = GameDay.objects.none()  # for the schema
    filterset_class = GameDayFilter
    page_order = "-created_at"
    order_choices = ("created_at", "changed_at", "number", "title")

    @extend_schema(
        operation_id="game_days_list", summary="List the game days of a workload", tags=TAGS
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Planned, running and held ones with what was found, newest first."""
        return self.page(reads.resources(self.actor, workload_id))

    @extend_schema(
        operation_id="game_days_plan",
        summary="Plan a game day",
        tags=TAGS,
        request=GameDayBody,
        responses={201: GameDayShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """From nothing, from a scenario of the library, or of a failure mode of the workload."""
        made = game_days.plan(self.actor, workload_id, **self.body(GameDayBody))
        shown = reads.resource(self.actor, workload_id, made.number)
        where = reverse("api-game-day", args=[workload_id, made.number])
        return self.created(GameDayShape(shown).data, where, ETag=etag(made.revision))


class Scenarios(Endpoint):
    """What a game day can begin with."""

    serializer_class = ScenariosShape

    @extend_schema(
        operation_id="game_days_scenarios",
        summary="List what a game day can begin with",
        tags=TAGS,
        responses={200: ScenariosShape},
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """The workload's own failure modes, and the library that everybody has."""
        return Response(ScenariosShape(game_day_scenarios.offered(self.actor, workload_id)).data)


class OfOne(Endpoint):
    """What is done with one game day; answers with it as it is now."""

    serializer_class = GameDayShape

    def shown(self, workload_id: UUID, number: int) -> Response:
        """The game day as it is now; 304 for a reader who has it."""
        found = reads.resource(self.actor, workload_id, number)
        if self.request.method == "GET" and unchanged(self.request, etag(found.revision)):
            return Response(status=304, headers={"ETag": etag(found.revision)})
        return with_etag(GameDayShape(found).data, found.revision)


class GameDayEndpoint(OfOne):
    """One game day."""

    @extend_schema(
        operation_id="game_days_read",
        summary="Read a game day",
        tags=TAGS,
        parameters=[ETAG, IF_NONE_MATCH],
        responses={200: GameDayShape, 304: _NOT_MODIFIED},
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """The plan and what came of it. The ETag is its revision; entries raise it too."""
        return self.shown(workload_id, number)

    @extend_schema(
        operation_id="game_days_change",
        summary="Change the plan of a game day",
        tags=TAGS,
        parameters=[IF_MATCH, ETAG],
        request=GameDayChange,
        responses={200: GameDayShape},
    )
    @conditions.merges
    def patch(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Set some fields; what is not named stays.

        With If-Match, fields that somebody else changed to another value since that version
        are refused (412) and nothing is written; everything else merges. Once it has begun only
        `parts` may change (409), afterwards `repeat_months` too.
        """
        fields: dict[str, Any] = self.body(GameDayChange, partial=True)
        game_days.edit(
            self.actor, workload_id, number, fields=fields, revision=self.base_revision()
        )
        return self.shown(workload_id, number)

    @extend_schema(
        operation_id="game_days_delete",
        summary="Delete a game day",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Not undone. Improvements made of its findings stay."""
        game_days.delete(self.actor, workload_id, number)
        return Response(status=204)


class CallOff(OfOne):
    """A game day that will not be held."""

    @extend_schema(
        operation_id="game_days_call_off",
        summary="Call a game day off",
        tags=TAGS,
        parameters=[ETAG],
        request=None,
        responses={200: GameDayShape},
    )
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Its plan stays to be read. 409 once it began."""
        game_days.call_off(self.actor, workload_id, number)
        return self.shown(workload_id, number)


class Again(OfOne):
    """The same game day once more."""

    @extend_schema(
        operation_id="game_days_again",
        summary="Plan a game day once more",
        tags=TAGS,
        request=None,
        responses={201: GameDayShape},
    )
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """A new one with the same plan and people, for when it is to be repeated."""
        made = game_days.again(self.actor, workload_id, number)
        shown = reads.resource(self.actor, workload_id, made.number)
        where = reverse("api-game-day", args=[workload_id, made.number])
        return self.created(GameDayShape(shown).data, where, ETag=etag(made.revision))
