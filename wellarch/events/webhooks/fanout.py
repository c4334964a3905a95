"""From the log to messages: every event once, for organizations that have endpoints.

The log is the outbox: services write events in the transaction of their change, and sealing
gives them numbers without gaps. The cursor of an organization stands at the last number told of;
it moves in the transaction that writes the messages and their deliveries, so each event becomes
messages exactly once, whatever dies. Writing an answer pays nothing for this.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from wellarch import clock
from wellarch.accounts.models import Organization
from wellarch.events.models import (
    ChainHead,
    Event,
    Seal,
    WebhookCursor,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookMessage,
)
from wellarch.events.webhooks import catalogue
from wellarch.queue import send_on_commit

TASK = "wellarch.deliver_webhook"
BATCH = 500  # events


def fan_out() -> int:
    """Write messages for all events not told of yet; returns how many deliveries that made.

    Safe to run in several processes at once.
    """
    head = ChainHead.objects.filter(organization=OuterRef("organization")).values("number")
    behind = WebhookCursor.objects.annotate(newest=Subquery(head[:1])).filter(
        newest__gt=F("number")
    )
    return sum(map(_fan_out_one, behind.values_list("organization_id", flat=True)))


def begin(organization: Organization) -> None:
    """Tell of what happens from now on, if nobody was told before. In a transaction."""
    last = Seal.objects.filter(organization=organization).order_by("-number").first()
    WebhookCursor.objects.get_or_create(
        organization=organization, defaults={"number": last.number if last else 0}
    )


def send_later(deliveries: Sequence[UUID]) -> None:
    """Have workers deliver these, once the transaction is committed."""
    for delivery_id in deliveries:
        send_on_commit(TASK, str(delivery_id))


def new_id() -> str:
    """The id of a message, by which receivers know that it came before."""
    return f"msg_{uuid.uuid4().hex}"


def test_message(organization: Organization) -> WebhookMessage:
    """A message that tells of nothing, to try an endpoint with."""
    now = clock.now()
    return WebhookMessage.objects.create(
        id=new_id(),
        organization=organization,
        type=catalogue.TEST,
        at=now,
        payload={
            "type": catalogue.TEST,
            "timestamp": timestamp(now),
            "data": {"organization": _named(organization)},
        },
    )


def timestamp(moment: Any) -> str:
    """A moment as payloads have it: UTC, to the millisecond."""
    text: str = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def _fan_out_one(organization_id: UUID) -> int:
    total = 0
    while True:
        with transaction.atomic():
            count, is_more = _batch(organization_id)
        total += count
        if not is_more:
            return total


def _batch(organization_id: UUID) -> tuple[int, bool]:
    """How many deliveries were made of the next events, and whether more events wait."""
    cursor = (
        WebhookCursor.objects.select_for_update(skip_locked=True)
        .filter(organization_id=organization_id)
        .first()
    )
    if cursor is None:  # another worker is at it
        return 0, False
    seals = list(
        Seal.objects.filter(organization_id=organization_id, number__gt=cursor.number)
        .order_by("number")
        .values_list("number", "event_id")[:BATCH]
    )
    if not seals:
        return 0, False
    cursor.number = seals[-1][0]
    cursor.save(update_fields=["number"])
    endpoints = list(WebhookEndpoint.objects.filter(organization_id=organization_id))
    count = _write(organization_id, dict(seals), endpoints) if endpoints else 0
    return count, len(seals) == BATCH


def _write(organization_id: UUID, seals: dict[int, int], endpoints: list[WebhookEndpoint]) -> int:
    organization = Organization.objects.get(pk=organization_id)
    events = {event.pk: event for event in Event.objects.filter(pk__in=seals.values())}
    messages = [
        _message(organization, events[event_id], number, type)
        for number, event_id in seals.items()
        if event_id in events
        for type in catalogue.types_of(events[event_id].verb, events[event_id].changes)
    ]
    WebhookMessage.objects.bulk_create(messages)
    deliveries = [
        WebhookDelivery(organization=organization, endpoint=endpoint, message=message)
        for message in messages
        for endpoint in endpoints
        if endpoint.is_active and endpoint.wants(message.type)
    ]
    WebhookDelivery.objects.bulk_create(deliveries)
    send_later([each.pk for each in deliveries])
    return len(deliveries)


def _message(
    organization: Organization, event: Event, number: int, type: catalogue.Type
) -> WebhookMessage:
    told = {
        "number": number,
        "timestamp": timestamp(event.at),
        "organization": _named(organization),
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "workload_id": str(event.workload_id) if event.workload_id else None,
        "via": event.via,
        "changes": event.changes,
        "data": event.data,
        "server": settings.WELLARCH_URL,
    }
    payload = catalogue.body(type, told)
    if event.user_id is None:
        payload["data"]["actor"] = {"id": None, "name": event.actor_name}
    return WebhookMessage(
        id=new_id(),
        organization=organization,
        type=type.name,
        number=number,
        user_id=event.user_id,
        at=event.at,
        payload=payload,
    )


def _named(organization: Organization) -> dict[str, str]:
    return {"id": str(organization.pk), "slug": organization.slug}
