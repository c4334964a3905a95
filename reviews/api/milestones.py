"""Milestones over REST: list, record, read, compare."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django_filters.rest_framework import (
    FilterSet,
    MultipleChoiceFilter,
)
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.comparison import MOVES, StatesShape, comparison_of
from reviews.api.shapes.record import MilestoneBody, MilestoneShape, MilestoneWithContent
from reviews.models import Milestone, MilestoneKind
from reviews.reads import resources
from reviews.services import milestones
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.etags import unchanged

_TAGS = ["Milestones"]


class MilestoneFilter(FilterSet):  # type: ignore[misc]
    """Narrows the list of milestones."""

    kind = MultipleChoiceFilter(choices=MilestoneKind.choices, help_text="On which occasion.")

    class Meta:
        model = Milestone
        fields = ("kind",)


class Milestones(Endpoint):
    """The milestones of a workload."""

    is_list = True
    search_fields = ("name", "note")
    order_choices = ("number",)
    queryset = Milestone.objects.none()  # for the schema
    serializer_class = MilestoneShape
    page_order = "-number"
    filterset_class = MilestoneFilter

    @extend_schema(
        operation_id="milestones_list", summary="List the milestones of a workload", tags=_TAGS
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Milestones with their numbers, newest first, without what they hold."""
        return self.page(resources.milestones(self.actor, workload_id))

    @extend_schema(
        operation_id="milestones_record",
        summary="Record a milestone",
        tags=_TAGS,
        request=MilestoneBody,
        responses={201: MilestoneShape},
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """Freeze the workload with all its reviews as it is now, for ever."""
        milestone = milestones.record(self.actor, workload_id, **self.body(MilestoneBody))
        where = reverse("api-milestone", args=[workload_id, milestone.number])
        return self.created(MilestoneShape(milestone).data, where)


class MilestoneEndpoint(Endpoint):
    """One milestone."""

    serializer_class = MilestoneWithContent

    @extend_schema(
        operation_id="milestones_read",
        summary="Read a milestone with everything it holds",
        tags=_TAGS,
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """The workload as it was: properties, reviews, answers, texts and rules."""
        milestone = access.milestone_for(self.actor, workload_id, number)
        tag = f'"{milestone.digest}"'  # it never changes
        if unchanged(request, tag):
            return Response(status=304, headers={"ETag": tag})
        return Response(MilestoneWithContent(milestone).data, headers={"ETag": tag})


class Compare(Endpoint):
    """A milestone and a later state side by side."""

    serializer_class = StatesShape
    pagination_class = None

    @extend_schema(
        operation_id="milestones_compare",
        summary="Compare a milestone with now or with another one",
        tags=_TAGS,
        parameters=[
            OpenApiParameter(
                "with", str, default="now", description="`now`, or the number of a milestone."
            ),
            OpenApiParameter(
                "move", str, enum=MOVES, description="Only questions that moved this way."
            ),
            OpenApiParameter(
                "pillar", str, description="Only questions of this pillar, by its id."
            ),
        ],
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """What changed since: numbers, pillars, and the questions that moved."""
        other = request.query_params.get("with", "now")
        if other != "now" and not (other.isdecimal() and len(other) < 6):
            raise ValidationError({"with": "Use now, or the number of a milestone."})
        found = resources.comparison(
            self.actor, workload_id, number, other=None if other == "now" else int(other)
        )
        move = request.query_params.get("move", "")
        if move not in ("", *MOVES):
            raise ValidationError({"move": f"Use one of {', '.join(MOVES)}."})
        pillar = request.query_params.get("pillar", "")
        return Response(comparison_of(found, move=move, pillar=pillar))
