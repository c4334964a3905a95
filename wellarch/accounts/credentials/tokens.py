"""Tokens for programs: made, found, revoked. The clear text exists only in the first answer."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from wellarch.accounts.actor import Actor, credential_actor
from wellarch.accounts.credentials import listing as credentials
from wellarch.accounts.models import AccessKey, Token
from wellarch.accounts.roles import Scope, Via
from wellarch.accounts.tenancy import organizations
from wellarch.events import log

PREFIX = "wa_"
_USED_EVERY = timedelta(minutes=5)


def own(actor: Actor) -> QuerySet[Token]:
    """The actor's own tokens that are not revoked, newest first."""
    return credentials.own(actor, Token)


def create(
    actor: Actor,
    *,
    name: str,
    scope: str = Scope.READ,
    expires_at: datetime | None = None,
    workload_ids: Collection[UUID] | None = None,
) -> tuple[Token, str]:
    """A new token of the actor and its clear text, which is shown once and never kept.

    workload_ids: the only workloads it may touch, None for all its owner sees. Raises what
    credentials.checked raises.
    """
    _owner, columns = credentials.checked(
        actor, name=name, scope=scope, expires_at=expires_at, workload_ids=workload_ids
    )
    clear = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = Token.objects.create(prefix=clear[:10], digest=_digest(clear), **columns)
        log.record(actor, "token.created", token, data=_told(token))
    return token, clear


def revoke(actor: Actor, *, token_id: int) -> Token:
    """End a token: one's own, an admin anybody's. NotFound when there is none."""
    with transaction.atomic():
        token = credentials.revocable(actor, Token, pk=token_id)
        Token.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
        log.record(actor, "token.revoked", token, data=_told(token))
    return token


def actor_for(clear: str, via: Via, *, ip: str = "") -> Actor | None:
    """The actor behind a presented token, or None when it is unknown, expired or revoked.

    Two queries; a third, at most every five minutes, notes when it was last used.
    """
    token = credentials.usable(Token).filter(digest=_digest(clear)).first()
    return actor_behind(token, token.prefix, via, ip=ip) if token else None


def actor_behind(credential: Token | AccessKey, label: str, via: Via, *, ip: str) -> Actor | None:
    """The actor a usable credential stands for, None if its owner is no active member any more.

    label: the part of it that may be seen. Notes the use.
    """
    membership = (
        organizations.memberships_of(credential.user_id)
        .filter(organization_id=credential.organization_id, user__is_active=True)
        .first()
    )
    if membership is None:
        return None
    now, used = timezone.now(), credential.last_used_at
    if used is None or now - used > _USED_EVERY:
        type(credential)._default_manager.filter(pk=credential.pk).update(last_used_at=now)
    return credential_actor(credential, label, membership, via, ip=ip)


def _told(token: Token) -> dict[str, object]:
    return {"prefix": token.prefix, **credentials.told(token)}


def _digest(clear: str) -> str:
    # A token is 256 random bits, so a plain digest suffices: there is nothing to guess.
    return hashlib.sha256(clear.encode()).hexdigest()
