"""Sending again what was sent, or was not: one message, all since a moment, a test.

A message that is sent again is the same one, with the same webhook-id.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log
from wellarch.events.models import (
    WebhookDelivery,
    WebhookEndpoint,
    WebhookMessage,
    WebhookState,
)
from wellarch.events.webhooks import catalogue, fanout
from wellarch.events.webhooks.access import delivery_for, endpoint_for

MAX_REPLAYED = 10_000


def test(actor: Actor, endpoint_id: UUID) -> WebhookDelivery:
    """Send a message of type `webhook.test`. Conflict `webhook-off` if nothing is sent there."""
    with transaction.atomic():
        endpoint = _active(actor, endpoint_id)
        message = fanout.test_message(endpoint.organization)
        delivery = WebhookDelivery.objects.create(
            organization=endpoint.organization, endpoint=endpoint, message=message
        )
        fanout.send_later([delivery.pk])
    return delivery


def replay(actor: Actor, delivery_id: UUID) -> WebhookDelivery:
    """Send one message again, as if it had not been tried. Conflict `webhook-off` as above."""
    with transaction.atomic():
        delivery = delivery_for(actor, delivery_id, lock=True)
        endpoint = _active(actor, delivery.endpoint_id)
        _again([delivery.pk])
        data = {"name": str(endpoint), "count": 1}
        log.record(actor, "webhook.replayed", endpoint, data=data)
        delivery.refresh_from_db()
    return delivery


def replay_since(
    actor: Actor, endpoint_id: UUID, *, since: datetime, only_missed: bool = False
) -> int:
    """Send all messages again of what happened since a moment and is kept; how many they are.

    only_missed: leave out what arrived. Invalid `since` for a moment to come or for too many.
    """
    policy.require(actor, Action.WEBHOOK_WRITE)
    if since > clock.now():
        raise Invalid(fields={"since": [_("This moment is still to come.")]})
    with transaction.atomic():
        endpoint = _active(actor, endpoint_id)
        told = WebhookMessage.objects.filter(
            organization=endpoint.organization, at__gte=since
        ).exclude(type=catalogue.TEST)
        arrived = Q(deliveries__endpoint=endpoint, deliveries__state=WebhookState.DELIVERED)
        if only_missed:
            told = told.exclude(pk__in=told.filter(arrived).values("pk"))
        wanted = _wanted(endpoint, told.values_list("pk", "type"))
        if len(wanted) > MAX_REPLAYED:
            text = _("These are %(count)d messages. Choose a later moment: at most %(most)d.")
            values = {"count": len(wanted), "most": MAX_REPLAYED}
            raise Invalid(fields={"since": [text % values]})
        _send(endpoint, wanted)
        data = {"name": str(endpoint), "count": len(wanted)}
        log.record(actor, "webhook.replayed", endpoint, data=data)
    return len(wanted)


def catch_up(endpoint: WebhookEndpoint, since: datetime) -> None:
    """Send what was written since then and never queued for it, and what waits. In a
    transaction."""
    told = WebhookMessage.objects.filter(
        organization=endpoint.organization, created_at__gte=since
    ).exclude(type=catalogue.TEST)
    had = WebhookDelivery.objects.filter(endpoint=endpoint).values("message")
    _make(endpoint, _wanted(endpoint, told.exclude(pk__in=had).values_list("pk", "type")))
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=WebhookState.QUEUED)
    waiting.update(next_at=clock.now())


def _active(actor: Actor, endpoint_id: UUID) -> WebhookEndpoint:
    endpoint = endpoint_for(actor, endpoint_id, lock=True)
    if not endpoint.is_active:
        raise Conflict(_("Nothing is sent to this webhook. Resume it first."), code="webhook-off")
    return endpoint


def _wanted(endpoint: WebhookEndpoint, told: Collection[tuple[str, str]]) -> list[str]:
    return [message_id for message_id, type in told if endpoint.wants(type)]


def _send(endpoint: WebhookEndpoint, message_ids: list[str]) -> None:
    had = WebhookDelivery.objects.filter(endpoint=endpoint, message__in=message_ids)
    known = dict(had.values_list("message_id", "pk"))
    _again(list(known.values()))
    _make(endpoint, [each for each in message_ids if each not in known])


def _make(endpoint: WebhookEndpoint, message_ids: list[str]) -> None:
    made = [
        WebhookDelivery(
            organization_id=endpoint.organization_id, endpoint=endpoint, message_id=message_id
        )
        for message_id in message_ids
    ]
    WebhookDelivery.objects.bulk_create(made, batch_size=500)
    fanout.send_later([each.pk for each in made])


def _again(delivery_ids: list[UUID]) -> None:
    """Queue these as if they had not been tried. A worker that is at one of them has lost it."""
    WebhookDelivery.objects.filter(pk__in=delivery_ids).update(
        state=WebhookState.QUEUED,
        attempts=0,
        next_at=clock.now(),
        lease_owner="",
        lease_until=None,
        delivered_at=None,
    )
    fanout.send_later(delivery_ids)
