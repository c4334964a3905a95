"""Improvements as files over REST: out as CSV or Excel, in with a preview."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.improvement_files import ImprovementFileBody, ImprovementImportShape
from reviews.documents import improvement_files
from reviews.documents.sheets import Sheet
from reviews.exchange import tables
from reviews.reads import improvement_export
from reviews.services import improvement_imports
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid
from wellarch.rest.endpoint import AnyType, Endpoint

_TAGS = ["Improvements"]
_AS = OpenApiParameter(
    "as", str, enum=["csv", "xlsx"], default="csv", description="Which kind of file."
)
_BOM = OpenApiParameter(
    "bom",
    str,
    enum=["0", "1"],
    default="1",
    description="CSV: the mark by which Excel knows UTF-8.",
)
_FILES = {
    (200, "text/csv"): OpenApiTypes.BINARY,
    (200, improvement_files.XLSX_TYPE): OpenApiTypes.BINARY,
}


class ExportOfWorkload(Endpoint):
    """The improvements of a workload as a file."""

    content_negotiation_class = AnyType
    pagination_class = None

    @extend_schema(
        operation_id="improvements_export",
        summary="Export the improvements of a workload",
        tags=_TAGS,
        parameters=[_AS, _BOM],
        responses=_FILES,
    )
    def get(self, request: Request, workload_id: UUID) -> StreamingHttpResponse | FileResponse:
        """A row per improvement; the names of the columns are stable. Texts that a spreadsheet
        would run as a formula are made harmless."""
        return _file(self, improvement_export.sheet(self.actor, workload_id))


class ExportOfAll(Endpoint):
    """The improvements of every workload one sees as a file."""

    content_negotiation_class = AnyType
    pagination_class = None

    @extend_schema(
        operation_id="improvements_export_all",
        summary="Export all improvements",
        tags=_TAGS,
        parameters=[_AS, _BOM],
        responses=_FILES,
    )
    def get(self, request: Request) -> StreamingHttpResponse | FileResponse:
        """A row per improvement of every workload you see, as for one workload."""
        return _file(self, improvement_export.sheet(self.actor))


class Import(Endpoint):
    """A file of improvements brought back."""

    serializer_class = ImprovementImportShape
    parser_classes = [MultiPartParser]

    @property
    def body_limit(self) -> int:
        """The file, and a little room for its parts."""
        return tables.MAX_BYTES + 100_000

    @extend_schema(
        operation_id="improvements_import",
        summary="Import improvements from a file",
        tags=_TAGS,
        parameters=[
            OpenApiParameter(
                "apply", bool, default=False, description="Do it; without it, only what would be."
            )
        ],
        request={"multipart/form-data": ImprovementFileBody},
        responses={200: ImprovementImportShape},
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """Rows with a number change that improvement, others make one. All that is wrong is said
        at once; with `apply=true` all is done or nothing: 422 when a row is wrong."""
        access.workload_for(self.actor, workload_id, need=Action.IMPROVEMENT_WRITE)
        content = self.body(ImprovementFileBody)["file"].read(tables.MAX_BYTES + 1)
        found = improvement_imports.preview(self.actor, workload_id, content=content)
        count = 0
        if request.query_params.get("apply", "").lower() in ("1", "true"):
            wrong = {
                f"row {row.place}": [f"{column}: {said}" for column, said in row.errors]
                for row in found.of(improvement_imports.WRONG)
            }
            if wrong:
                raise Invalid(fields=wrong)
            count = improvement_imports.apply(self.actor, workload_id, wishes=found.wishes)
        return Response(
            {
                "unknown_columns": list(found.unknown),
                "rows": [_row(row) for row in found.rows],
                "imported": count,
            }
        )


def _row(row: improvement_imports.Row) -> dict[str, Any]:
    names = ("column", "before", "after")
    return {
        "row": row.place,
        "kind": row.kind,
        "number": row.number,
        "title": row.title,
        "changes": [dict(zip(names, change, strict=True)) for change in row.changes],
        "problems": [{"column": column, "message": said} for column, said in row.errors],
    }


def _file(endpoint: Endpoint, sheet: Sheet) -> StreamingHttpResponse | FileResponse:
    asked = endpoint.request.query_params
    if asked.get("as") == "xlsx":
        book = improvement_files.workbook(sheet, author=endpoint.actor.organization.name)
        return FileResponse(
            book,
            as_attachment=True,
            filename="improvements.xlsx",
            content_type=improvement_files.XLSX_TYPE,
        )
    return StreamingHttpResponse(
        improvement_files.lines(sheet, bom=asked.get("bom") != "0"),
        content_type=improvement_files.CSV_TYPE,
        headers={"Content-Disposition": 'attachment; filename="improvements.csv"'},
    )
