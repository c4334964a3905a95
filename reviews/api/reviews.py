"""Reviews over REST: attach a lens, read, write notes, complete, reopen, remove."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.workload import (
    AttachBody,
    ReviewChange,
    ReviewList,
    ReviewWithPillars,
    review_of,
    review_with_pillars,
)
from reviews.models import Review
from reviews.reads import resources
from reviews.reads.workload_page import FRAMEWORK
from reviews.services import reviews
from wellarch.rest.endpoint import Endpoint, key_of

_TAGS = ["Reviews"]


class _ReviewEndpoint(Endpoint):
    serializer_class = ReviewWithPillars

    def shown(self, review_id: UUID) -> Response:
        """A review as it is now."""
        return Response(review_with_pillars(resources.review(self.actor, review_id)))


class Reviews(_ReviewEndpoint):
    """The lenses attached to a workload."""

    pagination_class = None

    @extend_schema(
        operation_id="reviews_list",
        summary="List the reviews of a workload",
        tags=_TAGS,
        responses={200: ReviewList},
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Every attached lens with its numbers, oldest first, on one page."""
        rows = resources.reviews(self.actor, workload_id)
        results = [review_of(row) for row in rows]
        return Response({"next": None, "previous": None, "results": results})

    @extend_schema(
        operation_id="reviews_attach",
        summary="Attach a lens to a workload",
        tags=_TAGS,
        request=AttachBody,
        responses={201: ReviewWithPillars},
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """Review the workload against the newest published version of a lens.

        A lens that was removed before comes back with its answers.
        """
        usual = str(self.actor.organization.default_lens_id or FRAMEWORK)
        key = self.body(AttachBody).get("lens", usual)
        review: Review = reviews.attach(self.actor, workload_id, lens=key_of(key))
        shown = review_with_pillars(resources.review(self.actor, review.pk))
        return self.created(shown, reverse("api-review", args=[review.pk]))


class ReviewEndpoint(_ReviewEndpoint):
    """One review."""

    @extend_schema(operation_id="reviews_read", summary="Read a review", tags=_TAGS)
    def get(self, request: Request, review_id: UUID) -> Response:
        """A review with its numbers as a whole and per pillar."""
        return self.shown(review_id)

    @extend_schema(
        operation_id="reviews_change",
        summary="Write the notes of a review",
        tags=_TAGS,
        request=ReviewChange,
        responses={200: ReviewWithPillars},
    )
    def patch(self, request: Request, review_id: UUID) -> Response:
        """Replace the notes of the review as a whole."""
        reviews.write_notes(self.actor, review_id, **self.body(ReviewChange))
        return self.shown(review_id)

    @extend_schema(
        operation_id="reviews_remove", summary="Remove a lens from its workload", tags=_TAGS
    )
    def delete(self, request: Request, review_id: UUID) -> Response:
        """Take the lens off the workload. Its answers are kept for a later return."""
        reviews.remove(self.actor, review_id)
        return Response(status=204)


class Complete(_ReviewEndpoint):
    """Call a review complete."""

    @extend_schema(
        operation_id="reviews_complete",
        summary="Complete a review",
        tags=_TAGS,
        request=None,
        responses={200: ReviewWithPillars},
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        """409 `pillars-open` names the pillars that are neither answered nor set aside."""
        reviews.complete(self.actor, review_id)
        return self.shown(review_id)


class Reopen(_ReviewEndpoint):
    """Work on a complete review again."""

    @extend_schema(
        operation_id="reviews_reopen",
        summary="Reopen a review",
        tags=_TAGS,
        request=None,
        responses={200: ReviewWithPillars},
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        """Open a complete review, so that answers can change."""
        reviews.reopen(self.actor, review_id)
        return self.shown(review_id)
