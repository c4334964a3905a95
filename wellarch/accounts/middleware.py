"""Gives every request of a signed-in browser its actor. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.organizations import memberships_of
from wellarch.accounts.roles import Via

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
    actor = member_actor(row, via)
    request.memberships = rows  # type: ignore[attr-defined]
    return actor


class ActorMiddleware:
    """Sets `request.actor`, loaded on first use (None for anonymous and for the unorganized)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the lazy actor and go on."""
        request.actor = SimpleLazyObject(lambda: load_actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)
