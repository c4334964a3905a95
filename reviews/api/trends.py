"""A workload over time, and its scores, over REST."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.trends import ScoresShape, TrendsShape, scores_of, trends_of
from reviews.reads import resources, trends
from wellarch.rest.endpoint import Endpoint


class Trends(Endpoint):
    """What the milestones of a workload say in numbers."""

    serializer_class = TrendsShape
    pagination_class = None

    @extend_schema(
        operation_id="trends_read",
        summary="Read the numbers of a workload over time",
        tags=["Milestones"],
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Risks, practices in place, improvements and maturity by milestone, and now."""
        return Response(trends_of(trends.course(self.actor, workload_id)))


class Scores(Endpoint):
    """How much of a workload's best practices is in place."""

    serializer_class = ScoresShape
    pagination_class = None

    @extend_schema(
        operation_id="scores_read", summary="Read the scores of a workload", tags=["Workloads"]
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Per workload, review, pillar and question; counted now."""
        return Response(scores_of(resources.scored(self.actor, workload_id)))
