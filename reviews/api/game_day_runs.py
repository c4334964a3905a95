"""Running and learning over REST: begin, timeline, end, what was learned, findings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.game_days import TAGS, OfOne
from reviews.api.shapes.game_day import (
    GameDayEndBody,
    GameDayEntryBody,
    GameDayEntryShape,
    GameDayFindingBody,
    GameDayFindingShape,
    GameDayLearnBody,
    GameDayShape,
)
from reviews.api.shapes.improvement import ImprovementShape
from reviews.models import GameDayEntry, GameDayFinding
from reviews.reads import game_days as reads
from reviews.reads import improvement_resources
from reviews.services import game_day_findings, game_day_run
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.etags import etag
from wellarch.rest.schema import ETAG, IF_MATCH


class Start(OfOne):
    """A game day that begins."""

    @extend_schema(
        operation_id="game_days_start",
        summary="Begin a game day",
        tags=TAGS,
        parameters=[IF_MATCH, ETAG],
        request=None,
        responses={200: GameDayShape},
    )
    @conditions.merges
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """The clock runs from now on. With If-Match only the plan that was read begins (412)."""
        game_day_run.start(self.actor, workload_id, number, revision=self.base_revision())
        return self.shown(workload_id, number)


class End(OfOne):
    """A game day that ends."""

    @extend_schema(
        operation_id="game_days_end",
        summary="End a game day",
        tags=TAGS,
        parameters=[ETAG],
        request=GameDayEndBody,
        responses={200: GameDayShape},
    )
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """As planned, or because a stop condition is met. 409 unless it is running."""
        said = self.body(GameDayEndBody)
        if said.get("stopped"):
            game_day_run.stop(self.actor, workload_id, number, text=said.get("text", ""))
        else:
            game_day_run.end(self.actor, workload_id, number)
        return self.shown(workload_id, number)


class Entries(Endpoint):
    """The timeline of a game day."""

    is_list = True
    serializer_class = GameDayEntryShape
    queryset = GameDayEntry.objects.none()  # for the schema
    page_order = "at"
    order_choices = ("at",)

    @extend_schema(
        operation_id="game_day_entries_list", summary="List the timeline of a game day", tags=TAGS
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """What happened, first things first."""
        return self.page(reads.entries(self.actor, workload_id, number))

    @extend_schema(
        operation_id="game_day_entries_add",
        summary="Write into the timeline of a game day",
        tags=TAGS,
        request=GameDayEntryBody,
        responses={201: GameDayEntryShape},
    )
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """What happened now, or at `at`. Entries of several people never clash."""
        made = game_day_run.note(self.actor, workload_id, number, **self.body(GameDayEntryBody))
        where = reverse("api-game-day-entry", args=[workload_id, number, made.pk])
        return self.created(GameDayEntryShape(made).data, where)


class Entry(Endpoint):
    """One line of a timeline."""

    serializer_class = GameDayEntryShape

    @extend_schema(
        operation_id="game_day_entries_read", summary="Read an entry of a timeline", tags=TAGS
    )
    def get(self, request: Request, workload_id: UUID, number: int, entry_id: int) -> Response:
        """What happened, when, and who wrote it down."""
        row = reads.entry(self.actor, workload_id, number, entry_id)
        return Response(GameDayEntryShape(row).data)

    @extend_schema(
        operation_id="game_day_entries_correct",
        summary="Correct an entry of a timeline",
        tags=TAGS,
        request=GameDayEntryBody,
        responses={200: GameDayEntryShape},
    )
    def patch(self, request: Request, workload_id: UUID, number: int, entry_id: int) -> Response:
        """Only who wrote it may (403)."""
        changes: dict[str, Any] = self.body(GameDayEntryBody, partial=True)
        done = game_day_run.correct(self.actor, workload_id, number, entry_id, changes=changes)
        return Response(GameDayEntryShape(done).data)


class Learn(OfOne):
    """What was learned."""

    @extend_schema(
        operation_id="game_days_learn",
        summary="Write down what a game day taught",
        tags=TAGS,
        parameters=[IF_MATCH, ETAG],
        request=GameDayLearnBody,
        responses={200: GameDayShape},
    )
    @conditions.merges
    def patch(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Set what held, what broke, what was learned; merges like a change. 409 before its end."""
        fields: dict[str, Any] = self.body(GameDayLearnBody, partial=True)
        game_day_findings.learn(
            self.actor, workload_id, number, fields=fields, revision=self.base_revision()
        )
        return self.shown(workload_id, number)


