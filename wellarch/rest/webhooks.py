"""Webhooks over REST: who is told of what happens, every delivery, sending again. For admins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from wellarch.events.models import WebhookEndpoint
from wellarch.events.webhooks import catalogue, endpoints, reading, replaying
from wellarch.events.webhooks.access import endpoint_for
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, with_etag
from wellarch.rest.webhook_shapes import (
    DeliveryQuery,
    OutgoingWebhookShape,
    ReplayBody,
    ReplayShape,
    SecretShape,
    TypeList,
    TypeShape,
    WebhookBody,
    WebhookChange,
    WebhookDeliveryShape,
    WebhookMade,
)

_TAGS = ["Webhooks"]
_EXAMPLE = OpenApiExample(
    "Told of risks and reports",
    request_only=True,
    value={
        "url": "https://hooks.northwind.example/wellarch",
        "description": "Chat of the platform team",
        "types": ["answer.risk_changed", "report.ready"],
    },
)


@extend_schema(tags=_TAGS)
class Webhooks(Endpoint):
    """The webhooks of the organization."""

    is_list = True
    serializer_class = OutgoingWebhookShape
    page_order = "created_at"

    @extend_schema(operation_id="webhooks_list", summary="List webhooks")
    def get(self, request: Request) -> Response:
        """Every webhook of the organization. Secrets are never shown again. For admins."""
        return self.page(reading.listed(self.actor))

    @extend_schema(
        operation_id="webhooks_create",
        summary="Add a webhook",
        request=WebhookBody,
        responses={201: WebhookMade},
        examples=[_EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """It is told of what happens from now on. The answer holds the secret by which its
        messages are checked, this once."""
        endpoint, clear = endpoints.create(self.actor, values=self.body(WebhookBody))
        where = reverse("api-webhook", args=[endpoint.pk])
        return self.created({**self.get_serializer(endpoint).data, "secret": clear}, where)


@extend_schema(tags=_TAGS)
class WebhookEndpointView(Endpoint):
    """One webhook. For admins."""

    serializer_class = OutgoingWebhookShape

    @extend_schema(operation_id="webhooks_read", summary="Read a webhook")
    def get(self, request: Request, endpoint_id: UUID) -> Response:
        """What it is told of, whether it is active, and since when it fails."""
        return self._shown_row(endpoint_for(self.actor, endpoint_id))

    @extend_schema(
        operation_id="webhooks_change",
        summary="Change a webhook",
        request=WebhookChange,
        responses={200: OutgoingWebhookShape},
    )
    @conditions.merges
    def patch(self, request: Request, endpoint_id: UUID) -> Response:
        """Change some values, or pause and resume it with `is_active`. Once resumed it is told
        of what happened meanwhile."""
        body: dict[str, Any] = self.body(WebhookChange)
        is_active = body.pop("is_active", None)
        endpoint = endpoints.edit(
            self.actor, endpoint_id, values=body, base_revision=self.base_revision()
        )
        if is_active is not None:
            switch = endpoints.resume if is_active else endpoints.pause
            endpoint = switch(self.actor, endpoint_id)
        return self._shown_row(endpoint)

    @extend_schema(
        operation_id="webhooks_remove", summary="Remove a webhook", responses={204: None}
    )
    @conditions.merges
    def delete(self, request: Request, endpoint_id: UUID) -> Response:
        """Forget it and the log of its deliveries. What waits is not sent any more."""
        endpoints.remove(self.actor, endpoint_id, base_revision=self.base_revision())
        return Response(status=204)

    def _shown_row(self, endpoint: WebhookEndpoint) -> Response:
        return with_etag(self.get_serializer(endpoint).data, endpoint.revision)


@extend_schema(tags=_TAGS, request=None, responses={200: SecretShape})
class WebhookSecret(Endpoint):
    """The secret of its messages."""

    serializer_class = SecretShape

    @extend_schema(operation_id="webhooks_rotate", summary="Make another secret")
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """Shown this once. For 24 hours messages are signed with the former one as well."""
        endpoint, clear = endpoints.renew_secret(self.actor, endpoint_id)
        return Response({"secret": clear, "previous_until": endpoint.previous_until})


@extend_schema(tags=_TAGS, request=None, responses={201: WebhookDeliveryShape})
class WebhookTest(Endpoint):
    """Whether it works."""

    serializer_class = WebhookDeliveryShape

    @extend_schema(operation_id="webhooks_test", summary="Send a test event")
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """Send an event of type `webhook.test`; follow the delivery. 409 `webhook-off` for a
        webhook to which nothing is sent."""
        delivery = replaying.test(self.actor, endpoint_id)
        where = reverse("api-webhook-delivery", args=[delivery.pk])
        shown = self.get_serializer(reading.delivery(self.actor, delivery.pk)).data
        return self.created(shown, where)


@extend_schema(tags=_TAGS)
class WebhookDeliveries(Endpoint):
    """What was and is to be sent."""

    is_list = True
    serializer_class = WebhookDeliveryShape

    @extend_schema(
        operation_id="webhooks_deliveries",
        summary="List deliveries",
        parameters=[DeliveryQuery],
    )
    def get(self, request: Request, endpoint_id: UUID) -> Response:
        """The newest first, each with every try and how it ended."""
        query = DeliveryQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        state = query.validated_data.get("state", "")
        return self.page(reading.deliveries(self.actor, endpoint_id, state=state))


@extend_schema(tags=_TAGS)
class WebhookDeliveryView(Endpoint):
    """One delivery."""

    serializer_class = WebhookDeliveryShape

    @extend_schema(operation_id="webhooks_delivery", summary="Read a delivery")
    def get(self, request: Request, delivery_id: UUID) -> Response:
        """What is sent, every try, and when the next one is."""
        return Response(self.get_serializer(reading.delivery(self.actor, delivery_id)).data)


@extend_schema(tags=_TAGS, request=None)
class WebhookReplayOne(Endpoint):
    """Once more."""

    serializer_class = WebhookDeliveryShape

    @extend_schema(operation_id="webhooks_replay_one", summary="Send a message again")
    def post(self, request: Request, delivery_id: UUID) -> Response:
        """The same message with the same `webhook-id`, whatever became of it before."""
        replaying.replay(self.actor, delivery_id)
        return Response(self.get_serializer(reading.delivery(self.actor, delivery_id)).data)


@extend_schema(tags=_TAGS, request=ReplayBody, responses={200: ReplayShape})
class WebhookReplay(Endpoint):
    """All since a moment, once more."""

    serializer_class = ReplayShape

    @extend_schema(operation_id="webhooks_replay", summary="Send messages again since a moment")
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """Messages of what happened since then, as far back as they are kept. Each has the
        `webhook-id` it had."""
        count = replaying.replay_since(self.actor, endpoint_id, **self.body(ReplayBody))
        return Response({"count": count})


@extend_schema(tags=_TAGS)
class WebhookTypes(Endpoint):
    """What can be told."""

    serializer_class = TypeShape
    pagination_class = None

    @extend_schema(
        operation_id="webhook_event_types",
        summary="List the types of events",
        responses={200: TypeList},
    )
    def get(self, request: Request) -> Response:
        """Every type a webhook can be told of, on one page."""
        results = self.get_serializer(list(catalogue.TYPES.values()), many=True).data
        return Response({"next": None, "previous": None, "results": results})
