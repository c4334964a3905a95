"""What is one's own over REST: work, the address of one's calendar, the demo to try things on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.personal import FeedShape, MyWorkShape, NewFeedShape, feed_of, work_of
from reviews.api.shapes.workload import ReviewWithPillars, review_with_pillars
from reviews.reads import open_points, resources
from reviews.services import calendar_feeds, tryout
from wellarch.rest.endpoint import Endpoint

_ADDRESS = OpenApiExample(
    "The address, shown this once",
    response_only=True,
    status_codes=["201"],
    value={
        "exists": True,
        "created_at": "2026-11-21T09:30:00Z",
        "last_used_at": None,
        "address": "https://wellarch.example.com/calendars/6mYbq…Zc.ics",
    },
)


class MyWork(Endpoint):
    """What waits for the caller."""

    serializer_class = MyWorkShape
    pagination_class = None

    @extend_schema(operation_id="my_work", summary="List what waits for me", tags=["Start"])
    def get(self, request: Request) -> Response:
        """Questions that are assigned to me in all reviews I see, the most urgent first; sessions
        I am invited to; tests of worksheets I look after. My improvements:
        `/improvements/?owner=` with my id."""
        return Response(work_of(open_points.mine(self.actor)))


class _Feed(Endpoint):
    serializer_class = FeedShape
    pagination_class = None

    def shown(self, workload_id: UUID | None) -> Response:
        """Whether there is an address; not the address, which nobody knows but who was told."""
        return Response(feed_of(calendar_feeds.own(self.actor, workload_id)))

    def renewed(self, workload_id: UUID | None) -> Response:
        """A new address in place of the one there was."""
        feed, secret = calendar_feeds.renew(self.actor, workload_id)
        address = self.request.build_absolute_uri(reverse("improvement-feed", args=[secret]))
        shown: dict[str, Any] = {**feed_of(feed), "address": address}
        return self.created(shown, self.request.path)


class MyCalendar(_Feed):
    """The calendar of what is due for the caller."""

    @extend_schema(
        operation_id="my_calendar_read",
        summary="Tell whether my calendar is followed",
        tags=["Start"],
    )
    def get(self, request: Request) -> Response:
        """Whether there is an address, since when, and when it was read last."""
        return self.shown(None)

    @extend_schema(
        operation_id="my_calendar_renew",
        summary="Make an address for my calendar",
        tags=["Start"],
        request=None,
        responses={201: NewFeedShape},
        examples=[_ADDRESS],
    )
    def post(self, request: Request) -> Response:
        """A secret address that calendar programs follow: all I own that is due. The answer shows
        it this once; one that was made before ends."""
        return self.renewed(None)

    @extend_schema(
        operation_id="my_calendar_revoke", summary="End the address of my calendar", tags=["Start"]
    )
    def delete(self, request: Request) -> Response:
        """Whoever follows it reads nothing any more; without one nothing happens."""
        calendar_feeds.revoke(self.actor)
        return Response(status=204)


class WorkloadCalendar(_Feed):
    """The calendar of what is due in a workload."""

    @extend_schema(
        operation_id="workload_calendar_read",
        summary="Tell whether I follow a workload's calendar",
        tags=["Improvement"],
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Whether there is an address of mine, since when, and when it was read last."""
        access.workload_for(self.actor, workload_id)
        return self.shown(workload_id)

    @extend_schema(
        operation_id="workload_calendar_renew",
        summary="Make an address for a workload's calendar",
        tags=["Improvement"],
        request=None,
        responses={201: NewFeedShape},
        examples=[_ADDRESS],
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """A secret address of mine that calendar programs follow: all that is due in the workload.
        The answer shows it this once; one that was made before ends."""
        access.workload_for(self.actor, workload_id)
        return self.renewed(workload_id)

    @extend_schema(
        operation_id="workload_calendar_revoke",
        summary="End my address of a workload's calendar",
        tags=["Improvement"],
    )
    def delete(self, request: Request, workload_id: UUID) -> Response:
        """Whoever follows it reads nothing any more; without one nothing happens."""
        access.workload_for(self.actor, workload_id)
        calendar_feeds.revoke(self.actor, workload_id)
        return Response(status=204)


class Demo(Endpoint):
    """A small review to try everything on."""

    serializer_class = ReviewWithPillars
    pagination_class = None

    @extend_schema(
        operation_id="demo_begin",
        summary="Begin a demo review",
        tags=["Start"],
        request=None,
        responses={200: ReviewWithPillars},
    )
    def post(self, request: Request) -> Response:
        """Half answered, in a workload of its own with the tag `demo`, mine to change and to
        delete. The one I have already, if I have one."""
        review = tryout.begin(self.actor)
        return Response(review_with_pillars(resources.review(self.actor, review.pk)))
