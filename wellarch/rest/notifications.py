"""REST of what one hears by mail."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.errors import Forbidden
from wellarch.events.mailing import preferences
from wellarch.events.models import Delivery, NoticeKind
from wellarch.rest.endpoint import Body, Endpoint

_TAGS = ["Start"]
_EXAMPLE = OpenApiExample("Only one kind", value={"due_soon": "never"}, request_only=True)


def _fields(**options: Any) -> dict[str, serializers.ChoiceField]:
    return {
        kind.value: serializers.ChoiceField(
            choices=Delivery.choices, help_text=str(kind.label), **options
        )
        for kind in NoticeKind
    }


class NotificationsShape(serializers.Serializer[Any]):
    """When one is told of each kind of thing: at once, in the daily digest, or never."""

    def get_fields(self) -> dict[str, Any]:
        """One field per kind of notice."""
        return dict(_fields())


class NotificationsChange(Body):
    """Some of them."""

    def get_fields(self) -> dict[str, Any]:
        """One field per kind of notice, none of them required."""
        return dict(_fields(required=False))


class Notifications(Endpoint):
    """What the caller hears by mail."""

    serializer_class = NotificationsShape

    @extend_schema(
        operation_id="notifications_read", summary="Read what I hear by mail", tags=_TAGS
    )
    def get(self, request: Request) -> Response:
        """Every kind of notice with when it is sent to me."""
        if self.actor.user is None:
            raise Forbidden("Only a person gets mails.")
        return Response(preferences.of(self.actor.user))

    @extend_schema(
        operation_id="notifications_change",
        summary="Change what I hear by mail",
        tags=_TAGS,
        request=NotificationsChange,
        examples=[_EXAMPLE],
    )
    def patch(self, request: Request) -> Response:
        """Set some kinds; the others stay. With a token of scope admin."""
        changes = self.body(NotificationsChange)
        return Response(preferences.change(self.actor, changes=changes))
