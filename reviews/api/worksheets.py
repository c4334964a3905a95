"""Worksheets over REST: what there is, what kinds ask for, and one as a whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.worksheet import (
    WorksheetRevisionShape,
    WorksheetShape,
    WorksheetStandingList,
    sheet_json,
    standing_json,
    tag_of,
)
from reviews.api.shapes.worksheet_bodies import (
    WorksheetBody,
    WorksheetSettingsBody,
    WorksheetStartBody,
)
from reviews.api.shapes.worksheet_kinds import WorksheetKindList, kind_json
from reviews.models import WorksheetChange
from reviews.reads import worksheet_resources as reads
from reviews.services import worksheets
from reviews.worksheets.kinds import KINDS
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.etags import unchanged
from wellarch.rest.schema import ETAG, IF_MATCH, IF_NONE_MATCH

TAGS = ["Worksheets"]
NOT_MODIFIED = OpenApiResponse(description="Nothing changed since the version you have.")
_WHOLE = OpenApiExample(
    "A performance budget",
    request_only=True,
    value={
        "rows": [
            {
                "table": "metrics",
                "values": {
                    "metric": "p95 of the checkout",
                    "unit": "ms",
                    "better": "lower",
                    "budget": "300",
                    "alarm": "250",
                },
                "readings": [
                    {"at": "2026-11-20T09:00:00Z", "value": "240"},
                    {"at": "2026-11-21T09:00:00Z", "value": "262.5", "note": "After release 41"},
                ],
            }
        ],
    },
)
_SETTINGS = OpenApiExample(
    "A target for availability", request_only=True, value={"settings": {"target": "99.95"}}
)
_EMPTY = OpenApiExample("Empty, to fill it oneself", request_only=True, value={"with_rows": False})


class WorksheetKinds(Endpoint):
    """What can be filled in."""

    serializer_class = WorksheetKindList
    pagination_class = None

    @extend_schema(
        operation_id="worksheets_kinds", summary="Describe the kinds of worksheets", tags=TAGS
    )
    def get(self, request: Request) -> Response:
        """Tables, columns with their types and choices, settings, and what is worked out."""
        kinds = [kind_json(spec) for spec in KINDS.values()]
        return Response(WorksheetKindList({"results": kinds}).data)


class Worksheets(Endpoint):
    """The worksheets of a workload."""

    serializer_class = WorksheetStandingList
    pagination_class = None

    @extend_schema(
        operation_id="worksheets_list", summary="List the worksheets of a workload", tags=TAGS
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """All kinds, started or not, with what comes out and the questions they are evidence
        for."""
        found = [standing_json(each) for each in reads.standings(self.actor, workload_id)]
        return Response(WorksheetStandingList({"results": found}).data)


class WorksheetEndpoint(Endpoint):
    """One worksheet, named by its kind."""

    serializer_class = WorksheetShape

    def shown(self, workload_id: UUID, kind: str, status: int = 200, **headers: str) -> Response:
        """The worksheet as it is now; 304 for a reader who has it."""
        found = reads.resource(self.actor, workload_id, kind)
        tag = tag_of(found)
        if self.request.method == "GET" and unchanged(self.request, tag):
            return Response(status=304, headers={"ETag": tag})
        data = WorksheetShape(sheet_json(found)).data
        return Response(data, status=status, headers={"ETag": tag, **headers})

    @extend_schema(
        operation_id="worksheets_read",
        summary="Read a worksheet",
        tags=TAGS,
        parameters=[ETAG, IF_NONE_MATCH],
        responses={200: WorksheetShape, 304: NOT_MODIFIED},
    )
    def get(self, request: Request, workload_id: UUID, kind: str) -> Response:
        """Settings, rows with all that was measured of them, and what follows today.

        404 with the code `not-started` before somebody began it.
        """
        return self.shown(workload_id, kind)

    @extend_schema(
        operation_id="worksheets_start",
        summary="Start a worksheet",
        tags=TAGS,
        request=WorksheetStartBody,
        responses={201: WorksheetShape},
        examples=[_EMPTY],
    )
    def post(self, request: Request, workload_id: UUID, kind: str) -> Response:
        """With the rows its kind proposes, or empty. 409 `already-started` when it is there."""
        worksheets.start(self.actor, workload_id, kind, **self.body(WorksheetStartBody))
        return self._made(workload_id, kind)

    @extend_schema(
        operation_id="worksheets_replace",
        summary="Replace a worksheet",
        tags=TAGS,
        parameters=[IF_MATCH, ETAG],
        request=WorksheetBody,
        responses={200: WorksheetShape, 201: WorksheetShape},
        examples=[_WHOLE],
    )
    @conditions.merges
    def put(self, request: Request, workload_id: UUID, kind: str) -> Response:
        """What reading gives can be sent back; it starts the worksheet when it was not.

        Rows keep the numbers they name; those that are not named are deleted. A row that names
        no `readings` keeps those it has. With If-Match only what was read is replaced (412).
        What changes nothing writes nothing.
        """
        content: dict[str, Any] = self.body(WorksheetBody)
        sheet = worksheets.replace(
            self.actor, workload_id, kind, content=content, revision=self.base_revision()
        )
        return self._made(workload_id, kind) if sheet.is_new else self.shown(workload_id, kind)

    @extend_schema(
        operation_id="worksheets_change",
        summary="Change the settings of a worksheet",
        tags=TAGS,
        parameters=[IF_MATCH, ETAG],
        request=WorksheetSettingsBody,
        responses={200: WorksheetShape},
        examples=[_SETTINGS],
    )
    @conditions.merges
    def patch(self, request: Request, workload_id: UUID, kind: str) -> Response:
        """Set some settings; what is not named stays.

        With If-Match, settings that somebody else changed to another value since that version
        are refused (412) and nothing is written; everything else merges.
        """
        values = self.body(WorksheetSettingsBody)["settings"]
        worksheets.set_settings(
            self.actor, workload_id, kind, values=values, revision=self.base_revision()
        )
        return self.shown(workload_id, kind)

    @extend_schema(
        operation_id="worksheets_delete",
        summary="Delete a worksheet",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, workload_id: UUID, kind: str) -> Response:
        """With its rows, readings and history. Not undone. Milestones keep what they froze."""
        worksheets.delete(self.actor, workload_id, kind)
        return Response(status=204)

    def _made(self, workload_id: UUID, kind: str) -> Response:
        where = self.request.build_absolute_uri(reverse("api-worksheet", args=[workload_id, kind]))
        return self.shown(workload_id, kind, 201, Location=where)


class WorksheetHistory(Endpoint):
    """The past of one worksheet."""

    is_list = True
    serializer_class = WorksheetRevisionShape
    queryset = WorksheetChange.objects.none()  # for the schema
    page_order = "-revision"

    @extend_schema(
        operation_id="worksheets_history", summary="List the changes of a worksheet", tags=TAGS
    )
    def get(self, request: Request, workload_id: UUID, kind: str) -> Response:
        """Who changed what, when and through which door, newest first."""
        return self.page(reads.history(self.actor, workload_id, kind))
