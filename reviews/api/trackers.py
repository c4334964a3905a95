"""Trackers over REST: where improvements are sent (for admins), and their issues there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.api.shapes.trackers import (
    IssueBody,
    IssueList,
    IssueShape,
    StandingShape,
    TrackerBody,
    TrackerChange,
    TrackerMade,
    TrackerShape,
    WebhookShape,
)
from reviews.models import Tracker
from reviews.reads import improvement_issues, trackers_page
from reviews.services import tracker_links, trackers
from reviews.tracker_access import link_for, tracker_for
from wellarch.accounts.policy import Action
from wellarch.rest.endpoint import Endpoint

_TAGS = ["Trackers"]
_EXAMPLE = OpenApiExample(
    "A GitHub repository",
    request_only=True,
    value={
        "name": "Payments",
        "kind": "github",
        "base_url": "https://github.com",
        "project": "northwind/payments",
        "secret": "github_pat_…",
    },
)


@extend_schema(tags=_TAGS)
class Trackers(Endpoint):
    """The trackers of the organization."""

    is_list = True
    filterset_fields = ("kind", "is_active")
    search_fields = ("name", "project")
    order_choices = ("name",)
    serializer_class = TrackerShape
    page_order = "name"

    @extend_schema(operation_id="trackers_list", summary="List trackers")
    def get(self, request: Request) -> Response:
        """Every tracker of the organization, by name. Tokens are never shown."""
        return self.page(trackers_page.listed(self.actor))

    @extend_schema(
        operation_id="trackers_create",
        summary="Add a tracker",
        request=TrackerBody,
        responses={201: TrackerMade},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Name a project. The answer holds the secret of its webhook, this once. For admins."""
        tracker, clear = trackers.create(self.actor, values=self.body(TrackerBody))
        where = reverse("api-tracker", args=[tracker.pk])
        shown = {**self.get_serializer(tracker).data, "webhook": _webhook(tracker, clear)}
        return self.created(shown, where)


@extend_schema(tags=_TAGS)
class TrackerEndpoint(Endpoint):
    """One tracker. For admins."""

    serializer_class = TrackerShape

    @extend_schema(operation_id="trackers_read", summary="Read a tracker")
    def get(self, request: Request, tracker_id: UUID) -> Response:
        """What it is, and in `error` what is wrong with it."""
        return self._shown(tracker_for(self.actor, tracker_id, need=Action.TRACKER_WRITE))

    @extend_schema(
        operation_id="trackers_change",
        summary="Change a tracker",
        request=TrackerChange,
        responses={200: TrackerShape},
    )
    def patch(self, request: Request, tracker_id: UUID) -> Response:
        """Change some values, or pause and resume it with `is_active`. The token is needed again
        for another server or account."""
        body: dict[str, Any] = self.body(TrackerChange)
        is_active = body.pop("is_active", None)
        tracker = trackers.edit(self.actor, tracker_id, values=body)
        if is_active is not None:
            switch = trackers.resume if is_active else trackers.pause
            tracker = switch(self.actor, tracker_id)
        return self._shown(tracker)

    @extend_schema(
        operation_id="trackers_remove", summary="Remove a tracker", responses={204: None}
    )
    def delete(self, request: Request, tracker_id: UUID) -> Response:
        """Forget it and which issues are whose. The issues in it stay."""
        trackers.remove(self.actor, tracker_id)
        return Response(status=204)

    def _shown(self, tracker: Tracker) -> Response:
        return Response(self.get_serializer(tracker).data)


@extend_schema(tags=_TAGS, request=None)
class TrackerTest(Endpoint):
    """Whether it works."""

    serializer_class = StandingShape

    @extend_schema(operation_id="trackers_test", summary="Test a tracker")
    def post(self, request: Request, tracker_id: UUID) -> Response:
        """Ask the tracker who we are there and whether we may make issues. 409
        `tracker-refused` or `tracker-unavailable` with what it said."""
        standing = trackers.test(self.actor, tracker_id)
        return Response({"name": standing.name, "problems": list(standing.problems)})


