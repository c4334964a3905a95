"""Webhooks and outgoing calls in permission_table.py: who gets in, and the things routes name."""

from __future__ import annotations

from typing import Any

from tests.contracts.permission_rules import Rule, of, own
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.events.models import Breaker, WebhookDelivery, WebhookEndpoint
from wellarch.events.webhooks import endpoints, fanout

_NEW = {"url": "https://hooks.example.com/", "description": "New"}
OUTGOING_PAGES: dict[tuple[str, str], Rule] = {
    ("GET", "webhook-list"): own(Action.WEBHOOK_WRITE),
    ("GET", "webhook-create"): own(Action.WEBHOOK_WRITE),
    ("POST", "webhook-create"): own(Action.WEBHOOK_WRITE, **_NEW),
    ("GET", "webhook-detail"): of(Action.WEBHOOK_WRITE),
    ("POST", "webhook-detail"): of(Action.WEBHOOK_WRITE, **_NEW),
    ("POST", "webhook-act"): of(Action.WEBHOOK_WRITE, do="pause"),
    ("POST", "webhook-delivery-replay"): of(Action.WEBHOOK_WRITE),
    ("GET", "outgoing-list"): own(Action.WEBHOOK_WRITE),
    ("POST", "outgoing-try"): of(Action.WEBHOOK_WRITE),
}
OUTGOING_API: dict[tuple[str, str], Rule] = {
    ("GET", "api-webhook-list"): own(Action.WEBHOOK_WRITE),
    ("POST", "api-webhook-list"): own(Action.WEBHOOK_WRITE, **_NEW),
    ("GET", "api-webhook"): of(Action.WEBHOOK_WRITE),
    ("PATCH", "api-webhook"): of(Action.WEBHOOK_WRITE, is_active=False),
    ("DELETE", "api-webhook"): of(Action.WEBHOOK_WRITE),
    ("POST", "api-webhook-secret"): of(Action.WEBHOOK_WRITE),
    ("POST", "api-webhook-test"): of(Action.WEBHOOK_WRITE),
    ("GET", "api-webhook-delivery-list"): of(Action.WEBHOOK_WRITE),
    ("POST", "api-webhook-replay"): of(Action.WEBHOOK_WRITE, since="2026-01-01T00:00:00Z"),
    ("GET", "api-webhook-delivery"): of(Action.WEBHOOK_WRITE),
    ("POST", "api-webhook-delivery-replay"): of(Action.WEBHOOK_WRITE),
    ("GET", "api-webhook-types"): own(Action.READ),
    ("GET", "api-outgoing-list"): own(Action.WEBHOOK_WRITE),
    ("GET", "api-outgoing"): of(Action.WEBHOOK_WRITE),
    ("POST", "api-outgoing-reset"): of(Action.WEBHOOK_WRITE),
}


def outgoing(actor: Actor) -> dict[str, Any]:
    """A webhook, a message on its way there, and a breaker."""
    endpoint = WebhookEndpoint.objects.visible_to(actor).first()
    if endpoint is None:
        endpoint, _secret = endpoints.create(actor, values=_NEW)
    message = fanout.test_message(actor.organization)
    delivery = WebhookDelivery.objects.create(
        organization=actor.organization, endpoint=endpoint, message=message
    )
    breaker, _is_new = Breaker.objects.get_or_create(
        organization=actor.organization, key=f"webhook:{endpoint.pk}"
    )
    return {"endpoint_id": endpoint.pk, "delivery_id": delivery.pk, "breaker_id": breaker.pk}
