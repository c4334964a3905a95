"""Sharing templates and profiles over REST."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.reads import library_sharing as reads
from reviews.services import library_sharing
from wellarch.accounts.roles import ShareKind
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.shares import TAGS, LensShareBody, ShareShape, one_of, target_of

_EXAMPLE = OpenApiExample(
    "An organization", request_only=True, value={"organization": "123456789012"}
)


class TemplateShareBody(LensShareBody):
    """With whom to share a template, and whether its lenses go with it."""

    with_lenses = serializers.BooleanField(
        default=False,
        help_text="Share your lenses in it with them too: without a lens they cannot apply its"
        " part of the template.",
    )


class _Shares(Endpoint):
    """The shares of one thing."""

    is_list = True
    filterset_fields = ("permission",)
    serializer_class = ShareShape
    page_order = "-created_at"
    what: ClassVar[ShareKind]

    def listed(self, subject_id: UUID) -> Response:
        return self.page(reads.shares_of(self.actor, self.what, subject_id))

    def offered(self, subject_id: UUID, body: dict[str, Any]) -> Response:
        share = library_sharing.offer(
            self.actor,
            self.what,
            subject_id,
            target_of(body),
            with_lenses=body.get("with_lenses", False),
        )
        return self.created(self.get_serializer(share).data, f"{share.pk}/")


class TemplateShares(_Shares):
    """The shares of a template."""

    what = ShareKind.TEMPLATE

    @extend_schema(
        operation_id="template_shares_list", summary="List shares of a template", tags=TAGS
    )
    def get(self, request: Request, template_id: UUID) -> Response:
        """All shares for architects and admins; else those that give access now."""
        return self.listed(template_id)

    @extend_schema(
        operation_id="template_shares_create",
        summary="Share a template",
        tags=TAGS,
        request=TemplateShareBody,
        responses={201: ShareShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, template_id: UUID) -> Response:
        """Others read it, apply it to their own workloads and copy it."""
        return self.offered(template_id, self.body(TemplateShareBody))


class TemplateShare(Endpoint):
    """One share of a template."""

    serializer_class = ShareShape

    @extend_schema(
        operation_id="template_shares_read", summary="Read a share of a template", tags=TAGS
    )
    def get(self, request: Request, template_id: UUID, template_share_id: UUID) -> Response:
        """With whom, what they may do, and how it stands."""
        share = one_of(
            reads.shares_of(self.actor, ShareKind.TEMPLATE, template_id), template_share_id
        )
        return Response(self.get_serializer(share).data)

    @extend_schema(
        operation_id="template_shares_revoke", summary="Revoke a share of a template", tags=TAGS
    )
    def delete(self, request: Request, template_id: UUID, template_share_id: UUID) -> Response:
        """What was applied stays; it cannot be applied again."""
        what = ShareKind.TEMPLATE
        library_sharing.revoke(self.actor, what, template_id, template_share_id)
        return Response(status=204)


class TemplateShareResend(Endpoint):
    """Invite again."""

    serializer_class = ShareShape

    @extend_schema(
        operation_id="template_shares_resend",
        summary="Send an invitation to a template again",
        tags=TAGS,
        request=None,
        responses={200: ShareShape},
    )
    def post(self, request: Request, template_id: UUID, template_share_id: UUID) -> Response:
        """Another mail and seven more days."""
        what = ShareKind.TEMPLATE
        share = library_sharing.resend(self.actor, what, template_id, template_share_id)
        return Response(self.get_serializer(share).data)


class ProfileShares(_Shares):
    """The shares of a profile."""

    what = ShareKind.PROFILE

    @extend_schema(
        operation_id="profile_shares_list", summary="List shares of a profile", tags=TAGS
    )
    def get(self, request: Request, profile_id: UUID) -> Response:
        """All shares for architects and admins; else those that give access now."""
        return self.listed(profile_id)

    @extend_schema(
        operation_id="profile_shares_create",
        summary="Share a profile",
        tags=TAGS,
        request=LensShareBody,
        responses={201: ShareShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request, profile_id: UUID) -> Response:
        """Others read it and choose it for their own workloads."""
        return self.offered(profile_id, self.body(LensShareBody))


class ProfileShare(Endpoint):
    """One share of a profile."""

    serializer_class = ShareShape

    @extend_schema(
        operation_id="profile_shares_read", summary="Read a share of a profile", tags=TAGS
    )
    def get(self, request: Request, profile_id: UUID, profile_share_id: UUID) -> Response:
        """With whom, what they may do, and how it stands."""
        share = one_of(reads.shares_of(self.actor, ShareKind.PROFILE, profile_id), profile_share_id)
        return Response(self.get_serializer(share).data)

    @extend_schema(
        operation_id="profile_shares_revoke", summary="Revoke a share of a profile", tags=TAGS
    )
    def delete(self, request: Request, profile_id: UUID, profile_share_id: UUID) -> Response:
        """Workloads that have it keep it; it cannot be chosen anew."""
        library_sharing.revoke(self.actor, ShareKind.PROFILE, profile_id, profile_share_id)
        return Response(status=204)


class ProfileShareResend(Endpoint):
    """Invite again."""

    serializer_class = ShareShape

    @extend_schema(
        operation_id="profile_shares_resend",
        summary="Send an invitation to a profile again",
        tags=TAGS,
        request=None,
        responses={200: ShareShape},
    )
    def post(self, request: Request, profile_id: UUID, profile_share_id: UUID) -> Response:
        """Another mail and seven more days."""
        what = ShareKind.PROFILE
        share = library_sharing.resend(self.actor, what, profile_id, profile_share_id)
        return Response(self.get_serializer(share).data)