@extend_schema(tags=_TAGS, request=None, responses={200: WebhookShape})
class TrackerWebhook(Endpoint):
    """The secret of its webhook."""

    serializer_class = WebhookShape

    @extend_schema(operation_id="trackers_webhook", summary="Make another webhook secret")
    def post(self, request: Request, tracker_id: UUID) -> Response:
        """Shown this once; the former one is refused from now on."""
        return Response(_webhook(*trackers.renew_webhook_secret(self.actor, tracker_id)))


@extend_schema(tags=_TAGS)
class Issues(Endpoint):
    """The issues of one improvement."""

    serializer_class = IssueShape
    pagination_class = None

    @extend_schema(
        operation_id="improvement_issues_list",
        summary="List the issues of an improvement",
        responses={200: IssueList},
    )
    def get(self, request: Request, workload_id: UUID, number: int) -> Response:
        """One per tracker at most, by the tracker's name, on one page."""
        found = improvement_issues.build(self.actor, workload_id, number)
        results = self.get_serializer(found.issues, many=True).data
        return Response({"next": None, "previous": None, "results": results})

    @extend_schema(
        operation_id="improvement_issues_push",
        summary="Send an improvement to a tracker",
        request=IssueBody,
        responses={201: IssueShape},
    )
    def post(self, request: Request, workload_id: UUID, number: int) -> Response:
        """Have an issue made for it; follow the answer until its state is `pushed`. Asking twice
        is asking once. 409 `tracker-paused` for one to which nothing is sent."""
        access.improvement_for(self.actor, workload_id, number, need=Action.IMPROVEMENT_WRITE)
        body = self.body(IssueBody)
        link = tracker_links.push(self.actor, workload_id, number, tracker_id=body["tracker"])
        where = reverse("api-improvement-issue", args=[workload_id, number, link.pk])
        return self.created(_issue(self, workload_id, number, link.pk), where)


@extend_schema(tags=_TAGS)
class IssueEndpoint(Endpoint):
    """One issue of an improvement."""

    serializer_class = IssueShape

    @extend_schema(operation_id="improvement_issues_read", summary="Read an issue")
    def get(self, request: Request, workload_id: UUID, number: int, link_id: UUID) -> Response:
        """Where it is, how far its newest state is on its way, what went wrong."""
        return Response(_issue(self, workload_id, number, link_id))

    @extend_schema(
        operation_id="improvement_issues_let_go",
        summary="Let go of an issue",
        responses={204: None},
    )
    def delete(self, request: Request, workload_id: UUID, number: int, link_id: UUID) -> Response:
        """Follow it no more. It stays in the tracker as it is."""
        tracker_links.let_go(self.actor, workload_id, number, link_id)
        return Response(status=204)


@extend_schema(tags=_TAGS, request=None, responses={200: IssueShape})
class IssueRetry(Endpoint):
    """Once more."""

    serializer_class = IssueShape

    @extend_schema(operation_id="improvement_issues_retry", summary="Send an issue again")
    def post(self, request: Request, workload_id: UUID, number: int, link_id: UUID) -> Response:
        """Send the improvement's newest state now, as if nothing had gone wrong before."""
        tracker_links.retry(self.actor, workload_id, number, link_id)
        return Response(_issue(self, workload_id, number, link_id))


def _issue(endpoint: Endpoint, workload_id: UUID, number: int, link_id: UUID) -> Any:
    link = link_for(endpoint.actor, workload_id, number, link_id)
    return endpoint.get_serializer(improvement_issues.issue_of(link)).data


def _webhook(tracker: Tracker, clear: str) -> dict[str, str]:
    where = reverse("tracker-hook", args=[tracker.pk])
    return {"url": f"{settings.WELLARCH_URL}{where}", "secret": clear}
