"""Breakers as admins see them, and what they do about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound
from wellarch.events import log
from wellarch.events.models import Breaker, BreakerState, WebhookDelivery, WebhookState
from wellarch.outgoing import breakers, storage

WEBHOOK = "webhook:"  # what the keys of webhooks begin with; the id of the endpoint follows
_LOOKS = {
    BreakerState.CLOSED: "done",
    BreakerState.OPEN: "failed",
    BreakerState.HALF_OPEN: "active",
}


@dataclass(frozen=True, slots=True)
class BreakerRow:
    """One breaker. look, words: its state for components/status.html; next_at: when it lets
    calls try, None if it does; failures: in a row, that count now; error: what the last said."""

    breaker: Breaker
    look: str
    words: str
    next_at: datetime | None
    failures: int
    error: str


def listed(actor: Actor) -> QuerySet[Breaker]:
    """The organization's breakers and those of the installation, by name. For admins."""
    policy.require(actor, Action.WEBHOOK_WRITE)
    return Breaker.objects.visible_to(actor).order_by("label", "key")


def build(actor: Actor) -> tuple[BreakerRow, ...]:
    """The page of all breakers: those that are not closed first. One query."""
    rows = [row_of(each) for each in listed(actor)]
    return tuple(sorted(rows, key=lambda row: row.breaker.state == BreakerState.CLOSED))


def row_of(breaker: Breaker) -> BreakerRow:
    """A breaker as it is shown. What a server of the whole installation said is for those who
    run it: it stands in the server's log."""
    state = BreakerState(breaker.state)
    seconds = breakers.left(breaker)
    return BreakerRow(
        breaker=breaker,
        look=_LOOKS[state],
        words=_words(state),
        next_at=clock.now() + timedelta(seconds=seconds) if seconds else None,
        failures=storage.RowStorage(breaker).counter,
        error=breaker.last_error if breaker.organization_id else "",
    )


def breaker_for(actor: Actor, breaker_id: UUID) -> Breaker:
    """A breaker the actor may see. For admins."""
    breaker = listed(actor).filter(pk=breaker_id).first()
    if breaker is None:
        raise NotFound(_("There is no such breaker."))
    return breaker


def try_now(actor: Actor, breaker_id: UUID) -> Breaker:
    """Let calls try before the time is over; one that is not open stays as it is. The next call
    that fails opens it again. What waits to be sent to a webhook is sent now."""
    breaker = breaker_for(actor, breaker_id)
    with transaction.atomic():
        waiting = WebhookDelivery.objects.filter(
            organization=actor.organization, state=WebhookState.QUEUED
        )
        if breaker.key.startswith(WEBHOOK):
            endpoint = UUID(breaker.key.removeprefix(WEBHOOK))
            waiting.filter(endpoint=endpoint).update(next_at=clock.now())
        if storage.move(breaker, BreakerState.HALF_OPEN):
            data = {"label": breaker.label}
            log.record(actor, "breaker.tried", actor.organization, data=data)
    return breaker


def _words(state: BreakerState) -> str:
    return {
        BreakerState.CLOSED: _("Closed: calls go through"),
        BreakerState.OPEN: _("Open: calls wait"),
        BreakerState.HALF_OPEN: _("Half-open: calls try"),
    }[state]
