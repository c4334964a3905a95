"""The caller's organization and its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts.models import Organization
from wellarch.accounts.tenancy import organizations
from wellarch.rest.endpoint import Body, Endpoint

_DAYS: Mapping[str, Any] = {"required": False, "min_value": 1, "max_value": 3650}
_TAGS = ["Organization"]
_ACCENT = "The colour of reports as #rrggbb; empty for the usual one."
_DEFAULT_LENS = (
    "The id of the lens a new workload is reviewed against unless it says otherwise; null for "
    "the framework."
)


class OrganizationShape(serializers.ModelSerializer[Organization]):
    """An organization and its settings."""

    number = serializers.CharField(
        help_text="Its account number. Others who know it can share with the organization."
    )
    has_logo = serializers.BooleanField(source="logo", help_text="Whether its reports show a logo.")
    accent = serializers.CharField(help_text=_ACCENT)
    default_lens = serializers.UUIDField(
        source="default_lens_id", allow_null=True, help_text=_DEFAULT_LENS
    )

    class Meta:
        model = Organization
        fields = (
            "id", "number", "name", "slug", "industry", "has_logo",
            "high_risk_days", "medium_risk_days", "low_risk_days",
            "second_factor_required", "default_lens", "accent", "created_at",
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
    second_factor_required = serializers.BooleanField(
        required=False,
        help_text="Only somebody who has a second factor may ask it of every member.",
    )
    default_lens = serializers.UUIDField(required=False, allow_null=True, help_text=_DEFAULT_LENS)
    accent = serializers.CharField(
        max_length=20,
        allow_blank=True,
        required=False,
        help_text=f"{_ACCENT} Refused when too light to be read on white.",
    )


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
