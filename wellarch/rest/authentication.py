"""Who calls the REST API: a bearer token, or a signed-in browser. Gives requests their actor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows import reauthentication
from django.utils.translation import gettext as _
from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.addresses import address_of
from wellarch.accounts.credentials import tokens
from wellarch.accounts.middleware import load_actor
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via
from wellarch.errors import Forbidden

if TYPE_CHECKING:  # DRF's views import this module through its settings
    from rest_framework.views import APIView


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer wa_…`; `request.auth` is the actor."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        """The owner and the actor of a valid token; 401 for a bad one, None without one."""
        header = request.headers.get("Authorization", "")
        scheme, _space, clear = header.partition(" ")
        if scheme.lower() not in ("bearer", "token"):
            return None
        actor = tokens.actor_for(clear.strip(), Via.API, ip=address_of(request._request))
        if actor is None or actor.user is None:
            raise exceptions.AuthenticationFailed(
                "This token is unknown, expired or revoked.", code="invalid_token"
            )
        return actor.user, actor

    def authenticate_header(self, request: Request) -> str:
        """What a 401 tells the client to send."""
        return 'Bearer realm="WellArch"'


class SessionAuthentication(authentication.SessionAuthentication):
    """A signed-in browser, with CSRF protection; `request.auth` is the actor."""

    def authenticate(self, request: Request) -> tuple[Any, Actor | None] | None:
        """The user and the actor of the session, None when nobody is signed in."""
        found = super().authenticate(request)
        return (found[0], load_actor(request._request, Via.API)) if found else None

    def enforce_csrf(self, request: Request) -> None:
        """Refuse a change that another site may have caused."""
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise exceptions.PermissionDenied(
                "A change from a browser needs the CSRF token in the header X-CSRFToken.",
                code="csrf",
            ) from None


def require_reauthenticated(request: Request) -> None:
    """Forbidden `reauthentication-required` for a browser whose owner did not prove it lately.

    As pages ask before something that outlives the session; a token has nothing more to prove.
    """
    actor = request.auth
    is_browser = isinstance(actor, Actor) and not actor.credential
    if is_browser and reauthentication.is_reauthentication_required(request._request, app=""):
        raise Forbidden(
            _("Sign in again to do this, or make it on the page for tokens and keys."),
            code="reauthentication-required",
        )


class HasActor(permissions.BasePermission):
    """Everything but the schema needs an actor. What it may do is decided in the core."""

    message = "You are signed in but belong to no organization yet."
    code = "no-organization"

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True if authentication found a member; nobody at all becomes 401.

        Forbidden `second-factor-required` for whom the organization asks for one in vain.
        """
        if not isinstance(request.auth, Actor):
            return False
        policy.require_second_factor(request.auth)
        return True
