"""The caller's organization and its members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts import organizations
from wellarch.accounts.models import Membership, Organization
from wellarch.accounts.roles import Role
from wellarch.rest.endpoint import Body, Endpoint

_DAYS: Mapping[str, Any] = {"required": False, "min_value": 1, "max_value": 3650}
_TAGS = ["Organization"]


class OrganizationShape(serializers.ModelSerializer[Organization]):
    """An organization and its settings."""

    class Meta:
        model = Organization
        fields = (
            "id", "name", "slug", "industry",
            "high_risk_days", "medium_risk_days", "low_risk_days", "created_at",
        )  # fmt: skip


class OrganizationChange(Body):
    """Settings to change; those not named stay."""

    name = serializers.CharField(max_length=100, required=False)
    industry = serializers.CharField(max_length=100, allow_blank=True, required=False)
    high_risk_days = serializers.IntegerField(**_DAYS)
    medium_risk_days = serializers.IntegerField(**_DAYS)
    low_risk_days = serializers.IntegerField(
        allow_null=True, help_text="null keeps low risks in the backlog.", **_DAYS
    )


class MemberShape(serializers.ModelSerializer[Membership]):
    """A person in the organization."""

    id = serializers.IntegerField(source="user_id", help_text="The id of the person.")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    since = serializers.DateTimeField(source="created_at")

    class Meta:
        model = Membership
        fields = ("id", "name", "email", "role", "since")


class NewMember(Body):
    """Somebody to add, who has an account here."""

    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=Role.choices, default=Role.VIEWER)


class MemberChange(Body):
    """Another role."""

    role = serializers.ChoiceField(choices=Role.choices)


class OrganizationEndpoint(Endpoint):
    """The organization that the token or session belongs to."""

    serializer_class = OrganizationShape

    @extend_schema(operation_id="organization_read", summary="Read my organization", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """The organization's settings: days until a risk is due, name, industry."""
        return Response(self.get_serializer(self.actor.organization).data)

    @extend_schema(
        operation_id="organization_change",
        summary="Change my organization",
        tags=_TAGS,
        request=OrganizationChange,
    )
    def patch(self, request: Request) -> Response:
        """Change some settings. For admins, with a token of scope admin."""
        changed = organizations.edit(self.actor, changes=self.body(OrganizationChange))
        return Response(self.get_serializer(changed).data)


class Members(Endpoint):
    """Who belongs to the organization."""

    is_list = True
    serializer_class = MemberShape
    page_order = "created_at"

    @extend_schema(operation_id="members_list", summary="List members", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """The members of the organization with their roles, oldest first."""
        return self.page(organizations.members(self.actor))

    @extend_schema(
        operation_id="members_add",
        summary="Add a member",
        tags=_TAGS,
        request=NewMember,
        responses={201: MemberShape},
    )
    def post(self, request: Request) -> Response:
        """Let somebody who has signed up here join. For admins, with a token of scope admin."""
        member = organizations.add_member(self.actor, **self.body(NewMember))
        return self.created(self.get_serializer(member).data, f"{member.user_id}/")


class Member(Endpoint):
    """One member."""

    serializer_class = MemberShape

    @extend_schema(
        operation_id="members_change",
        summary="Change a member's role",
        tags=_TAGS,
        request=MemberChange,
    )
    def patch(self, request: Request, user_id: int) -> Response:
        """Give a member another role. 409 `last-admin` if nobody would be admin."""
        role = self.body(MemberChange)["role"]
        member = organizations.change_role(self.actor, user_id=user_id, role=role)
        return Response(self.get_serializer(member).data)

    @extend_schema(operation_id="members_remove", summary="Remove a member", tags=_TAGS)
    def delete(self, request: Request, user_id: int) -> Response:
        """End a membership: admins anyone's, everybody their own."""
        organizations.remove_member(self.actor, user_id=user_id)
        return Response(status=204)
