"""Invitations to join the caller's organization: by mail, or as a link to hand on."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch import clock
from wellarch.accounts.models import Invitation
from wellarch.accounts.roles import Role
from wellarch.accounts.tenancy import invitations
from wellarch.rest.endpoint import Body, Endpoint

_TAGS = ["Organization"]
_TEAM = "The id of a team to join as well."


class InvitationShape(serializers.ModelSerializer[Invitation]):
    """An invitation nobody accepted or revoked yet. Its link is not told again."""

    kind = serializers.SerializerMethodField()
    team = serializers.UUIDField(source="team_id", allow_null=True)
    is_expired = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = (
            "id", "kind", "email", "role", "team", "created_at", "sent_at", "expires_at",
            "is_expired", "uses",
        )  # fmt: skip

    def get_kind(self, invitation: Invitation) -> str:
        """mail or link."""
        return "link" if invitation.is_link else "mail"

    def get_is_expired(self, invitation: Invitation) -> bool:
        """Whether it ended unanswered; a mail can be sent again."""
        return invitation.expires_at <= clock.now()


class NewInvitation(Body):
    """Whom to ask by mail."""

    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=Role.choices, default=Role.VIEWER)
    team = serializers.UUIDField(required=False, allow_null=True, help_text=_TEAM)


class NewLink(Body):
    """What a link makes of those who follow it."""

    role = serializers.ChoiceField(
        choices=[(role.value, role.label) for role in invitations.LINK_ROLES],
        default=Role.VIEWER,
        help_text="A link makes nobody an admin: whoever holds it may use it.",
    )
    days = serializers.IntegerField(
        min_value=invitations.LINK_DAYS[0], max_value=invitations.LINK_DAYS[1], default=7
    )
    team = serializers.UUIDField(required=False, allow_null=True, help_text=_TEAM)


class LinkShape(InvitationShape):
    """A new link, told this once."""

    url = serializers.URLField()

    class Meta(InvitationShape.Meta):
        fields = (*InvitationShape.Meta.fields, "url")  # type: ignore[assignment]


class Invitations(Endpoint):
    """The open invitations of the organization."""

    is_list = True
    filterset_fields = ("role",)
    search_fields = ("email",)
    serializer_class = InvitationShape

    @extend_schema(operation_id="invitations_list", summary="List invitations", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """The open invitations, newest first. For admins, with a token of scope admin."""
        return self.page(invitations.open_of(self.actor))

    @extend_schema(
        operation_id="invitations_create",
        summary="Invite somebody by mail",
        tags=_TAGS,
        request=NewInvitation,
        responses={201: InvitationShape},
    )
    def post(self, request: Request) -> Response:
        """Send a mail with a link to join. An open invitation of the same address is renewed.

        409 `already-member` if the person is one. For admins, with a token of scope admin.
        """
        values = self.body(NewInvitation)
        made = invitations.invite(
            self.actor, email=values["email"], role=values["role"], team_id=values.get("team")
        )
        return self.created(self.get_serializer(made).data, f"{made.pk}/")


class InvitationLinks(Endpoint):
    """Links that let whoever holds them join."""

    serializer_class = LinkShape

    @extend_schema(
        operation_id="invitations_link",
        summary="Make a link to join",
        tags=_TAGS,
        request=NewLink,
        responses={201: LinkShape},
    )
    def post(self, request: Request) -> Response:
        """A link with which anybody who holds it may join until it expires or is revoked.

        Its address is in this answer only. For admins, with a token of scope admin.
        """
        values = self.body(NewLink)
        made, url = invitations.make_link(
            self.actor, role=values["role"], days=values["days"], team_id=values.get("team")
        )
        data = {**InvitationShape(made).data, "url": url}
        return self.created(data, f"../{made.pk}/")


class OneInvitation(Endpoint):
    """One open invitation."""

    serializer_class = InvitationShape

    @extend_schema(operation_id="invitations_read", summary="Read an invitation", tags=_TAGS)
    def get(self, request: Request, invitation_id: UUID) -> Response:
        """One open invitation. For admins, with a token of scope admin."""
        found = invitations.invitation_for(self.actor, invitation_id)
        return Response(self.get_serializer(found).data)

    @extend_schema(operation_id="invitations_revoke", summary="Revoke an invitation", tags=_TAGS)
    def delete(self, request: Request, invitation_id: UUID) -> Response:
        """End an invitation: its link stops working at once. Who joined by it stays."""
        invitations.revoke(self.actor, invitation_id)
        return Response(status=204)


class InvitationResend(Endpoint):
    """The mail of an invitation, once more."""

    serializer_class = InvitationShape

    @extend_schema(
        operation_id="invitations_resend",
        summary="Send an invitation again",
        tags=_TAGS,
        request=None,
    )
    def post(self, request: Request, invitation_id: UUID) -> Response:
        """Send the mail again with a new link and a new end. 409 `is-link` for a link."""
        sent = invitations.resend(self.actor, invitation_id)
        return Response(self.get_serializer(sent).data)
