"""Shares over REST: how they look, what is offered to the caller, accepted or given up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts.models import Share
from wellarch.accounts.roles import Permission
from wellarch.accounts.sharing import offers, shares
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import Invalid, NotFound
from wellarch.rest.endpoint import Body, Endpoint
from wellarch.rest.views import OrganizationName

TAGS = ["Sharing"]
STATES = ("pending", "accepted", "rejected", "revoked", "expired")


class TargetShape(serializers.Serializer[Share]):
    """With whom something is shared; `email` alone is somebody who has not accepted yet."""

    type = serializers.ChoiceField(choices=("person", "team", "organization"))
    id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    email = serializers.CharField()


class ShareShape(serializers.ModelSerializer[Share]):
    """A share: one thing, one receiver, what they may do and how it stands."""

    subject = serializers.UUIDField(source="subject_id", help_text="What is shared.")
    state = serializers.ChoiceField(choices=STATES)
    target = serializers.SerializerMethodField()
    created_by = serializers.SerializerMethodField(help_text="Who shared it.")

    class Meta:
        model = Share
        fields = (
            "id", "kind", "subject", "permission", "state", "target",
            "created_at", "created_by", "expires_at", "answered_at",
        )  # fmt: skip

    @extend_schema_field(TargetShape)
    def get_target(self, share: Share) -> dict[str, Any]:
        """The person, team or organization."""
        found: tuple[str, Any, str, str]
        if share.target_team:
            found = ("team", share.target_team_id, share.target_team.name, "")
        elif share.target_organization:
            name = share.target_organization.name
            found = ("organization", share.target_organization_id, name, "")
        elif share.target_user:
            person = share.target_user
            email = "" if person.erased_at else person.email
            found = ("person", share.target_user_id, str(person), email)
        else:
            found = ("person", None, "", share.email)
        kind, key, name, email = found
        # Ids of people are numbers, all others are not: one type of field for all of them.
        return {"type": kind, "id": str(key) if key else None, "name": name, "email": email}

    def get_created_by(self, share: Share) -> str:
        """By name."""
        return str(share.created_by or "")


class OfferShape(serializers.ModelSerializer[Share]):
    """Something that is offered to you or your organization, or shared already."""

    subject = serializers.UUIDField(source="subject_id", help_text="What is shared.")
    name = serializers.SerializerMethodField(help_text="Its name.")
    state = serializers.ChoiceField(choices=STATES)
    organization = OrganizationName(help_text="Whose it is.")
    created_by = serializers.SerializerMethodField(help_text="Who shared it.")
    for_organization = serializers.SerializerMethodField(
        help_text="True if it is for everybody in your organization."
    )

    class Meta:
        model = Share
        fields = (
            "id", "kind", "subject", "name", "permission", "state", "organization",
            "for_organization", "created_at", "created_by", "expires_at",
        )  # fmt: skip

    def get_name(self, share: Share) -> str:
        """From the names that came with the page."""
        return str(self.context["names"].get(share.subject_id, ""))

    def get_created_by(self, share: Share) -> str:
        """By name."""
        return str(share.created_by or "")

    def get_for_organization(self, share: Share) -> bool:
        """Whether it was offered to the organization as a whole."""
        return share.target_organization_id is not None


class LensShareBody(Body):
    """With whom to share: exactly one of the three."""

    email = serializers.EmailField(required=False, help_text="Of a person.")
    team = serializers.UUIDField(required=False, help_text="The id of a team of yours.")
    organization = serializers.CharField(
        max_length=20, required=False, help_text="The account number of an organization."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one target."""
        if sum(key in attrs for key in ("email", "team", "organization")) != 1:
            raise serializers.ValidationError(
                {"email": [_("Name exactly one: email, team or organization.")]}
            )
        return attrs


class WorkloadShareBody(LensShareBody):
    """With whom to share a workload, and what they may do."""

    permission = serializers.ChoiceField(choices=Permission.choices, default=Permission.READ)


class ShareChange(Body):
    """Another permission."""

    permission = serializers.ChoiceField(choices=Permission.choices)


EXAMPLE = OpenApiExample(
    "A person", request_only=True, value={"email": "sam@partner.example", "permission": "read"}
)


def one_of(rows: QuerySet[Share], share_id: UUID) -> Share:
    """One of these shares, or NotFound."""
    share = rows.filter(pk=share_id).first()
    if share is None:
        raise NotFound(_("There is no such share."))
    return share


def target_of(body: dict[str, Any]) -> Target:
    """The target that a body names."""
    keys = ("email", "team", "organization")
    found = {key: body[key] for key in keys if key in body}
    if not found:
        raise Invalid(fields={"email": [_("Say with whom to share it.")]})
    return Target(**found)


class _OfferEndpoint(Endpoint):
    serializer_class = OfferShape

    def shown(self, found: list[Share]) -> Any:
        """The rows with the names of what is shared."""
        names = shares.names_of(found)
        context = {**self.get_serializer_context(), "names": names}
        return OfferShape(found, many=True, context=context).data


class Offers(_OfferEndpoint):
    """What is shared with the caller."""

    is_list = True
    filterset_fields = ("kind", "permission")
    page_order = "-created_at"

    @extend_schema(operation_id="shares_list", summary="List what is shared with me", tags=TAGS)
    def get(self, request: Request) -> Response:
        """What is offered to you or your organization and what you accepted, newest first."""
        found = self.paginate_queryset(offers.listed(self.actor)) or []
        return self.get_paginated_response(self.shown(found))


class Accept(_OfferEndpoint):
    """Take an offer up."""

    @extend_schema(
        operation_id="shares_accept",
        summary="Accept what is offered",
        tags=TAGS,
        request=None,
        responses={200: OfferShape},
    )
    def post(self, request: Request, offer_id: Any) -> Response:
        """Access begins at once. For your organization an architect or admin answers."""
        return Response(self.shown([offers.accept(self.actor, offer_id)])[0])


class Reject(_OfferEndpoint):
    """Decline an offer or give up what was accepted."""

    @extend_schema(
        operation_id="shares_reject",
        summary="Decline what is offered, or give it up",
        tags=TAGS,
        request=None,
        responses={200: OfferShape},
    )
    def post(self, request: Request, offer_id: Any) -> Response:
        """Access ends at once, also after it was accepted."""
        return Response(self.shown([offers.reject(self.actor, offer_id)])[0])
