"""Who belongs to the caller's organization. People join by accepting an invitation."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts import policy
from wellarch.accounts.models import Membership
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Role
from wellarch.accounts.tenancy import members
from wellarch.rest.endpoint import Body, Endpoint

_TAGS = ["Organization"]


class MemberShape(serializers.ModelSerializer[Membership]):
    """A person in the organization."""

    id = serializers.IntegerField(source="user_id", help_text="The id of the person.")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    since = serializers.DateTimeField(source="created_at")
    has_second_factor = serializers.SerializerMethodField(
        help_text="null for those who are no admins."
    )

    class Meta:
        model = Membership
        fields = ("id", "name", "email", "role", "since", "has_second_factor")

    @extend_schema_field(serializers.BooleanField(allow_null=True))
    def get_has_second_factor(self, member: Membership) -> bool | None:
        """The business of admins."""
        if not policy.allows(self.context["view"].actor, Action.ORGANIZATION_WRITE):
            return None
        return getattr(member, "has_second_factor", None)


class MemberChange(Body):
    """Another role."""

    role = serializers.ChoiceField(choices=Role.choices)


class Members(Endpoint):
    """Who belongs to the organization."""

    is_list = True
    filterset_fields = ("role",)
    serializer_class = MemberShape
    page_order = "created_at"

    @extend_schema(
        operation_id="members_list",
        summary="List members",
        tags=_TAGS,
        parameters=[OpenApiParameter("search", str, description="Words of names or addresses.")],
    )
    def get(self, request: Request) -> Response:
        """The members of the organization with their roles, oldest first.

        Nobody is added here: people join by accepting an invitation (`/invitations/`).
        """
        return self.page(members.of(self.actor, search=request.query_params.get("search", "")))


class Member(Endpoint):
    """One member."""

    serializer_class = MemberShape

    @extend_schema(operation_id="members_read", summary="Read a member", tags=_TAGS)
    def get(self, request: Request, user_id: int) -> Response:
        """Who they are and their role."""
        return Response(self.get_serializer(members.one(self.actor, user_id=user_id)).data)

    @extend_schema(
        operation_id="members_change",
        summary="Change a member's role",
        tags=_TAGS,
        request=MemberChange,
    )
    def patch(self, request: Request, user_id: int) -> Response:
        """Give a member another role. 409 `last-admin` if nobody would be admin."""
        role = self.body(MemberChange)["role"]
        member = members.change_role(self.actor, user_id=user_id, role=role)
        return Response(self.get_serializer(member).data)

    @extend_schema(operation_id="members_remove", summary="Remove a member", tags=_TAGS)
    def delete(self, request: Request, user_id: int) -> Response:
        """End a membership: admins anyone's, everybody their own.

        The person's teams, tokens and keys in this organization end with it.
        """
        members.remove(self.actor, user_id=user_id)
        return Response(status=204)
