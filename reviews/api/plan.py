"""The improvement plan over REST."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.plan import PlanShape, item_of
from reviews.reads import improvement_plan
from wellarch.rest.endpoint import Endpoint


class _Query(serializers.Serializer[dict[str, UUID | bool | None]]):
    review = serializers.UUIDField(required=False)
    prioritized = serializers.BooleanField(required=False, allow_null=True, default=None)


class Plan(Endpoint):
    """What to improve first, and how."""

    serializer_class = PlanShape
    pagination_class = None

    @extend_schema(
        operation_id="plan_read",
        summary="Read the improvement plan of a workload",
        tags=["Improvement"],
        parameters=[
            OpenApiParameter("review", UUID, description="Only this review."),
            OpenApiParameter(
                "prioritized",
                bool,
                description="true: only questions the workload's profile asks for first; "
                "false: only others.",
            ),
        ],
        responses={200: PlanShape},
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Questions at risk, ranked by risk, then prioritized ones first, then by the order of
        pillars of the workload and its profile.

        Each names what is missing, the smallest sets of practices that lower its risk, and the
        unfinished improvements there are for it already.
        """
        query = _Query(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        items = improvement_plan.build(
            self.actor,
            workload_id,
            review_id=asked.get("review"),
            prioritized=asked.get("prioritized"),
        )
        return Response({"next": None, "previous": None, "results": [item_of(i) for i in items]})
