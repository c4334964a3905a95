"""Webhooks as those who keep them see them: endpoints, deliveries, every try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.events.models import (
    Breaker,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookState,
)
from wellarch.events.webhooks import catalogue, sending
from wellarch.events.webhooks.access import delivery_for, endpoint_for
from wellarch.outgoing import breakers

_SHOWN = 20  # deliveries on a page
_LOOKS = {
    WebhookState.QUEUED: "waiting",
    WebhookState.DELIVERED: "done",
    WebhookState.GIVEN_UP: "failed",
}


@dataclass(frozen=True, slots=True)
class EndpointRow:
    """One endpoint. look, words: its state for components/status.html; tells: what of."""

    endpoint: WebhookEndpoint
    look: str
    words: str
    tells: str
    waiting: int
    given_up: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery. tries: all of them, the newest first; look, words: of its state."""

    delivery: WebhookDelivery
    look: str
    words: str
    tries: Sequence[WebhookAttempt]

    @property
    def last(self) -> WebhookAttempt | None:
        """The last try, if there was one."""
        return self.tries[0] if self.tries else None

    @property
    def will_retry(self) -> bool:
        """Whether it waits for another try."""
        return self.delivery.state == WebhookState.QUEUED and bool(self.tries)


@dataclass(frozen=True, slots=True)
class EndpointPage:
    """One endpoint with its newest deliveries. rests_for: seconds its breaker is open still."""

    row: EndpointRow
    deliveries: tuple[DeliveryRow, ...]
    has_more: bool
    rests_for: float


def listed(actor: Actor) -> QuerySet[WebhookEndpoint]:
    """The organization's endpoints, the oldest first. For admins."""
    policy.require(actor, Action.WEBHOOK_WRITE)
    return WebhookEndpoint.objects.visible_to(actor).order_by("created_at")


def build(actor: Actor) -> tuple[EndpointRow, ...]:
    """The page of all endpoints. One query."""
    return tuple(_row(endpoint) for endpoint in _counted(listed(actor)))


def detail(actor: Actor, endpoint_id: UUID, *, only: str = "") -> EndpointPage:
    """The page of one endpoint. only: a state of its deliveries, empty for all."""
    endpoint = endpoint_for(actor, endpoint_id)
    rows = list(deliveries(actor, endpoint_id, state=only)[: _SHOWN + 1])
    breaker = Breaker.objects.filter(
        organization=actor.organization, key=sending.breaker_key(endpoint)
    ).first()
    return EndpointPage(
        row=_row(_counted(WebhookEndpoint.objects.filter(pk=endpoint.pk)).get()),
        deliveries=tuple(_delivery(row) for row in rows[:_SHOWN]),
        has_more=len(rows) > _SHOWN,
        rests_for=breakers.left(breaker) if breaker else 0,
    )


def deliveries(actor: Actor, endpoint_id: UUID, *, state: str = "") -> QuerySet[WebhookDelivery]:
    """What was and is to be sent to an endpoint, the newest first, with every try."""
    endpoint = endpoint_for(actor, endpoint_id)
    rows = WebhookDelivery.objects.filter(endpoint=endpoint)
    if state:
        rows = rows.filter(state=state)
    return _with_tries(rows).order_by("-created_at", "-id")


def delivery(actor: Actor, delivery_id: UUID) -> WebhookDelivery:
    """One delivery with its message and every try."""
    found = delivery_for(actor, delivery_id)
    return _with_tries(WebhookDelivery.objects.filter(pk=found.pk)).get()


def _with_tries(rows: QuerySet[WebhookDelivery]) -> QuerySet[WebhookDelivery]:
    tries = Prefetch("tries", WebhookAttempt.objects.order_by("-at", "-pk"))
    return rows.select_related("message__user", "endpoint").prefetch_related(tries)


def _counted(rows: QuerySet[WebhookEndpoint]) -> QuerySet[Any]:
    def number(state: WebhookState) -> Count:
        return Count("deliveries", filter=Q(deliveries__state=state))

    return rows.annotate(
        waiting=number(WebhookState.QUEUED), given_up=number(WebhookState.GIVEN_UP)
    )


def _row(endpoint: Any) -> EndpointRow:
    if not endpoint.is_active:
        is_paused = endpoint.off_reason == "paused"
        look, words = ("idle", _("Paused")) if is_paused else ("failed", _("Switched off"))
    elif endpoint.failing_since:
        look, words = "failed", _("In trouble")
    else:
        look, words = "done", _("Active")
    count = len(endpoint.types)
    tells = _("All events") if not count else _("%(n)d of %(all)d events") % {
        "n": count, "all": len(catalogue.TYPES)
    }  # fmt: skip
    return EndpointRow(endpoint, look, words, tells, endpoint.waiting, endpoint.given_up)


def _delivery(row: WebhookDelivery) -> DeliveryRow:
    state = WebhookState(row.state)
    return DeliveryRow(row, _LOOKS[state], str(state.label), list(row.tries.all()))
