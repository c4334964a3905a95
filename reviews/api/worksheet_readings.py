"""What was measured of a worksheet's row, over REST: for pipelines and monitoring."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.worksheet import (
    MeasuredShape,
    ReadingsRecordedShape,
    row_json,
    tag_of,
)
from reviews.api.shapes.worksheet_bodies import ReadingsBody
from reviews.api.worksheets import TAGS
from reviews.models import Reading
from reviews.reads import worksheet_resources as reads
from reviews.services import readings
from wellarch.rest.endpoint import Endpoint

_LATENCY = OpenApiExample(
    "A latency",
    request_only=True,
    value={"readings": [{"at": "2026-11-21T09:00:00Z", "value": "262.5", "note": "Release 41"}]},
)
_FAILED = OpenApiExample(
    "Failed requests of all requests, a day each",
    request_only=True,
    value={
        "readings": [
            {"at": "2026-11-20T00:00:00Z", "value": "12", "total": "48210"},
            {"at": "2026-11-21T00:00:00Z", "value": "3", "total": "51077"},
        ]
    },
)
_MOMENT = OpenApiParameter(
    "moment", OpenApiTypes.DATETIME, OpenApiParameter.PATH, description="When it was measured."
)


class WorksheetReadings(Endpoint):
    """What was measured of a row."""

    is_list = True
    serializer_class = MeasuredShape
    queryset = Reading.objects.none()  # for the schema
    page_order = "-at"
    order_choices = ("at",)

    @extend_schema(
        operation_id="worksheets_readings_list",
        summary="List what was measured of a row",
        tags=TAGS,
    )
    def get(self, request: Request, workload_id: UUID, kind: str, number: int) -> Response:
        """Newest first unless ordered otherwise."""
        return self.page(reads.readings(self.actor, workload_id, kind, number))

    @extend_schema(
        operation_id="worksheets_readings_record",
        summary="Record what was measured of a row",
        tags=TAGS,
        request=ReadingsBody,
        responses={200: ReadingsRecordedShape},
        examples=[_LATENCY, _FAILED],
    )
    def post(self, request: Request, workload_id: UUID, kind: str, number: int) -> Response:
        """One reading or many. A moment has one value: sending again is safe.

        Of each row the newest 2,000 readings are kept. 409 `no-readings` for rows of which
        nothing is measured.
        """
        said = self.body(ReadingsBody)["readings"]
        count = readings.record(self.actor, workload_id, kind, number, readings=said)
        found = reads.row_resource(self.actor, workload_id, kind, number)
        shown = ReadingsRecordedShape({"recorded": count, **row_json(found)}).data
        return Response(shown, headers={"ETag": tag_of(found.sheet)})


class WorksheetReading(Endpoint):
    """One reading, named by its moment."""

    @extend_schema(
        operation_id="worksheets_readings_remove",
        summary="Take a reading back",
        tags=TAGS,
        parameters=[_MOMENT],
        responses={204: None},
    )
    def delete(
        self, request: Request, workload_id: UUID, kind: str, number: int, moment: str
    ) -> Response:
        """404 when nothing was measured at that moment."""
        readings.remove(self.actor, workload_id, kind, number, at=moment)
        return Response(status=204)
