"""Who has access to a workload over REST: shares made, changed, revoked, and who sees it why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import access
from reviews.reads import access_page
from reviews.services import sharing
from wellarch.accounts.roles import Role
from wellarch.rest.endpoint import Endpoint
from wellarch.rest.shares import (
    EXAMPLE,
    TAGS,
    ShareChange,
    ShareShape,
    WorkloadShareBody,
    one_of,
    target_of,
)


class GroundShape(serializers.Serializer[Any]):
    """One reason to have access, and the role it gives."""

    role = serializers.ChoiceField(choices=Role.choices)
    words = serializers.CharField()


class AccessShape(serializers.Serializer[Any]):
    """Somebody with access to a workload: what they are on it, and every reason."""

    id = serializers.IntegerField(source="user.pk", help_text="The id of the person.")
    name = serializers.CharField(source="user")
    email = serializers.EmailField(source="user.email")
    role = serializers.ChoiceField(choices=Role.choices, help_text="The highest of the reasons.")
    is_member = serializers.BooleanField(help_text="False for guests.")
    grounds = GroundShape(many=True)


class Shares(Endpoint):
    """The shares of a workload."""

    is_list = True
    filterset_fields = ("permission",)
    serializer_class = ShareShape
    page_order = "-created_at"

    @extend_schema(
        operation_id="workload_shares_list", summary="List shares of a workload", tags=TAGS
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """All shares for architects and admins; else those that give access now."""
        return self.page(access_page.shares_of(self.actor, workload_id))

    @extend_schema(
        operation_id="workload_shares_create",
        summary="Share a workload",
        tags=TAGS,
        request=WorkloadShareBody,
        responses={201: ShareShape},
        examples=[EXAMPLE],
    )
    def post(self, request: Request, workload_id: UUID) -> Response:
        """Members and teams have access at once, others when they accept within seven days."""
        body = self.body(WorkloadShareBody)
        share = sharing.offer(
            self.actor, workload_id, target_of(body), permission=body["permission"]
        )
        return self.created(self.get_serializer(share).data, f"{share.pk}/")


class OneShare(Endpoint):
    """One share of a workload."""

    serializer_class = ShareShape

    @extend_schema(
        operation_id="workload_shares_read", summary="Read a share of a workload", tags=TAGS
    )
    def get(self, request: Request, workload_id: UUID, share_id: UUID) -> Response:
        """With whom, what they may do, and how it stands."""
        share = one_of(access_page.shares_of(self.actor, workload_id), share_id)
        return Response(self.get_serializer(share).data)

    @extend_schema(
        operation_id="workload_shares_change",
        summary="Change what a share allows",
        tags=TAGS,
        request=ShareChange,
    )
    def patch(self, request: Request, workload_id: UUID, share_id: UUID) -> Response:
        """Let them read only, or answer too."""
        wanted = self.body(ShareChange)["permission"]
        share = sharing.change(self.actor, workload_id, share_id, permission=wanted)
        return Response(self.get_serializer(share).data)

    @extend_schema(
        operation_id="workload_shares_revoke", summary="Revoke a share of a workload", tags=TAGS
    )
    def delete(self, request: Request, workload_id: UUID, share_id: UUID) -> Response:
        """Access ends at once."""
        sharing.revoke(self.actor, workload_id, share_id)
        return Response(status=204)


class Resend(Endpoint):
    """Invite again."""

    serializer_class = ShareShape

    @extend_schema(
        operation_id="workload_shares_resend",
        summary="Send an invitation to a workload again",
        tags=TAGS,
        request=None,
        responses={200: ShareShape},
    )
    def post(self, request: Request, workload_id: UUID, share_id: UUID) -> Response:
        """Another mail and seven more days."""
        share = sharing.resend(self.actor, workload_id, share_id)
        return Response(self.get_serializer(share).data)


class Access(Endpoint):
    """Who has access to a workload."""

    is_list = True
    serializer_class = AccessShape
    page_order = "pk"

    @extend_schema(
        operation_id="workload_access_list", summary="List who has access and why", tags=TAGS
    )
    def get(self, request: Request, workload_id: UUID) -> Response:
        """Everybody who sees the workload; guests learn only why they see it themselves."""
        workload = access.workload_for(self.actor, workload_id)
        users = self.paginate_queryset(access_page.users_of(self.actor, workload)) or []
        people = access_page.people_of(self.actor, workload, users)
        return self.get_paginated_response(self.get_serializer(people, many=True).data)
