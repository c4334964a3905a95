"""Gives every request of a signed-in browser its actor and the zone of its times.

Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.addresses import address_of
from wellarch.accounts.roles import Via
from wellarch.accounts.sign_in import sessions
from wellarch.accounts.tenancy.organizations import memberships_of

SESSION_KEY = "organization"


def load_actor(request: HttpRequest, via: Via = Via.BROWSER) -> Actor | None:
    """The signed-in member in the organization chosen in this session, else their first one."""
    user = request.user
    if not user.is_authenticated:
        return None
    chosen = request.session.get(SESSION_KEY)
    rows = list(memberships_of(user))
    row = next((row for row in rows if str(row.organization_id) == chosen), None)
    row = row or next(iter(rows), None)
    if row is None:
        return None
    row.user = user
    actor = member_actor(row, via, ip=address_of(request))
    request.memberships = rows  # type: ignore[attr-defined]
    return actor


class SessionMiddleware:
    """Ends sessions that are too old and notes which are in use. Costs nothing without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the session, if the request brings one, and go on."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            sessions.keep(request)
        return self.get_response(request)


class ActorMiddleware:
    """Sets `request.actor`, loaded on first use (None for anonymous and for the unorganized).

    Times are shown in the person's zone from then on. A request that never asks who is there,
    and the REST API, which has its own actor, stay in UTC and pay for nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the lazy actor, go on, and leave no zone behind for the next request."""
        request.actor = SimpleLazyObject(lambda: _arrive(request))  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


def _arrive(request: HttpRequest) -> Actor | None:
    actor = load_actor(request)
    if actor and actor.user:
        try:
            timezone.activate(ZoneInfo(actor.user.time_zone))
        except (ZoneInfoNotFoundError, ValueError):
            timezone.activate("UTC")  # a zone this machine does not know is no reason to fail
    return actor
