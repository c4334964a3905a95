"""Reports that come by themselves, over REST: set up, change, stop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.report import ScheduleBody, ScheduleChange, ScheduleShape
from reviews.models import ReportFormat
from reviews.services import report_schedules
from wellarch.rest.endpoint import Endpoint

_TAGS = ["Reports"]
_OPTIONS = ("sections", "pillars", "notes", "filters")
_EXAMPLE = OpenApiExample(
    "The portfolio on the last day of every month",
    request_only=True,
    value={"rhythm": "monthly", "next_on": "2027-01-31", "format": "pdf"},
)


class Schedules(Endpoint):
    """One's own schedules."""

    serializer_class = ScheduleShape
    is_list = True
    filterset_fields = ("kind", "rhythm")

    @extend_schema(
        operation_id="report_schedules_list",
        summary="List my reports that come by themselves",
        tags=_TAGS,
    )
    def get(self, request: Request) -> Response:
        """Your own, in this organization. Not with a token restricted to some workloads."""
        return self.page(access.schedules_for(self.actor))

    @extend_schema(
        operation_id="report_schedules_set_up",
        summary="Have a report come by itself",
        tags=_TAGS,
        request=ScheduleBody,
        responses={201: ScheduleShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """It is made early in the morning of its day with what you see then; you get a mail with
        a link. While you may not have it made, nothing is, and `problem` says why.
        """
        body = self.body(ScheduleBody)
        made = report_schedules.set_up(
            self.actor,
            workload_id=body.get("workload"),
            review_id=body.get("review"),
            rhythm=body["rhythm"],
            first_on=body.get("next_on"),
            format=body.get("format", ReportFormat.PDF),
            options={key: body[key] for key in _OPTIONS if key in body},
        )
        where = reverse("api-report-schedule", args=[made.pk])
        return self.created(self.get_serializer(made).data, where)


class ScheduleEndpoint(Endpoint):
    """One of one's own schedules."""

    serializer_class = ScheduleShape

    @extend_schema(
        operation_id="report_schedules_read",
        summary="Read a report that comes by itself",
        tags=_TAGS,
    )
    def get(self, request: Request, schedule_id: UUID) -> Response:
        """When it comes next, and why the last one did not come, if so."""
        return Response(self.get_serializer(access.schedule_for(self.actor, schedule_id)).data)

    @extend_schema(
        operation_id="report_schedules_change",
        summary="Change a report that comes by itself",
        tags=_TAGS,
        request=ScheduleChange,
        responses={200: ScheduleShape},
    )
    def patch(self, request: Request, schedule_id: UUID) -> Response:
        """Set some parts; what is not named stays."""
        body = self.body(ScheduleChange)
        schedule = access.schedule_for(self.actor, schedule_id)
        changes: dict[str, Any] = {
            key: body[key] for key in ("rhythm", "next_on", "format") if key in body
        }
        if options := {key: body[key] for key in _OPTIONS if key in body}:
            changes["options"] = schedule.options | options
        changed = report_schedules.change(self.actor, schedule_id, changes=changes)
        return Response(self.get_serializer(changed).data)

    @extend_schema(
        operation_id="report_schedules_stop",
        summary="Stop a report that comes by itself",
        tags=_TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, schedule_id: UUID) -> Response:
        """What it made stays."""
        report_schedules.stop(self.actor, schedule_id)
        return Response(status=204)
