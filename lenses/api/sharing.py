"""Sharing lenses over REST."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from lenses.api.views import KEY
from lenses.services import sharing
from wellarch.rest.endpoint import Endpoint, key_of
from wellarch.rest.shares import TAGS, LensShareBody, ShareShape, one_of, target_of

_EXAMPLE = OpenApiExample(
    "An organization", request_only=True, value={"organization": "123456789012"}
)


@extend_schema(parameters=[KEY], tags=TAGS)
class Shares(Endpoint):
    """The shares of a lens."""

    is_list = True
    filterset_fields = ("permission",)
    serializer_class = ShareShape
    page_order = "-created_at"

    @extend_schema(operation_id="lens_shares_list", summary="List shares of a lens")
    def get(self, request: Request, lens: str) -> Response:
        """All shares for architects and admins; else those that give access now."""
        return self.page(sharing.shares_of(self.actor, key_of(lens)))

    @extend_schema(
        operation_id="lens_shares_create",
        summary="Share a lens",
        request=LensShareBody,
        responses={201: ShareShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, lens: str) -> Response:
        """Others read it and review with it. 409 `not-published` for a lens that is a draft."""
        share = sharing.offer(self.actor, key_of(lens), target_of(self.body(LensShareBody)))
        return self.created(self.get_serializer(share).data, f"{share.pk}/")


@extend_schema(parameters=[KEY], tags=TAGS)
class OneShare(Endpoint):
    """One share of a lens."""

    serializer_class = ShareShape

    @extend_schema(operation_id="lens_shares_read", summary="Read a share of a lens")
    def get(self, request: Request, lens: str, lens_share_id: UUID) -> Response:
        """With whom, what they may do, and how it stands."""
        share = one_of(sharing.shares_of(self.actor, key_of(lens)), lens_share_id)
        return Response(self.get_serializer(share).data)

    @extend_schema(operation_id="lens_shares_revoke", summary="Revoke a share of a lens")
    def delete(self, request: Request, lens: str, lens_share_id: UUID) -> Response:
        """Reviews that use the lens go on; they can start no new ones."""
        sharing.revoke(self.actor, key_of(lens), lens_share_id)
        return Response(status=204)


@extend_schema(parameters=[KEY], tags=TAGS)
class Resend(Endpoint):
    """Invite again."""

    serializer_class = ShareShape

    @extend_schema(
        operation_id="lens_shares_resend",
        summary="Send an invitation to a lens again",
        request=None,
        responses={200: ShareShape},
    )
    def post(self, request: Request, lens: str, lens_share_id: UUID) -> Response:
        """Another mail and seven more days."""
        share = sharing.resend(self.actor, key_of(lens), lens_share_id)
        return Response(self.get_serializer(share).data)
