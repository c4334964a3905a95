"""The review plan over REST: list, propose, plan, read, change, record, remove."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.record import MilestoneShape
from reviews.api.shapes.review_plan import (
    PlannedReviewBody,
    PlannedReviewList,
    PlannedReviewShape,
    ReviewProposalList,
    ReviewProposeBody,
    ReviewRecordBody,
    tag_of,
)
from reviews.models import MilestoneKind, PlannedReview
from reviews.reads import review_plan as reads
from reviews.services import review_plans
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.etags import unchanged
from wellarch.rest.schema import ETAG, IF_MATCH, IF_NONE_MATCH

_TAGS = ["Review plan"]
_NOT_MODIFIED = OpenApiResponse(description="Nothing changed since the version you have.")
_EXAMPLE = OpenApiExample(
    "Two hours before go-live",
    request_only=True,
    value={
        "title": "Review before go-live",
        "kind": "pre_go_live",
        "planned_on": "2027-02-15",
        "budget_minutes": 120,
    },
)


class PlannedReviewFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which planned reviews to list."""

    kind = django_filters.MultipleChoiceFilter(
        choices=MilestoneKind.choices, label="An occasion; more than one may be given."
    )

    class Meta:
        model = PlannedReview
        fields = ("kind",)


class ReviewPlan(Endpoint):
    """The planned reviews of a workload."""

    is_list = True
    serializer_class = PlannedReviewShape
    queryset = PlannedReview.objects.none()  # for the schema
    filterset_class = PlannedReviewFilter
    page_order = "number"
    order_choices = ("number", "planned_on", "created_at", "changed_at", "title")

    @extend_schema(
        operation_id="review_plan_list",
        summary="List the planned reviews of a workload",
        tags=_TAGS,
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Planned reviews with the time they took, by number unless ordered otherwise."""
        return self.page(reads.resources(self.actor, workload_id))

    @extend_schema(
        operation_id="review_plan_make",
        summary="Plan a review",
        tags=_TAGS,
        request=PlannedReviewBody,
        responses={201: PlannedReviewShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """Plan one for any day; four hours unless a budget is given."""
        made = review_plans.make(self.actor, workload_id, **self.body(PlannedReviewBody))
        shown = reads.resource(self.actor, workload_id, made.number)
        where = reverse("api-planned-review", args=[workload_id, made.number])
        return self.created(PlannedReviewShape(shown).data, where, ETag=tag_of(shown))


class ReviewProposals(Endpoint):
    """What the dates of a workload ask for."""

    serializer_class = ReviewProposalList

    @extend_schema(
        operation_id="review_plan_proposals",
        summary="Which reviews the workload's dates ask for",
        tags=_TAGS,
        responses={200: ReviewProposalList},
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Early in design, before go-live, and the next regular one; nothing that is planned or
        recorded already."""
        found = reads.proposals(self.actor, workload_id)
        return Response(ReviewProposalList({"results": found}).data)

    @extend_schema(
        operation_id="review_plan_propose",
        summary="Plan the reviews that are proposed",
        tags=_TAGS,
        request=ReviewProposeBody,
        responses={200: PlannedReviewList},
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """All, or those of some occasions. Asking again plans nothing twice."""
        made = review_plans.propose(self.actor, workload_id, **self.body(ReviewProposeBody))
        numbers = [row.number for row in made]
        rows = reads.resources(self.actor, workload_id).filter(number__in=numbers)
        return Response({"results": PlannedReviewShape(rows, many=True).data})


class PlannedReviewEndpoint(Endpoint):
    """One planned review."""

    serializer_class = PlannedReviewShape

    @extend_schema(
        operation_id="review_plan_read",
        summary="Read a planned review",
        tags=_TAGS,
        parameters=[ETAG, IF_NONE_MATCH],
        responses={200: PlannedReviewShape, 304: _NOT_MODIFIED},
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Its day, budget, time and milestone. The ETag changes with the time spent too."""
        return self.shown(workload_id, number)

    @extend_schema(
        operation_id="review_plan_change",
        summary="Change a planned review",
        tags=_TAGS,
        parameters=[IF_MATCH, ETAG],
        request=PlannedReviewBody,
        responses={200: PlannedReviewShape},
    )
    @conditions.merges
    def patch(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Set some fields; what is not named stays.

        With If-Match, fields that somebody else changed to another value since that version
        are refused (412) and nothing is written; everything else merges.
        """
        fields: dict[str, Any] = self.body(PlannedReviewBody, partial=True)
        review_plans.edit(
            self.actor, workload_id, number, fields=fields, revision=self.base_revision()
        )
        return self.shown(workload_id, number)

    @extend_schema(
        operation_id="review_plan_remove",
        summary="Take a review off the plan",
        tags=_TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Its sessions and its milestone stay."""
        review_plans.remove(self.actor, workload_id, number)
        return Response(status=204)

    def shown(self, workload_id: UUID, number: int) -> Response:
        """The planned review as it is now; 304 for a reader who has it."""
        found = reads.resource(self.actor, workload_id, number)
        tag = tag_of(found)
        if self.request.method == "GET" and unchanged(self.request, tag):
            return Response(status=304, headers={"ETag": tag})
        return Response(PlannedReviewShape(found).data, headers={"ETag": tag})


class RecordPlanned(Endpoint):
    """The milestone at the end of a planned review."""

    serializer_class = MilestoneShape

    @extend_schema(
        operation_id="review_plan_record",
        summary="Record the milestone at the end of a planned review",
        tags=_TAGS,
        parameters=[IF_MATCH],
        request=ReviewRecordBody,
        responses={201: MilestoneShape},
    )
    @conditions.merges
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Freeze the workload as it is now, on the occasion that was planned. 409 when the review
        has its milestone already."""
        milestone = review_plans.record(
            self.actor, workload_id, number,
            **self.body(ReviewRecordBody), revision=self.base_revision(),
        )  # fmt: skip
        where = reverse("api-milestone", args=[workload_id, milestone.number])
        return self.created(MilestoneShape(milestone).data, where)
