"""The secret addresses that people's calendars follow: made, made anew, revoked, opened.

Only the hash of a secret is kept, so an address is shown once. Whoever has it reads dates and
titles as the person would at that moment: nothing once they have left or see it no more.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import CalendarFeed
from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations
from wellarch.errors import DomainError, Forbidden, NotFound
from wellarch.events import log

MAX_A_MINUTE = 60  # readings of one feed, and wrong addresses tried from one place
_USED_EVERY = timedelta(minutes=5)


def own(actor: Actor, workload_id: UUID | None = None) -> CalendarFeed | None:
    """The actor's feed of a workload, or of all that is theirs; None if there is none."""
    policy.require(actor, Action.READ)
    if actor.user is None:
        return None
    return CalendarFeed.objects.filter(
        organization=actor.organization, user=actor.user, workload=workload_id
    ).first()


def renew(actor: Actor, workload_id: UUID | None = None) -> tuple[CalendarFeed, str]:
    """A new address in place of the one there was; the secret in it, shown this once.

    workload_id: all that is due in a workload the actor sees; None: all the actor owns.
    """
    policy.require(actor, Action.VIEW_WRITE)
    if workload_id is not None:
        access.workload_for(actor, workload_id)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        # Two windows that renew at once: the second waits, and its address is the one that holds.
        User.objects.select_for_update(no_key=True).get(pk=_person(actor).pk)
        CalendarFeed.objects.filter(
            organization=actor.organization, user=_person(actor), workload=workload_id
        ).delete()
        feed = CalendarFeed.objects.create(
            organization=actor.organization,
            user=_person(actor),
            workload_id=workload_id,
            secret_hash=_hash(secret),
            created_at=clock.now(),
        )
        log.record(actor, "calendar_feed.made", feed, workload_id=workload_id)
    return feed, secret


def revoke(actor: Actor, workload_id: UUID | None = None) -> None:
    """End the address there is; without one nothing happens."""
    policy.require(actor, Action.VIEW_WRITE)
    with transaction.atomic():
        for feed in CalendarFeed.objects.select_for_update().filter(
            organization=actor.organization, user=_person(actor), workload=workload_id
        ):
            log.record(actor, "calendar_feed.revoked", feed, workload_id=workload_id)
            feed.delete()


def opened(secret: str, *, ip: str = "") -> tuple[Actor, CalendarFeed]:
    """The feed behind a secret and the person it reads for, as they are now. Two queries.

    NotFound for a secret that is none (any more), and when the person has left. DomainError
    `too-many-requests` for a feed that is read, or a place from which secrets are tried, more
    often than MAX_A_MINUTE.
    """
    feed = CalendarFeed.objects.filter(secret_hash=_hash(secret)).first()
    _count(f"feed {feed.pk}" if feed else f"feed from {ip}")
    membership = None
    if feed is not None:
        members = organizations.memberships_of(feed.user_id)
        membership = members.filter(organization=feed.organization_id, user__is_active=True).first()
    if feed is None or membership is None:
        raise NotFound(_("There is no such calendar."))
    now = clock.now()
    if feed.last_used_at is None or now - feed.last_used_at > _USED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=now)
    return member_actor(membership, Via.BROWSER, ip=ip), feed


def _person(actor: Actor) -> User:
    if actor.user is None:
        raise Forbidden(_("Only a person has a calendar."))
    return actor.user


def _hash(secret: str) -> str:
    # A random secret of 256 bits needs no salt and no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()


def _count(what: str) -> None:
    key = "calendar:" + hashlib.sha256(what.encode()).hexdigest()
    if cache.add(key, 1, timeout=60):
        return
    try:
        asked = cache.incr(key)
    except ValueError:  # it ended between the two
        return
    if asked > MAX_A_MINUTE:
        raise DomainError(_("This calendar is read too often."), code="too-many-requests")
