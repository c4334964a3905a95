"""A workload from the data of a report, over REST."""

from __future__ import annotations

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.workload import WorkloadShape, workload_of
from reviews.documents import reading
from reviews.reads import resources
from reviews.services import review_import
from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.rest.endpoint import Body, Endpoint


class ReportFileBody(Body):
    """A report, and what its workload is called here."""

    file = serializers.FileField(help_text="A report as JSON, or a PDF report: its data is inside.")
    name = serializers.CharField(
        required=False, max_length=100, help_text="Empty: as in the report."
    )


class ImportReport(Endpoint):
    """A workload made from a report."""

    serializer_class = WorkloadShape
    parser_classes = [MultiPartParser]

    @property
    def body_limit(self) -> int:
        """The file, and a little room for its parts."""
        return reading.MAX_BYTES + 100_000

    @extend_schema(
        operation_id="workloads_import",
        summary="Import a workload from a report",
        tags=["Workloads"],
        request={"multipart/form-data": ReportFileBody},
        responses={201: WorkloadShape},
    )
    def post(self, request: Request) -> Response:
        """The same lenses, answers, findings, improvements, trade-offs and maturity under new
        ids. Risks are determined anew. 409 `lens-missing` names a lens that is not here in the
        version that was reviewed."""
        policy.require(self.actor, Action.WORKLOAD_CREATE)
        body = self.body(ReportFileBody)
        workload = review_import.from_report(
            self.actor, body["file"].read(reading.MAX_BYTES + 1), name=body.get("name", "")
        )
        rows = resources.rows_of([workload], live=True)
        shown = workload_of(workload, rows.get(workload.pk, ()))
        return self.created(shown, reverse("api-workload", args=[workload.pk]))