class Tested(OfOne):
    """The failure mode it rehearsed."""

    @extend_schema(
        operation_id="game_days_mark_tested",
        summary="Set the failure mode as tested",
        tags=TAGS,
        parameters=[ETAG],
        request=None,
        responses={200: GameDayShape},
    )
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Write the day of the game day into the failure modes worksheet. 404 without a row."""
        game_day_findings.mark_tested(self.actor, workload_id, number)
        return self.shown(workload_id, number)


class Findings(Endpoint):
    """What is to become better."""

    is_list = True
    serializer_class = GameDayFindingShape
    queryset = GameDayFinding.objects.none()  # for the schema
    page_order = "number"
    order_choices = ("number", "created_at")

    @extend_schema(
        operation_id="game_day_findings_list", summary="List the findings of a game day", tags=TAGS
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """With the numbers of improvements made of them."""
        return self.page(reads.findings(self.actor, workload_id, number))

    @extend_schema(
        operation_id="game_day_findings_add",
        summary="Add a finding to a game day",
        tags=TAGS,
        request=GameDayFindingBody,
        responses={201: GameDayFindingShape},
    )
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """From the beginning of the game day on."""
        made = game_day_findings.add(
            self.actor, workload_id, number, **self.body(GameDayFindingBody)
        )
        where = reverse("api-game-day-finding", args=[workload_id, number, made.number])
        return self.created(GameDayFindingShape(made).data, where)


class Finding(Endpoint):
    """One finding."""

    serializer_class = GameDayFindingShape

    @extend_schema(
        operation_id="game_day_findings_read", summary="Read a finding of a game day", tags=TAGS
    )
    def get(self, request: Request, workload_id: UUID, number: int, finding: int) -> Response:
        """With the numbers of improvements made of it."""
        row = reads.finding(self.actor, workload_id, number, finding)
        return Response(GameDayFindingShape(row).data)

    @extend_schema(
        operation_id="game_day_findings_change",
        summary="Change a finding",
        tags=TAGS,
        request=GameDayFindingBody,
        responses={200: GameDayFindingShape},
    )
    def patch(self, request: Request, workload_id: UUID, number: int, finding: int) -> Response:
        """Set its text or impact."""
        changes: dict[str, Any] = self.body(GameDayFindingBody, partial=True)
        row = game_day_findings.edit(self.actor, workload_id, number, finding, changes=changes)
        return Response(GameDayFindingShape(row).data)

    @extend_schema(
        operation_id="game_day_findings_remove",
        summary="Take a finding back",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, workload_id: UUID, number: int, finding: int) -> Response:
        """Improvements made of it stay."""
        game_day_findings.remove(self.actor, workload_id, number, finding)
        return Response(status=204)


class MakeImprovement(Endpoint):
    """A finding that becomes work."""

    serializer_class = ImprovementShape

    @extend_schema(
        operation_id="game_day_findings_improve",
        summary="Make an improvement of a finding",
        tags=TAGS,
        request=None,
        responses={200: ImprovementShape, 201: ImprovementShape},
    )
    def post(self, request: Request, workload_id: UUID, number: int, finding: int) -> Response:
        """200 with the unfinished one that was made of it already, if there is one; so this may
        be sent again."""
        made = game_day_findings.improve(self.actor, workload_id, number, finding)
        shown = improvement_resources.one(self.actor, workload_id, made.number)
        data = ImprovementShape(shown).data
        if made.was_there:
            return with_etag(data, made.revision)
        where = reverse("api-improvement", args=[workload_id, made.number])
        return self.created(data, where, ETag=etag(made.revision))
