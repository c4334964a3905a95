"""Reports over REST: ask for one, follow it, fetch its file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.utils.text import slugify
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.record import ReportBody, ReportShape
from reviews.models import Report
from reviews.reads import resources
from reviews.services import reports
from wellarch.rest.endpoint import AnyType, Endpoint
from wellarch.rest.schema import PROBLEM_TYPE, Problem

_TAGS = ["Reports"]
_LOCATION = OpenApiParameter(
    "Location",
    OpenApiTypes.URI,
    OpenApiParameter.HEADER,
    required=True,
    description="Where to follow the report.",
    response=[202],
)


class _ReportEndpoint(Endpoint):
    serializer_class = ReportShape

    def accepted(self, report: Report) -> Response:
        """202: it will be rendered; Location says where to follow it."""
        shown: dict[str, Any] = self.get_serializer(report).data
        return Response(shown, status=202, headers={"Location": shown["url"], "Retry-After": "1"})


class Reports(_ReportEndpoint):
    """The reports of a workload."""

    is_list = True
    page_order = "-requested_at"

    @extend_schema(
        operation_id="reports_list", summary="List the reports of a workload", tags=_TAGS
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Reports that were asked for, newest first."""
        return self.page(resources.reports(self.actor, workload_id))

    @extend_schema(
        operation_id="reports_request",
        summary="Ask for a PDF report",
        tags=_TAGS,
        request=ReportBody,
        parameters=[_LOCATION],
        responses={202: ReportShape},
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """A report of the workload, one of its reviews, or one of its milestones.

        Follow Location until `status` is `ready` (or `failed`), then fetch `file`.
        """
        body = self.body(ReportBody)
        report = reports.request(
            self.actor,
            workload_id,
            review_id=body.get("review"),
            milestone=body.get("milestone"),
        )
        return self.accepted(report)


class ReportEndpoint(_ReportEndpoint):
    """One report."""

    @extend_schema(operation_id="reports_read", summary="Follow a report", tags=_TAGS)
    def get(self, request: Request, report_id: UUID) -> Response:
        """How far the report is, and where its file is once it is ready."""
        return Response(self.get_serializer(access.report_for(self.actor, report_id)).data)


class Retry(_ReportEndpoint):
    """Try a failed report again."""

    @extend_schema(
        operation_id="reports_retry",
        summary="Try a failed report again",
        tags=_TAGS,
        request=None,
        parameters=[_LOCATION],
        responses={202: ReportShape},
    )
    def post(self, request: Request, report_id: UUID) -> Response:
        """A report that did not fail stays as it is."""
        return self.accepted(reports.retry(self.actor, report_id))


class File(Endpoint):
    """The PDF itself."""

    content_negotiation_class = AnyType
    pagination_class = None

    @extend_schema(
        operation_id="reports_file",
        summary="Fetch the PDF of a report",
        tags=_TAGS,
        responses={
            (200, "application/pdf"): OpenApiTypes.BINARY,
            (409, PROBLEM_TYPE): Problem,
        },
    )
    def get(self, request: Request, report_id: UUID) -> FileResponse:
        """The file. 409 `report-not-ready` while it is being made or if it failed."""
        report = access.report_file_for(self.actor, report_id)
        return FileResponse(
            report.file,
            as_attachment=True,
            filename=f"{slugify(report.workload.name) or 'workload'}.pdf",
            content_type="application/pdf",
        )
