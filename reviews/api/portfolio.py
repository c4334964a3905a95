"""The portfolio over REST: sums over all workloads one sees, saved views, groups compared."""

from __future__ import annotations

from urllib.parse import parse_qsl
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.portfolio import (
    ChangedView,
    ComparisonShape,
    GapsShape,
    NewView,
    PortfolioShape,
    TrendShape,
    ViewShape,
    comparison_of,
    gap_of,
    quarter_of,
    totals_of,
)
from reviews.models import Environment, SavedView
from reviews.reads import portfolio_compare, portfolio_sums, portfolio_views
from reviews.reads.portfolio_filters import SHOWN, STALE_DAYS, Filters, uuid_of
from reviews.services import views
from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.rest.endpoint import Endpoint

TAGS = ["Portfolio"]
MOST_GAPS = 100
FILTERS = [
    OpenApiParameter("q", str, description="Words in name, team or review owner."),
    OpenApiParameter("tag", str, description="A key of a tag, or key=value."),
    OpenApiParameter("environment", str, enum=Environment.values),
    OpenApiParameter("industry", str, description="Words in industry or its type."),
    OpenApiParameter("owner", str, description="Words in the review owner."),
    OpenApiParameter("lens", UUID, description="Workloads reviewed with this lens."),
    OpenApiParameter("team", UUID),
    OpenApiParameter("show", str, enum=SHOWN, description="Active ones unless said."),
    OpenApiParameter("behind", bool, description="1: with a review on an older lens version."),
    OpenApiParameter("shared", bool, description="1: only what others share."),
    OpenApiParameter("own", bool, description="1: only what the organization owns."),
    OpenApiParameter("overdue", bool, description="1: with an improvement that is overdue."),
    OpenApiParameter("stale", bool, description="1: only stale ones."),
    OpenApiParameter(
        "stale_days", int, enum=STALE_DAYS, description="After how many days without an answer."
    ),
    OpenApiParameter("gap", str, description="Lacking this best practice: lens:question:choice."),
]


class Portfolio(Endpoint):
    """Numbers over all workloads."""

    serializer_class = PortfolioShape
    pagination_class = None

    @extend_schema(
        operation_id="portfolio_read", summary="Read the portfolio's numbers", tags=TAGS,
        parameters=FILTERS,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Sums over the workloads you see, at most five seconds behind the last change."""
        policy.require(self.actor, Action.READ)
        filters = Filters.of(request.query_params)
        return Response(totals_of(portfolio_sums.totals(self.actor, filters)))


class Gaps(Endpoint):
    """The most common missing best practices."""

    serializer_class = GapsShape
    pagination_class = None

    @extend_schema(
        operation_id="portfolio_gaps",
        summary="List the most common missing best practices",
        tags=TAGS,
        parameters=[
            *FILTERS,
            OpenApiParameter("limit", int, description=f"At most {MOST_GAPS}; 20 unless said."),
        ],
    )
    def get(self, request: Request) -> Response:
        """Those of questions at risk, with how many workloads each would help."""
        policy.require(self.actor, Action.READ)
        filters = Filters.of(request.query_params)
        text = request.query_params.get("limit", "")
        limit = min(int(text), MOST_GAPS) if text.isascii() and text.isdigit() else 20
        number = portfolio_sums.totals(self.actor, filters).workloads
        found = portfolio_sums.kept(self.actor, filters).gaps
        common = portfolio_sums.common(found, number, limit)
        return Response({"workloads": number, "results": [gap_of(each) for each in common]})


class TrendOfPortfolio(Endpoint):
    """Risks over quarters."""

    serializer_class = TrendShape
    pagination_class = None

    @extend_schema(
        operation_id="portfolio_trend", summary="Read how the risks went", tags=TAGS,
        parameters=FILTERS,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Per quarter, by the last milestone of each workload up to its end."""
        policy.require(self.actor, Action.READ)
        found = portfolio_sums.kept(self.actor, Filters.of(request.query_params))
        quarters = portfolio_sums.quarters(found.changes)
        return Response({"results": [quarter_of(quarter) for quarter in quarters]})


class CompareGroups(Endpoint):
    """Two groups of workloads side by side."""

    serializer_class = ComparisonShape
    pagination_class = None

    @extend_schema(
        operation_id="portfolio_compare",
        summary="Compare two groups of workloads",
        tags=TAGS,
        parameters=[
            OpenApiParameter(
                name,
                str,
                description="A saved view by its id, or filters such as environment=production; "
                "all active workloads without it.",
            )
            for name in ("a", "b")
        ],
    )
    def get(self, request: Request) -> Response:
        """In numbers that do not depend on the size of a group, and where they differ most."""
        first, second = (self._side(request.query_params.get(key, "")) for key in ("a", "b"))
        return Response(comparison_of(portfolio_compare.build(self.actor, first, second)))

    def _side(self, said: str) -> tuple[str, Filters]:
        view_id = uuid_of(said)
        if view_id:
            view = portfolio_views.one(self.actor, view_id)
            return view.name, view.filters.narrow
        return said, Filters.of(dict(parse_qsl(said))).narrow


class Views(Endpoint):
    """The saved views one sees."""

    is_list = True
    search_fields = ("name",)
    serializer_class = ViewShape
    queryset = SavedView.objects.none()  # for the schema
    page_order = "name"

    @extend_schema(operation_id="views_list", summary="List saved views", tags=TAGS)
    def get(self, request: Request) -> Response:
        """Your own, and those shared with everybody in the organization."""
        policy.require(self.actor, Action.READ)
        return self.page(SavedView.objects.visible_to(self.actor))

    @extend_schema(
        operation_id="views_create",
        summary="Save a view",
        tags=TAGS,
        request=NewView,
        responses={201: ViewShape},
    )
    def post(self, request: Request) -> Response:
        """Filters under a name. Only architects and admins share one with everybody."""
        made = views.make(self.actor, **self.body(NewView))
        return self.created(self.get_serializer(made).data, f"{made.pk}/")


class ViewEndpoint(Endpoint):
    """One saved view."""

    serializer_class = ViewShape

    @extend_schema(operation_id="views_read", summary="Read a saved view", tags=TAGS)
    def get(self, request: Request, view_id: UUID) -> Response:
        """Its filters."""
        return Response(self.get_serializer(portfolio_views.row(self.actor, view_id)).data)

    @extend_schema(
        operation_id="views_change",
        summary="Change a saved view",
        tags=TAGS,
        request=ChangedView,
        responses={200: ViewShape},
    )
    def patch(self, request: Request, view_id: UUID) -> Response:
        """Rename it, change its filters, share it or no longer. Your own; an admin shared ones."""
        changed = views.change(self.actor, view_id, **self.body(ChangedView))
        return Response(self.get_serializer(changed).data)

    @extend_schema(operation_id="views_delete", summary="Delete a saved view", tags=TAGS)
    def delete(self, request: Request, view_id: UUID) -> Response:
        """Your own; an admin shared ones."""
        views.delete(self.actor, view_id)
        return Response(status=204)
