"""The only way to reach an endpoint or a delivery for an actor."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound
from wellarch.events.models import WebhookDelivery, WebhookEndpoint


def endpoint_for(actor: Actor, endpoint_id: UUID, *, lock: bool = False) -> WebhookEndpoint:
    """The endpoint of the actor's organization with this id, locked if `lock`. For admins."""
    policy.require(actor, Action.WEBHOOK_WRITE)
    rows = WebhookEndpoint.objects.visible_to(actor).select_related("organization")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    endpoint = rows.filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotFound(_("There is no such webhook."))
    return endpoint


def delivery_for(actor: Actor, delivery_id: UUID, *, lock: bool = False) -> WebhookDelivery:
    """A delivery to an endpoint of the actor's organization, locked if `lock`. For admins."""
    policy.require(actor, Action.WEBHOOK_WRITE)
    rows = WebhookDelivery.objects.select_related("endpoint", "message__user")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    delivery = rows.filter(organization=actor.organization, pk=delivery_id).first()
    if delivery is None:
        raise NotFound(_("There is no such delivery."))
    return delivery
