"""Reports over REST: ask for one, follow it, cancel it, fetch its file, delete it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api import jobs
from reviews.api.shapes.report import PortfolioReportBody, ReportBody, ReportShape
from reviews.models import Report, ReportFormat
from reviews.reads import report_rows, resources
from reviews.services import reports
from wellarch import files
from wellarch.accounts import policy
from wellarch.rest.endpoint import AnyType, Endpoint
from wellarch.rest.schema import PROBLEM_TYPE, Problem

_TAGS = ["Reports"]
_LOCATION = OpenApiParameter(
    "Location",
    OpenApiTypes.URI,
    OpenApiParameter.HEADER,
    required=True,
    description='The report. The header `Link` with `rel="monitor"` names the job that makes it.',
    response=[202],
)
_EXAMPLES = [
    OpenApiExample("The whole workload as PDF", request_only=True, value={}),
    OpenApiExample(
        "What changed since a milestone, without notes",
        request_only=True,
        value={"milestone": 2, "compare_with": "now", "format": "html", "notes": False},
    ),
]
_OPTIONS = ("sections", "pillars", "notes", "filters")


def wanted(body: dict[str, Any]) -> dict[str, Any]:
    """The options in a body, and its format, as arguments of services."""
    options = {key: body[key] for key in _OPTIONS if key in body}
    return {"format": body.get("format", ReportFormat.PDF), "options": options}


class _ReportEndpoint(Endpoint):
    serializer_class = ReportShape

    def accepted(self, report: Report) -> Response:
        """202: it will be rendered; Location says where to follow it."""
        shown: dict[str, Any] = self.get_serializer(report).data
        headers = {
            "Location": shown["url"],
            "Link": f'<{jobs.address(report.pk, self.request)}>; rel="monitor"',
            "Retry-After": "1",
        }
        return Response(shown, status=202, headers=headers)


class Reports(_ReportEndpoint):
    """The reports of a workload."""

    is_list = True
    filterset_fields = ("status", "kind", "format")
    order_choices = ("requested_at",)
    page_order = "-requested_at"

    @extend_schema(
        operation_id="reports_list", summary="List the reports of a workload", tags=_TAGS
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Reports that were asked for, newest first."""
        return self.page(resources.reports(self.actor, workload_id))

    @extend_schema(
        operation_id="reports_request",
        summary="Ask for a report",
        tags=_TAGS,
        request=ReportBody,
        parameters=[_LOCATION],
        responses={202: ReportShape},
        examples=_EXAMPLES,
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """A report of the workload, one of its reviews or milestones, or of two states of it.

        Follow Location until `status` is `ready` (or `failed`), then fetch `file`.
        """
        body = self.body(ReportBody)
        report = reports.request(
            self.actor,
            workload_id,
            review_id=body.get("review"),
            milestone=body.get("milestone"),
            compare_with=body.get("compare_with"),
            **wanted(body),
        )
        return self.accepted(report)


class MyReports(_ReportEndpoint):
    """The reports one asked for, of workloads and of the portfolio."""

    is_list = True
    filterset_fields = ("status", "kind", "format")
    order_choices = ("requested_at",)
    page_order = "-requested_at"

    @extend_schema(operation_id="my_reports_list", summary="List my reports", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """Reports you asked for, newest first, as far as you still see what they are about."""
        policy.require(self.actor, policy.Action.READ)
        return self.page(report_rows.by(self.actor))

    @extend_schema(
        operation_id="my_reports_request",
        summary="Ask for a report of the portfolio",
        tags=_TAGS,
        request=PortfolioReportBody,
        parameters=[_LOCATION],
        responses={202: ReportShape},
        examples=[
            OpenApiExample(
                "Production as a table",
                request_only=True,
                value={"format": "xlsx", "filters": "environment=production"},
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """Every workload you see that passes the filters. Nobody else can open it.

        Not with a token that is restricted to some workloads.
        """
        report = reports.request_portfolio(self.actor, **wanted(self.body(PortfolioReportBody)))
        return self.accepted(report)


class ReportEndpoint(_ReportEndpoint):
    """One report."""

    @extend_schema(operation_id="reports_read", summary="Follow a report", tags=_TAGS)
    def get(self, request: Request, report_id: UUID) -> Response:
        """How far the report is, and where its file is once it is ready."""
        return Response(self.get_serializer(access.report_for(self.actor, report_id)).data)

    @extend_schema(
        operation_id="reports_delete", summary="Delete a report", tags=_TAGS, responses={204: None}
    )
    def delete(self, request: Request, report_id: UUID) -> Response:
        """With its file. The log keeps its digest."""
        reports.delete(self.actor, report_id)
        return Response(status=204)


class Retry(_ReportEndpoint):
    """Try a report again."""

    @extend_schema(
        operation_id="reports_retry",
        summary="Try a failed or cancelled report again",
        tags=_TAGS,
        request=None,
        parameters=[_LOCATION],
        responses={202: ReportShape},
    )
    def post(self, request: Request, report_id: UUID) -> Response:
        """Any other report stays as it is."""
        return self.accepted(reports.retry(self.actor, report_id))


class Cancel(_ReportEndpoint):
    """Stop a report."""

    @extend_schema(
        operation_id="reports_cancel",
        summary="Cancel a report that waits or is being made",
        tags=_TAGS,
        request=None,
        responses={200: ReportShape},
    )
    def post(self, request: Request, report_id: UUID) -> Response:
        """A report that is finished stays as it is: `status` says what it came to."""
        return Response(self.get_serializer(reports.cancel(self.actor, report_id)).data)


class File(Endpoint):
    """The file itself."""

    content_negotiation_class = AnyType
    pagination_class = None

    @extend_schema(
        operation_id="reports_file",
        summary="Fetch the file of a report",
        tags=_TAGS,
        parameters=[
            OpenApiParameter(
                "If-None-Match",
                OpenApiTypes.STR,
                OpenApiParameter.HEADER,
                description="The ETag of the copy you have: the digest in quotes.",
            )
        ],
        responses={
            **{
                (200, format.media_type.partition(";")[0]): OpenApiTypes.BINARY
                for format in ReportFormat
            },
            304: None,
            (409, PROBLEM_TYPE): Problem,
        },
    )
    def get(self, request: Request, report_id: UUID) -> HttpResponseBase:
        """The file. 409 `report-not-ready` while it is being made or if it failed, 409
        `report-expired` when its time is over.
        """
        report = access.report_file_for(self.actor, report_id)
        return files.give(
            request,
            report.file,
            name=report.file_name,
            content_type=ReportFormat(report.format).media_type,
            digest=report.digest,
        )
