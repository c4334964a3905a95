"""The tokens and access keys of everybody in the caller's organization, for admins."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts.credentials import listing
from wellarch.accounts.models import AccessKey, Token
from wellarch.rest.credentials import AccessKeyShape, TokenShape
from wellarch.rest.endpoint import Endpoint

_TAGS = ["Tokens and keys"]


class OwnerShape(serializers.Serializer[Any]):
    """Whose it is."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()


def _owner(credential: Token | AccessKey) -> dict[str, Any]:
    user = credential.user
    return {"id": user.pk, "name": str(user), "email": user.email}


class OwnedTokenShape(TokenShape):
    """A token of somebody in the organization."""

    owner = serializers.SerializerMethodField()

    class Meta(TokenShape.Meta):
        fields = (*TokenShape.Meta.fields, "owner")  # type: ignore[assignment]

    @extend_schema_field(OwnerShape)
    def get_owner(self, token: Token) -> dict[str, Any]:
        """Whose it is."""
        return _owner(token)


class OwnedAccessKeyShape(AccessKeyShape):
    """An access key of somebody in the organization."""

    owner = serializers.SerializerMethodField()

    class Meta(AccessKeyShape.Meta):
        fields = (*AccessKeyShape.Meta.fields, "owner")  # type: ignore[assignment]

    @extend_schema_field(OwnerShape)
    def get_owner(self, key: AccessKey) -> dict[str, Any]:
        """Whose it is."""
        return _owner(key)


class TokensOfAll(Endpoint):
    """Every token of the organization."""

    is_list = True
    serializer_class = OwnedTokenShape

    @extend_schema(
        operation_id="organization_tokens_list",
        summary="List the tokens of everybody",
        tags=_TAGS,
    )
    def get(self, request: Request) -> Response:
        """Those that are not revoked, newest first. For admins, who may revoke each."""
        return self.page(listing.all_of(self.actor, Token))


class AccessKeysOfAll(Endpoint):
    """Every access key of the organization."""

    is_list = True
    serializer_class = OwnedAccessKeyShape

    @extend_schema(
        operation_id="organization_access_keys_list",
        summary="List the access keys of everybody",
        tags=_TAGS,
    )
    def get(self, request: Request) -> Response:
        """Those that are not revoked, newest first. For admins, who may revoke each."""
        return self.page(listing.all_of(self.actor, AccessKey))
