"""The caller's tokens and access keys."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.accounts.credentials import access_keys, listing, tokens
from wellarch.accounts.models import AccessKey, Token
from wellarch.accounts.roles import Scope
from wellarch.rest.authentication import require_reauthenticated
from wellarch.rest.endpoint import Body, Endpoint

_TAGS = ["Tokens and keys"]
_COMMON = ("name", "scope", "workload_ids", "created_at", "expires_at", "last_used_at")
_EXAMPLE = OpenApiExample(
    "For a pipeline that reads two workloads for three months",
    request_only=True,
    value={
        "name": "Nightly export",
        "scope": "read",
        "expires_at": "2027-01-31T00:00:00Z",
        "workload_ids": [
            "7b3c1f0e-52a4-4a2a-9d0a-3f8f6f0c9c11",
            "e6a1a9b2-8d57-4c55-a3b5-0c3a2f1f7d20",
        ],
    },
)


def _workload_ids() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.UUIDField(),
        allow_null=True,
        required=False,
        default=None,
        help_text="The only workloads it may touch; null for all its owner sees.",
    )


class TokenShape(serializers.ModelSerializer[Token]):
    """A token, without its clear text."""

    workload_ids = _workload_ids()

    class Meta:
        model = Token
        fields = ("id", "prefix", *_COMMON)


class NewTokenShape(TokenShape):
    """A token with its clear text, which is shown this once."""

    token = serializers.CharField(help_text="Shown this once: `Authorization: Bearer …`.")

    class Meta:
        model = Token
        fields = ("id", "prefix", *_COMMON, "token")


class AccessKeyShape(serializers.ModelSerializer[AccessKey]):
    """An access key, without its secret."""

    workload_ids = _workload_ids()

    class Meta:
        model = AccessKey
        fields = ("key_id", *_COMMON)


class NewAccessKeyShape(AccessKeyShape):
    """An access key with its secret, which is shown this once."""

    secret = serializers.CharField(help_text="Shown this once.")

    class Meta:
        model = AccessKey
        fields = ("key_id", *_COMMON, "secret")


class NewCredential(Body):
    """What will use it and what it may, at most what its maker may."""

    name = serializers.CharField(max_length=100)
    scope = serializers.ChoiceField(choices=Scope.choices, default=Scope.READ)
    expires_at = serializers.DateTimeField(
        allow_null=True, required=False, default=None, help_text="null for never."
    )
    workload_ids = _workload_ids()


class Tokens(Endpoint):
    """The caller's tokens."""

    is_list = True
    filterset_fields = ("scope",)
    search_fields = ("name",)
    order_choices = ("name", "created_at")
    serializer_class = TokenShape

    @extend_schema(operation_id="tokens_list", summary="List my tokens", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """My tokens that are not revoked, newest first. With a token of scope admin."""
        return self.page(tokens.own(self.actor))

    @extend_schema(
        operation_id="tokens_create",
        summary="Make a token",
        tags=_TAGS,
        request=NewCredential,
        responses={201: NewTokenShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Make a token; the answer shows it this once.

        With a token of scope admin that is not restricted. 403 `exceeds-token` for more than
        that token itself has: a wider scope, more workloads, a later end. In a browser that
        has been signed in for a while, 403 `reauthentication-required`.
        """
        require_reauthenticated(self.request)
        token, clear = tokens.create(self.actor, **self.body(NewCredential))
        return self.created({**TokenShape(token).data, "token": clear}, f"{token.pk}/")


class TokenEndpoint(Endpoint):
    """One token."""

    serializer_class = TokenShape

    @extend_schema(operation_id="tokens_read", summary="Read one of my tokens", tags=_TAGS)
    def get(self, request: Request, token_id: int) -> Response:
        """What it may and when it was used last; never its clear text."""
        return Response(TokenShape(listing.one(self.actor, Token, pk=token_id)).data)

    @extend_schema(operation_id="tokens_revoke", summary="Revoke a token", tags=_TAGS)
    def delete(self, request: Request, token_id: int) -> Response:
        """End a token at once: one's own, an admin anybody's."""
        tokens.revoke(self.actor, token_id=token_id)
        return Response(status=204)


class AccessKeys(Endpoint):
    """The caller's access keys."""

    is_list = True
    filterset_fields = ("scope",)
    search_fields = ("name",)
    order_choices = ("name", "created_at")
    serializer_class = AccessKeyShape

    @extend_schema(operation_id="access_keys_list", summary="List my access keys", tags=_TAGS)
    def get(self, request: Request) -> Response:
        """My access keys that are not revoked, newest first. With a token of scope admin."""
        return self.page(access_keys.own(self.actor))

    @extend_schema(
        operation_id="access_keys_create",
        summary="Make an access key",
        tags=_TAGS,
        request=NewCredential,
        responses={201: NewAccessKeyShape},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Make an access key; the answer shows its secret this once.

        As for tokens; 409 `too-many-access-keys` with more than five.
        """
        require_reauthenticated(self.request)
        key, secret = access_keys.create(self.actor, **self.body(NewCredential))
        return self.created({**AccessKeyShape(key).data, "secret": secret}, f"{key.key_id}/")


class AccessKeyEndpoint(Endpoint):
    """One access key."""

    serializer_class = AccessKeyShape

    @extend_schema(
        operation_id="access_keys_read", summary="Read one of my access keys", tags=_TAGS
    )
    def get(self, request: Request, key_id: str) -> Response:
        """What it may and when it was used last; never its secret."""
        return Response(AccessKeyShape(listing.one(self.actor, AccessKey, key_id=key_id)).data)

    @extend_schema(operation_id="access_keys_revoke", summary="Revoke an access key", tags=_TAGS)
    def delete(self, request: Request, key_id: str) -> Response:
        """End an access key at once: one's own, an admin anybody's."""
        access_keys.revoke(self.actor, key_id=key_id)
        return Response(status=204)
