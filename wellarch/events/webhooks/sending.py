"""Delivering a message to an endpoint, at least once, whatever dies on the way.

A row first, a task second. The lease lets one worker at a delivery; nothing is locked while the
endpoint is spoken to. A worker that dies between sending and saying so leaves the lease to run
out, and the sweeper sends again, with the same webhook-id. What fails is tried again as Standard
Webhooks recommends; while the endpoint's breaker is open it waits, which counts as no try.
"""

from __future__ import annotations

import os
import random
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts.actor import system_actor
from wellarch.accounts.credentials import keyring
from wellarch.events import log
from wellarch.events.models import (
    OffReason,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookMessage,
    WebhookState,
)
from wellarch.events.webhooks import fanout, signing
from wellarch.outgoing import breakers, pinned
from wellarch.outgoing.tending import WEBHOOK
from wellarch.queue import send

LEASE = timedelta(seconds=60)
# Seconds before each next try, of Standard Webhooks: about three days in all.
WAITS = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
MAX_ATTEMPTS = len(WAITS) + 1
FAILING = timedelta(days=3)  # so long nothing arrives before an endpoint is switched off
_GONE = 410
_SIZE = 500  # bytes of an answer that are kept
_RESEND_AFTER = timedelta(seconds=2)
_RESEND_AT_ONCE = 50
_SPREAD = 5.0  # seconds over which what waited for a breaker comes back
_FORGET_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try ended. status None: nobody answered. after: seconds it asked us to wait."""

    status: int | None
    error: str = ""
    answer: str = ""
    after: float = 0

    @property
    def is_delivered(self) -> bool:
        """Whether it was taken."""
        return self.status is not None and 200 <= self.status < 300


class _Down(Exception):
    """It answered that it is not well (5xx): for the breaker. Not lost: the answer is kept."""

    def __init__(self, answer: pinned.Answer) -> None:
        self.answer = answer
        self.message = _("It answered %(status)s.") % {"status": answer.status}
        super().__init__(self.message)


def deliver(delivery_id: UUID) -> bool:
    """Send a message if it waits and nobody else is at it; True if it arrived."""
    owner = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
    if not _claim(delivery_id, owner):
        return False
    delivery = WebhookDelivery.objects.select_related(
        "endpoint__organization", "message__user"
    ).get(pk=delivery_id)
    if delivery.attempts > MAX_ATTEMPTS:  # whoever tried before died of it
        _finish(delivery, owner, Outcome(None, _("The worker stopped again and again.")), 0)
        return False
    began = time.monotonic()
    try:
        outcome = _ask(delivery.endpoint, delivery.message)
    except breakers.Open as refusal:
        _rest(delivery, owner, refusal.retry_after)
        return False
    except keyring.KeyLost:
        outcome = Outcome(None, _("The secret cannot be read any more. Make another one."))
    _finish(delivery, owner, outcome, time.monotonic() - began)
    return outcome.is_delivered


def sweep() -> int:
    """Queue again what waits too long or whose worker died, the oldest few first; how many."""
    now = clock.now()
    due = _waiting().filter(next_at__lt=now - _RESEND_AFTER, endpoint__off_at=None)
    ids = list(due.order_by("next_at").values_list("pk", flat=True)[:_RESEND_AT_ONCE])
    for delivery_id in ids:
        send(fanout.TASK, str(delivery_id))
    return len(ids)


def forget() -> int:
    """Delete messages, with all that was done to deliver them, whose time is over; how many."""
    until = clock.now() - timedelta(days=settings.WELLARCH_WEBHOOK_DAYS)
    old = WebhookMessage.objects.filter(created_at__lt=until).order_by("created_at")
    ids = list(old.values_list("pk", flat=True)[:_FORGET_AT_ONCE])
    WebhookMessage.objects.filter(pk__in=ids).delete()
    return len(ids)


def breaker_key(endpoint: WebhookEndpoint) -> str:
    """The breaker that all messages to an endpoint go through."""
    return f"{WEBHOOK}{endpoint.pk}"


def reach() -> pinned.Reach:
    """What the settings allow."""
    return pinned.Reach(
        private_hosts=frozenset(settings.WELLARCH_WEBHOOK_PRIVATE_HOSTS),
        ca_file=settings.WELLARCH_WEBHOOK_CA_FILE,
        timeout=settings.WELLARCH_WEBHOOK_TIMEOUT,
    )


def _waiting() -> QuerySet[WebhookDelivery]:
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return WebhookDelivery.objects.filter(free, state=WebhookState.QUEUED, next_at__lte=now)


def _claim(delivery_id: UUID, owner: str) -> bool:
    # Without joins, so that the database looks at the lease again when it has waited for the row.
    active = WebhookEndpoint.objects.filter(off_at=None).values("pk")
    claimed = (
        _waiting()
        .filter(pk=delivery_id, endpoint__in=active)
        .update(lease_owner=owner, lease_until=clock.now() + LEASE, attempts=F("attempts") + 1)
    )
    return bool(claimed)


def _ask(endpoint: WebhookEndpoint, message: WebhookMessage) -> Outcome:
    """One request. Raises breakers.Open and KeyLost, before anything was sent."""
    now = clock.now()
    text = signing.body(message)
    headers = signing.headers(message.pk, text, signing.opened(endpoint, now), now)
    try:
        answer = breakers.call(
            breaker_key(endpoint),
            _sent,
            endpoint.url,
            headers,
            text.encode(),
            label=_("Webhook %(name)s") % {"name": endpoint},
            organization=endpoint.organization,
            is_failure=lambda error: isinstance(error, pinned.Unanswered | _Down),
        )
    except pinned.Unanswered as silence:
        return Outcome(None, silence.message)
    except _Down as trouble:
        answer = trouble.answer
    said = answer.raw.decode("utf-8", "replace").replace("\x00", "")
    return Outcome(answer.status, _sentence(answer), said, pinned.patience(answer))


def _sent(url: str, headers: dict[str, str], data: bytes) -> pinned.Answer:
    where = reach()
    address = pinned.checked(url, plain_hosts=where.private_hosts, query=True)
    answer = pinned.request(
        "POST", address, headers=headers, data=data, reach=where, size=_SIZE, cut=True
    )
    if answer.status >= 500:
        raise _Down(answer)
    return answer


def _sentence(answer: pinned.Answer) -> str:
    if 200 <= answer.status < 300:
        return ""
    if 300 <= answer.status < 400:
        return _("It sends us elsewhere (%(status)s), and we do not follow.") % {
            "status": answer.status
        }
    return _("It answered %(status)s.") % {"status": answer.status}


def _rest(delivery: WebhookDelivery, owner: str, seconds: float) -> None:
    """Wait until the breaker lets calls try; spread, so that they do not come all at once."""
    wait = seconds + random.uniform(0, _SPREAD)  # noqa: S311  (nobody gains by guessing it)
    _mine(delivery, owner).update(
        attempts=F("attempts") - 1,
        next_at=clock.now() + timedelta(seconds=wait),
        lease_owner="",
        lease_until=None,
    )


def _finish(delivery: WebhookDelivery, owner: str, outcome: Outcome, seconds: float) -> None:
    """Write down how a try ended, and what follows. Nothing but the try if the lease was lost."""
    now = clock.now()
    with transaction.atomic():
        WebhookAttempt.objects.create(
            delivery=delivery,
            at=now,
            milliseconds=round(seconds * 1000),
            status=outcome.status,
            error=outcome.error[:300],
            answer=outcome.answer[:500],
        )
        values: dict[str, object] = {"lease_owner": "", "lease_until": None}
        is_over = outcome.status == _GONE or delivery.attempts >= MAX_ATTEMPTS
        if outcome.is_delivered:
            values |= {"state": WebhookState.DELIVERED, "delivered_at": now}
        elif is_over:
            values["state"] = WebhookState.GIVEN_UP
        else:
            values["next_at"] = now + timedelta(seconds=wait(delivery.attempts, outcome.after))
        if _mine(delivery, owner).update(**values):
            _standing(delivery.endpoint, outcome, is_over=is_over)


def wait(attempts: int, after: float = 0) -> float:
    """Seconds before the next try after so many, never quite the same, and no less than asked."""
    planned = WAITS[min(attempts, len(WAITS)) - 1]
    return max(planned * random.uniform(1.0, 1.2), after)  # noqa: S311  (as above)


def _standing(endpoint: WebhookEndpoint, outcome: Outcome, *, is_over: bool) -> None:
    """What a try says about the endpoint as a whole."""
    row = WebhookEndpoint.objects.filter(pk=endpoint.pk)
    now = clock.now()
    if outcome.is_delivered:
        row.update(failing_since=None, delivered_at=now)
        return
    row.filter(failing_since=None).update(failing_since=now)
    since = row.values_list("failing_since", flat=True).first()
    if outcome.status == _GONE:
        _switch_off(endpoint, OffReason.GONE)
    elif is_over and since is not None and since <= now - FAILING:
        _switch_off(endpoint, OffReason.FAILING)


def _switch_off(endpoint: WebhookEndpoint, reason: OffReason) -> None:
    mine = WebhookEndpoint.objects.filter(pk=endpoint.pk, off_at=None)
    if mine.update(off_at=clock.now(), off_reason=reason, revision=F("revision") + 1):
        data = {"name": str(endpoint), "reason": str(reason)}
        log.record(system_actor(endpoint.organization), "webhook.switched_off", endpoint, data=data)


def _mine(delivery: WebhookDelivery, owner: str) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(pk=delivery.pk, lease_owner=owner)
