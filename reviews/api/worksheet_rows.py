"""Rows of worksheets over REST: add, read, change, move, remove."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.worksheet import WorksheetRowOneShape, row_json, tag_of
from reviews.api.shapes.worksheet_bodies import (
    WorksheetRowAddBody,
    WorksheetRowChangeBody,
    WorksheetRowMoveBody,
)
from reviews.api.worksheets import NOT_MODIFIED, TAGS
from reviews.reads import worksheet_resources as reads
from reviews.services import worksheets
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.etags import unchanged
from wellarch.rest.schema import ETAG, IF_MATCH, IF_NONE_MATCH

_ADD = OpenApiExample(
    "Two copies of a database",
    request_only=True,
    value={
        "table": "components",
        "values": {
            "name": "Database", "role": "component", "availability": "99.9", "copies": "2",
            "needed": "1",
        },
        "after": 0,
    },
)  # fmt: skip
_CHANGE = OpenApiExample(
    "A better component", request_only=True, value={"values": {"availability": "99.99"}}
)
_MOVE = OpenApiExample("Into a group, first", request_only=True, value={"parent": 4, "after": 0})


class _OfRow(Endpoint):
    serializer_class = WorksheetRowOneShape

    def shown(
        self, workload_id: UUID, kind: str, number: int, status: int = 200, **headers: str
    ) -> Response:
        """The row as it is now; 304 for a reader who has it."""
        found = reads.row_resource(self.actor, workload_id, kind, number)
        tag = tag_of(found.sheet)
        if self.request.method == "GET" and unchanged(self.request, tag):
            return Response(status=304, headers={"ETag": tag})
        data = WorksheetRowOneShape(row_json(found)).data
        return Response(data, status=status, headers={"ETag": tag, **headers})


class WorksheetRows(_OfRow):
    """The rows of a worksheet; reading the worksheet lists them."""

    @extend_schema(
        operation_id="worksheets_row_add",
        summary="Add a row to a worksheet",
        tags=TAGS,
        request=WorksheetRowAddBody,
        responses={201: WorksheetRowOneShape},
        examples=[_ADD],
    )
    def post(self, request: Request, workload_id: UUID, kind: str) -> Response:
        """At the end of its table or group, or behind another row.

        Columns that are not named begin with their defaults.
        """
        made = worksheets.add(self.actor, workload_id, kind, **self.body(WorksheetRowAddBody))
        where = reverse("api-worksheet-row", args=[workload_id, kind, made.number])
        location = self.request.build_absolute_uri(where)
        return self.shown(workload_id, kind, made.number, 201, Location=location)


class WorksheetRowEndpoint(_OfRow):
    """One row of a worksheet."""

    @extend_schema(
        operation_id="worksheets_row_read",
        summary="Read a row of a worksheet",
        tags=TAGS,
        parameters=[ETAG, IF_NONE_MATCH],
        responses={200: WorksheetRowOneShape, 304: NOT_MODIFIED},
    )
    def get(self, request: Request, workload_id: UUID, kind: str, number: int) -> Response:
        """With what follows for it. The ETag is that of the worksheet."""
        return self.shown(workload_id, kind, number)

    @extend_schema(
        operation_id="worksheets_row_change",
        summary="Change a row of a worksheet",
        tags=TAGS,
        parameters=[IF_MATCH, ETAG],
        request=WorksheetRowChangeBody,
        responses={200: WorksheetRowOneShape},
        examples=[_CHANGE],
    )
    @conditions.merges
    def patch(self, request: Request, workload_id: UUID, kind: str, number: int) -> Response:
        """Set some columns; what is not named stays.

        With If-Match, columns that somebody else changed to another value since that version
        are refused (412) and nothing is written; everything else merges.
        """
        said: dict[str, Any] = self.body(WorksheetRowChangeBody)
        values = {**said["values"], **{key: said[key] for key in ("owner",) if key in said}}
        worksheets.edit(
            self.actor, workload_id, kind, number, values=values, revision=self.base_revision()
        )
        return self.shown(workload_id, kind, number)

    @extend_schema(
        operation_id="worksheets_row_remove",
        summary="Remove a row of a worksheet",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, workload_id: UUID, kind: str, number: int) -> Response:
        """With its readings; of a group, with all that is in it. Its number is never given
        again."""
        worksheets.remove(self.actor, workload_id, kind, number)
        return Response(status=204)


class WorksheetRowMove(_OfRow):
    """A row goes elsewhere."""

    @extend_schema(
        operation_id="worksheets_row_move",
        summary="Move a row of a worksheet",
        tags=TAGS,
        parameters=[IF_MATCH, ETAG],
        request=WorksheetRowMoveBody,
        responses={200: WorksheetRowOneShape},
        examples=[_MOVE],
    )
    @conditions.merges
    def post(self, request: Request, workload_id: UUID, kind: str, number: int) -> Response:
        """Within its table or group, or into another group. With If-Match, only while the
        worksheet is as it was seen."""
        said = self.body(WorksheetRowMoveBody)
        worksheets.move(
            self.actor, workload_id, kind, number, **said,
            is_nested="parent" in said, revision=self.base_revision(),
        )  # fmt: skip
        return self.shown(workload_id, kind, number)
