"""Tokens for programs: made, found, revoked. The clear text exists only in the first answer."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor, token_actor
from wellarch.accounts.models import Membership, Token
from wellarch.accounts.roles import Scope, Via
from wellarch.errors import Invalid, NotFound
from wellarch.events import log

PREFIX = "wa_"
_USED_EVERY = timedelta(minutes=5)


def own(actor: Actor) -> QuerySet[Token]:
    """The actor's own tokens that are not revoked, newest first."""
    return Token.objects.filter(
        organization=actor.organization, user=actor.user, revoked_at=None
    ).order_by("-created_at")


def create(
    actor: Actor, *, name: str, scope: str = Scope.READ, expires_at: datetime | None = None
) -> tuple[Token, str]:
    """A new token of the actor and its clear text, which is shown once and never kept."""
    policy.require(actor, policy.Action.TOKEN_WRITE)
    fields: dict[str, list[str]] = {}
    if not name.strip():
        fields["name"] = [_("Give the token a name, so that you know later what uses it.")]
    if scope not in Scope.values:
        fields["scope"] = [_("Choose read, write or admin.")]
    if expires_at and expires_at <= timezone.now():
        fields["expires_at"] = [_("This moment has passed.")]
    if actor.user is None:
        fields["user"] = [_("A token belongs to a person.")]
    if fields or actor.user is None:
        raise Invalid(fields=fields)
    clear = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = Token.objects.create(
            organization=actor.organization,
            user=actor.user,
            name=name.strip()[:100],
            prefix=clear[:10],
            digest=_digest(clear),
            scope=scope,
            expires_at=expires_at,
        )
        log.record(actor, "token.created", token, data={"name": token.name, "scope": scope})
    return token, clear


def revoke(actor: Actor, *, token_id: int) -> None:
    """End one of the actor's own tokens. NotFound when there is none."""
    policy.require(actor, policy.Action.TOKEN_WRITE)
    with transaction.atomic():
        token = own(actor).filter(pk=token_id).first()
        if token is None:
            raise NotFound(_("There is no such token."))
        Token.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
        log.record(actor, "token.revoked", token, data={"name": token.name})


def actor_for(clear: str, via: Via) -> Actor | None:
    """The actor behind a presented token, or None when it is unknown, expired or revoked.

    Two queries; a third, at most every five minutes, notes when it was last used.
    """
    now = timezone.now()
    token = (
        Token.objects.filter(digest=_digest(clear), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .first()
    )
    if token is None:
        return None
    membership = (
        Membership.objects.select_related("user", "organization")
        .filter(organization_id=token.organization_id, user_id=token.user_id, user__is_active=True)
        .first()
    )
    if membership is None:
        return None
    if token.last_used_at is None or now - token.last_used_at > _USED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token_actor(token, membership, via)


def _digest(clear: str) -> str:
    # A token is 256 random bits, so a plain digest suffices: there is nothing to guess.
    return hashlib.sha256(clear.encode()).hexdigest()
