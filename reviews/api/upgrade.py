"""Upgrades of reviews over REST."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.shapes.upgrade import (
    UpgradeBody,
    UpgradedShape,
    UpgradePreviewShape,
    preview_of,
    upgraded_of,
)
from reviews.reads import upgrade_page
from reviews.services import upgrades
from wellarch.errors import Invalid
from wellarch.rest.endpoint import Endpoint

_TAGS = ["Reviews"]


class Upgrade(Endpoint):
    """A newer version of the lens of a review."""

    serializer_class = UpgradePreviewShape
    pagination_class = None

    @extend_schema(
        operation_id="reviews_preview_upgrade",
        summary="See what a newer version of the lens would change",
        tags=_TAGS,
        parameters=[
            OpenApiParameter("to", UUID, description="A published version; else the newest.")
        ],
        responses={200: UpgradePreviewShape},
    )
    def get(self, request: Request, review_id: UUID) -> Response:
        """Question by question, for the answers as they are now. Changes nothing."""
        to = _version(request.query_params.get("to", ""))
        return Response(preview_of(upgrade_page.build(self.actor, review_id, to=to)))

    @extend_schema(
        operation_id="reviews_upgrade",
        summary="Upgrade a review to a newer version of its lens",
        tags=_TAGS,
        request=UpgradeBody,
        responses={200: UpgradedShape},
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        """Record a milestone, then carry every answer. There is no way back.

        409 `lens-current` when there is nothing newer, `lens-closed` when the lens was deleted
        or is shared no more.
        """
        done = upgrades.upgrade(self.actor, review_id, **self.body(UpgradeBody))
        return Response(upgraded_of(done))


def _version(named: str) -> UUID | None:
    try:
        return UUID(named) if named else None
    except ValueError:
        raise Invalid(fields={"to": ["Use the id of a version."]}) from None
