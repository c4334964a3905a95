"""The teams of the caller's organization and who is in them."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts.models import Team, TeamMember
from wellarch.accounts.tenancy import teams
from wellarch.rest.endpoint import Body, Endpoint

_TAGS = ["Teams"]


class TeamShape(serializers.ModelSerializer[Team]):
    """A named group of members that can own workloads."""

    class Meta:
        model = Team
        fields = ("id", "name", "description", "created_at")


class NewTeam(Body):
    """A team to make."""

    name = serializers.CharField(max_length=teams.MAX_NAME)
    description = serializers.CharField(max_length=500, allow_blank=True, default="")


class TeamChange(Body):
    """What to change; what is not named stays."""

    name = serializers.CharField(max_length=teams.MAX_NAME, required=False)
    description = serializers.CharField(max_length=500, allow_blank=True, required=False)


class TeamMemberShape(serializers.ModelSerializer[TeamMember]):
    """A member in a team."""

    id = serializers.IntegerField(source="membership.user_id", help_text="The id of the person.")
    name = serializers.CharField(source="membership.user.name")
    email = serializers.EmailField(source="membership.user.email")
    since = serializers.DateTimeField(source="created_at")

    class Meta:
        model = TeamMember
        fields = ("id", "name", "email", "since")


class Teams(Endpoint):
    """The teams of the organization."""

    is_list = True
    search_fields = ("name",)
    order_choices = ("name", "created_at")
    serializer_class = TeamShape

    @extend_schema(operation_id="teams_list", summary="List teams", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """The teams of the organization, newest first."""
        return self.page(teams.of(self.actor))

    @extend_schema(
        operation_id="teams_create",
        summary="Create a team",
        tags=_TAGS,
        request=NewTeam,
        responses={201: TeamShape},
    )
    def post(self, request: Request) -> Response:
        """A new team without members. Names are unique, ignoring case and blanks. For admins."""
        made = teams.create(self.actor, **self.body(NewTeam))
        return self.created(self.get_serializer(made).data, f"{made.pk}/")


class OneTeam(Endpoint):
    """One team."""

    serializer_class = TeamShape

    @extend_schema(operation_id="teams_read", summary="Read a team", tags=_TAGS)
    def get(self, request: Request, team_id: UUID) -> Response:
        """One team of the organization."""
        return Response(self.get_serializer(teams.team_for(self.actor, team_id)).data)

    @extend_schema(
        operation_id="teams_change", summary="Change a team", tags=_TAGS, request=TeamChange
    )
    def patch(self, request: Request, team_id: UUID) -> Response:
        """Another name or description. For admins, with a token of scope admin."""
        changed = teams.edit(self.actor, team_id, **self.body(TeamChange))
        return Response(self.get_serializer(changed).data)

    @extend_schema(operation_id="teams_delete", summary="Delete a team", tags=_TAGS)
    def delete(self, request: Request, team_id: UUID) -> Response:
        """End a team. Its workloads stay without one; see `visibility` of workloads."""
        teams.delete(self.actor, team_id)
        return Response(status=204)


class TeamMembers(Endpoint):
    """Who is in a team."""

    is_list = True
    serializer_class = TeamMemberShape
    page_order = "created_at"

    @extend_schema(operation_id="team_members_list", summary="List a team's members", tags=_TAGS)
    def get(self, request: Request, team_id: UUID) -> Response:
        """The members of a team, oldest first."""
        return self.page(teams.members(self.actor, team_id))


class OneTeamMember(Endpoint):
    """One member in a team."""

    serializer_class = TeamMemberShape

    @extend_schema(
        operation_id="team_members_add",
        summary="Put a member into a team",
        tags=_TAGS,
        request=None,
    )
    def put(self, request: Request, team_id: UUID, user_id: int) -> Response:
        """Put a member of the organization into a team; twice is once. For admins."""
        return Response(
            self.get_serializer(teams.add_member(self.actor, team_id, user_id=user_id)).data
        )

    @extend_schema(
        operation_id="team_members_remove", summary="Take a member out of a team", tags=_TAGS
    )
    def delete(self, request: Request, team_id: UUID, user_id: int) -> Response:
        """Take a member out of a team. For admins, with a token of scope admin."""
        teams.remove_member(self.actor, team_id, user_id=user_id)
        return Response(status=204)
