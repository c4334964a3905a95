"""The webhooks of an organization: added, changed, paused, removed; their secrets. For admins.

A secret is made here, encrypted at once and shown once; neither log nor page holds it. After a
rotation the former one signs beside the new one for a day, so that receivers can follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wellarch import clock, outbound
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.events import log
from wellarch.events.auditing import sealing
from wellarch.events.models import OffReason, WebhookEndpoint
from wellarch.events.webhooks import catalogue, fanout, replaying, sending, signing
from wellarch.events.webhooks.access import endpoint_for
from wellarch.outgoing import breakers, pinned

MAX_ENDPOINTS = 20
FIELDS = ("url", "description", "types")
BOTH_SIGN = timedelta(hours=24)
_LIMITS = {"url": 1000, "description": 200}


def create(actor: Actor, *, values: Mapping[str, Any]) -> tuple[WebhookEndpoint, str]:
    """An endpoint, and the secret its messages are signed with, which is shown once.

    It is told of what happens from now on. Invalid names every wrong field at once.
    """
    policy.require(actor, Action.WEBHOOK_WRITE)
    endpoint = WebhookEndpoint(organization=actor.organization, created_by=actor.user)
    _fill(endpoint, values)
    clear = signing.new_secret()
    endpoint.secret = signing.sealed(endpoint, "secret", clear)
    sealing.seal(actor.organization.pk)  # what happened until now has its number, and is not told
    with transaction.atomic():
        if WebhookEndpoint.objects.visible_to(actor).count() >= MAX_ENDPOINTS:
            raise Conflict(_("There cannot be more webhooks. Remove one first."), code="too-many")
        fanout.begin(actor.organization)
        endpoint.save(force_insert=True)
        log.record(actor, "webhook.added", endpoint, data=about(endpoint))
    return endpoint, clear


def edit(
    actor: Actor,
    endpoint_id: UUID,
    *,
    values: Mapping[str, Any],
    base_revision: int | None = None,
) -> WebhookEndpoint:
    """Change some values; what is not named stays.

    base_revision: the one the actor saw; Stale if it was changed since, None for any.
    """
    with transaction.atomic():
        endpoint = _unchanged_since(actor, endpoint_id, base_revision)
        before = {field: getattr(endpoint, field) for field in FIELDS}
        _fill(endpoint, values)
        changes = {
            field: (before[field], getattr(endpoint, field))
            for field in FIELDS
            if before[field] != getattr(endpoint, field)
        }
        if not changes:
            return endpoint
        if "url" in changes:
            endpoint.failing_since = None
            breakers.remove(sending.breaker_key(endpoint), endpoint.organization)
        _save(endpoint, *FIELDS, "failing_since")
        hidden = ("url",)  # what stands behind its ? may be a key
        data = about(endpoint)
        log.record(actor, "webhook.changed", endpoint, changes=changes, hidden=hidden, data=data)
    return endpoint


def renew_secret(actor: Actor, endpoint_id: UUID) -> tuple[WebhookEndpoint, str]:
    """Another secret, shown once. For a day messages are signed with both."""
    with transaction.atomic():
        endpoint = endpoint_for(actor, endpoint_id, lock=True)
        clear = signing.new_secret()
        former = signing.opened(endpoint, clock.now())[0]
        endpoint.previous_secret = signing.sealed(endpoint, "previous_secret", former)
        endpoint.previous_until = clock.now() + BOTH_SIGN
        endpoint.secret = signing.sealed(endpoint, "secret", clear)
        _save(endpoint, "secret", "previous_secret", "previous_until")
        log.record(actor, "webhook.secret_renewed", endpoint, data=about(endpoint))
    return endpoint, clear


def pause(actor: Actor, endpoint_id: UUID, *, base_revision: int | None = None) -> WebhookEndpoint:
    """Send nothing there until it is resumed. What happens meanwhile is kept for then."""
    with transaction.atomic():
        endpoint = _unchanged_since(actor, endpoint_id, base_revision)
        if endpoint.is_active:
            endpoint.off_at, endpoint.off_reason = clock.now(), OffReason.PAUSED
            _save(endpoint, "off_at", "off_reason")
            log.record(actor, "webhook.paused", endpoint, data=about(endpoint))
    return endpoint


def resume(actor: Actor, endpoint_id: UUID, *, base_revision: int | None = None) -> WebhookEndpoint:
    """Go on. What waited and what happened meanwhile is sent, as far back as it is kept."""
    with transaction.atomic():
        endpoint = _unchanged_since(actor, endpoint_id, base_revision)
        if not endpoint.is_active:
            missed_since = endpoint.off_at
            endpoint.off_at, endpoint.off_reason, endpoint.failing_since = None, "", None
            _save(endpoint, "off_at", "off_reason", "failing_since")
            log.record(actor, "webhook.resumed", endpoint, data=about(endpoint))
            replaying.catch_up(endpoint, missed_since or clock.now())
            breakers.remove(sending.breaker_key(endpoint), endpoint.organization)
    return endpoint


def remove(actor: Actor, endpoint_id: UUID, *, base_revision: int | None = None) -> None:
    """Forget the endpoint and the log of its deliveries. What waits is not sent any more."""
    with transaction.atomic():
        endpoint = _unchanged_since(actor, endpoint_id, base_revision)
        log.record(actor, "webhook.removed", endpoint, data=about(endpoint))
        breakers.remove(sending.breaker_key(endpoint), endpoint.organization)
        endpoint.delete()


def about(endpoint: WebhookEndpoint) -> dict[str, Any]:
    """An endpoint as the log keeps it."""
    host = urlsplit(endpoint.url).netloc
    return {"name": endpoint.description or host, "host": host}


def _unchanged_since(actor: Actor, endpoint_id: UUID, base_revision: int | None) -> WebhookEndpoint:
    endpoint = endpoint_for(actor, endpoint_id, lock=True)
    if base_revision is not None and base_revision != endpoint.revision:
        raise Stale(_("Somebody changed this webhook meanwhile."), revision=endpoint.revision)
    return endpoint


def _fill(endpoint: WebhookEndpoint, values: Mapping[str, Any]) -> None:
    """Set checked values. Invalid with all that is wrong."""
    wrong: dict[str, list[str]] = {
        field: [_("There is no such field.")] for field in values if field not in FIELDS
    }
    for field, limit in _LIMITS.items():
        if field in values:
            text = " ".join(str(values[field] or "").split())
            if len(text) > limit:
                wrong[field] = [_("Use at most %(n)d characters.") % {"n": limit}]
            setattr(endpoint, field, text)
    if "types" in values:
        endpoint.types = _types(values["types"], wrong)
    for sentence in _wrong_with(endpoint.url):
        wrong.setdefault("url", [sentence])
    if wrong:
        raise Invalid(fields=wrong)


def _wrong_with(url: str) -> Iterable[str]:
    private = frozenset(settings.WELLARCH_WEBHOOK_PRIVATE_HOSTS)
    try:
        pinned.checked(url, plain_hosts=private, query=True)
    except pinned.NotAllowed as refusal:
        yield refusal.message
        return
    host = (urlsplit(url).hostname or "").lower()
    # A name is looked up when something is sent, each time; an address can be judged now.
    if host not in private and _is_inside(host):
        yield _("%(host)s leads to an address inside the server's own network.") % {"host": host}


def _is_inside(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not outbound.is_reachable(ip_address(host))
    except ValueError:
        return False


def _types(value: Any, wrong: dict[str, list[str]]) -> list[str]:
    found = [str(each) for each in value] if isinstance(value, list | tuple) else []
    unknown = [each for each in found if each not in catalogue.TYPES]
    if unknown or not isinstance(value, list | tuple):
        text = _("There is no event %(names)s.") % {"names": ", ".join(unknown)}
        wrong["types"] = [text if unknown else _("Name the events in a list.")]
    return [name for name in catalogue.TYPES if name in found]


def _save(endpoint: WebhookEndpoint, *fields: str) -> None:
    endpoint.revision += 1
    endpoint.save(update_fields=[*fields, "revision"])
