"""Workloads over REST: list, create, read, change, archive, delete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.workload import (
    NewWorkloadBody,
    WorkloadBody,
    WorkloadShape,
    workload_of,
)
from reviews.models import Environment, ImprovementStatus, Review, Workload
from reviews.reads import resources
from reviews.services import workloads
from wellarch.rest.endpoint import MOVING, Endpoint, key_of

_TAGS = ["Workloads"]
_EXAMPLE = OpenApiExample(
    "A new workload",
    request_only=True,
    value={
        "name": "Checkout",
        "description": "Takes orders and payments.",
        "environment": "production",
        "review_owner": "platform@example.com",
        "regions": ["eu-central-1"],
        "tags": {"team": "payments"},
    },
)


class WorkloadFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which workloads to list."""

    name = django_filters.CharFilter(lookup_expr="icontains", label="Part of the name.")
    environment = django_filters.ChoiceFilter(choices=Environment.choices)
    improvement_status = django_filters.ChoiceFilter(choices=ImprovementStatus.choices)
    team = django_filters.CharFilter("team__name", lookup_expr="iexact", label="Name of a team.")
    review_owner = django_filters.CharFilter(lookup_expr="icontains", label="Part of it.")
    industry_type = django_filters.CharFilter(lookup_expr="iexact")
    lens = django_filters.CharFilter(
        method="by_lens", label="The alias of a lens it is held against."
    )
    archived = django_filters.BooleanFilter(
        method="by_archived", label="true: only archived ones; false: only others; else both."
    )

    class Meta:
        model = Workload
        fields = (
            "name", "environment", "improvement_status", "team", "review_owner",
            "industry_type", "lens", "archived",
        )  # fmt: skip

    def by_lens(self, rows: QuerySet[Workload], name: str, value: str) -> QuerySet[Workload]:
        """Those with a review of this lens that is still attached."""
        return rows.filter(
            pk__in=Review.objects.attached().filter(lens__alias=value).values("workload")
        )

    def by_archived(self, rows: QuerySet[Workload], name: str, value: bool) -> QuerySet[Workload]:
        """Put away, or not."""
        return rows.filter(archived_at__isnull=not value)


class _WorkloadEndpoint(Endpoint):
    serializer_class = WorkloadShape
    moving = MOVING | {"revision", "reviews"}  # answers are no edit of the workload's properties

    def shown(self, workload: Workload) -> dict[str, Any]:
        """One workload, its answers counted now."""
        rows = resources.rows_of([workload], live=True)
        return workload_of(workload, rows.get(workload.pk, ()))


class Workloads(_WorkloadEndpoint):
    """The workloads of the organization."""

    is_list = True
    search_fields = ("name", "description", "review_owner")
    queryset = Workload.objects.none()  # for the schema
    filterset_class = WorkloadFilter
    page_order = "-created_at"
    order_choices = ("name", "created_at", "updated_at")

    @extend_schema(operation_id="workloads_list", summary="List workloads", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """Workloads with their reviews in numbers, newest first.

        The numbers of a list follow changes within seconds; those of one workload are exact.
        """
        found = self.filter_queryset(resources.workloads(self.actor))
        page = self.paginate_queryset(found) or []
        rows = resources.rows_of(page)
        return self.get_paginated_response(
            [workload_of(workload, rows.get(workload.pk, ())) for workload in page]
        )

    @extend_schema(
        operation_id="workloads_create",
        summary="Create a workload",
        tags=_TAGS,
        request=NewWorkloadBody,
        responses={201: WorkloadShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """A new workload; only a name is needed. With lenses to review it against and templates
        to start from, all of it is made or nothing."""
        values = self.body(NewWorkloadBody)
        lenses, templates = values.pop("lenses", ()), values.pop("templates", ())
        workload = workloads.start(
            self.actor, values=values, lenses=[key_of(lens) for lens in lenses], templates=templates
        )
        return self.created(self.shown(workload), reverse("api-workload", args=[workload.pk]))


class WorkloadEndpoint(_WorkloadEndpoint):
    """One workload."""

    @extend_schema(operation_id="workloads_read", summary="Read a workload", tags=_TAGS)
    def get(self, request: Request, workload_id: UUID) -> Response:
        """A workload with its properties and its reviews in numbers."""
        return Response(self.shown(access.workload_for(self.actor, workload_id)))

    @extend_schema(
        operation_id="workloads_change",
        summary="Change a workload",
        tags=_TAGS,
        request=WorkloadBody,
    )
    def patch(self, request: Request, workload_id: UUID) -> Response:
        """Change some properties; those not named stay."""
        values = self.body(WorkloadBody, partial=True)
        return Response(self.shown(workloads.edit(self.actor, workload_id, values=values)))

    @extend_schema(operation_id="workloads_delete", summary="Delete a workload", tags=_TAGS)
    def delete(self, request: Request, workload_id: UUID) -> Response:
        """Delete a workload with its reviews, milestones and reports. Not undone."""
        workloads.delete(self.actor, workload_id)
        return Response(status=204)


class Archive(_WorkloadEndpoint):
    """Put a workload away."""

    @extend_schema(
        operation_id="workloads_archive",
        summary="Archive a workload",
        tags=_TAGS,
        request=None,
        responses={200: WorkloadShape},
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """It stays readable and cannot be changed until it is restored."""
        return Response(self.shown(workloads.archive(self.actor, workload_id)))


class Restore(_WorkloadEndpoint):
    """Bring an archived workload back."""

    @extend_schema(
        operation_id="workloads_restore",
        summary="Restore a workload",
        tags=_TAGS,
        request=None,
        responses={200: WorkloadShape},
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """Bring an archived workload back, as it was."""
        return Response(self.shown(workloads.archive(self.actor, workload_id, archived=False)))
