"""Who calls the REST API: a bearer token, or a signed-in browser. Gives requests their actor."""

from __future__ import annotations

from typing import Any

from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request
from rest_framework.views import APIView

from wellarch.accounts import tokens
from wellarch.accounts.actor import Actor
from wellarch.accounts.middleware import load_actor
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer wa_…`; `request.auth` is the actor."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        """The owner and the actor of a valid token; 401 for a bad one, None without one."""
        header = request.headers.get("Authorization", "")
        scheme, _space, clear = header.partition(" ")
        if scheme.lower() not in ("bearer", "token"):
            return None
        actor = tokens.actor_for(clear.strip(), Via.API)
        if actor is None or actor.user is None:
            raise exceptions.AuthenticationFailed("This token is unknown, expired or revoked.")
        return actor.user, actor

    def authenticate_header(self, request: Request) -> str:
        """What a 401 tells the client to send."""
        return self.keyword


class SessionAuthentication(authentication.SessionAuthentication):
    """A signed-in browser, with CSRF protection; `request.auth` is the actor."""

    def authenticate(self, request: Request) -> tuple[Any, Actor | None] | None:
        """The user and the actor of the session, None when nobody is signed in."""
        found = super().authenticate(request)
        return (found[0], load_actor(request._request, Via.API)) if found else None


class HasActor(permissions.BasePermission):
    """Everything but the schema needs an actor. What it may do is decided in the core."""

    message = "Sign in, or send a token of a member."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True if authentication found a member."""
        return isinstance(request.auth, Actor)
