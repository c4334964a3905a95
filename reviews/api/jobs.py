"""Jobs over REST: work that a request began and that goes on after its answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from reviews.reads import jobs
from wellarch.rest.endpoint import Endpoint

_TAGS = ["Jobs"]
_PLAIN = ("id", "kind", "state", "progress", "step", "problem", "requested_at", "finished_at")
_RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    OpenApiTypes.INT,
    OpenApiParameter.HEADER,
    description="Seconds until it is worth to ask again; not there once the job is over.",
    response=[200],
)


class JobShape(serializers.Serializer[Any]):
    """How far a job is, and where to find what it makes."""

    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="What is being made, such as `report`.")
    state = serializers.ChoiceField(choices=jobs.STATES)
    progress = serializers.IntegerField(min_value=0, max_value=100, help_text="Percent.")
    step = serializers.CharField(help_text="What is done now; empty if nobody can say.")
    problem = serializers.CharField(help_text="Why it failed; empty unless it did.")
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    url = serializers.URLField(help_text="The job itself.")
    resource = serializers.URLField(help_text="What is being made.")
    result = serializers.URLField(allow_null=True, help_text="Its file, once it is there.")


class Jobs(Endpoint):
    """The jobs one started."""

    is_list = True
    serializer_class = JobShape
    page_order = "-requested_at"

    @extend_schema(operation_id="jobs_list", summary="List my jobs", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """Work that your requests began, newest first."""
        rows = self.paginate_queryset(jobs.own(self.actor)) or []
        return self.get_paginated_response([shown(jobs.of_report(row), request) for row in rows])


class JobEndpoint(Endpoint):
    """One job."""

    serializer_class = JobShape

    @extend_schema(
        operation_id="jobs_read", summary="Follow a job", tags=_TAGS, parameters=[_RETRY_AFTER]
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        """How far it is. Ask again until `state` is `done`, `failed` or `cancelled`."""
        job = jobs.one(self.actor, job_id)
        headers = {} if job.is_over else {"Retry-After": "1"}
        return Response(shown(job, request), headers=headers)


def shown(job: jobs.Job, request: Request) -> dict[str, Any]:
    """JobShape."""
    plain = {name: getattr(job, name) for name in _PLAIN}
    file = reverse("api-report-file", args=[job.report], request=request)
    return {
        **plain,
        "url": address(job.id, request),
        "resource": reverse("api-report", args=[job.report], request=request),
        "result": file if job.has_result else None,
    }


def address(job_id: UUID, request: Request) -> str:
    """Where to follow a job."""
    return reverse("api-job", args=[job_id], request=request)
