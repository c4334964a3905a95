"""AWS-style access keys: an id that is sent and a secret that signs.

Checking a signature needs the secret itself, so it is kept, encrypted by the keyring with the
key's id as its place; it is shown once and gone when the key is revoked.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.credentials import keyring, tokens
from wellarch.accounts.credentials import listing as credentials
from wellarch.accounts.models import AccessKey, User
from wellarch.accounts.roles import Scope, Via
from wellarch.errors import Conflict
from wellarch.events import log

PREFIX = "AKWA"
MAX_ACTIVE = 5  # of one person in one organization; AWS allows two
_ID_LETTERS = string.ascii_uppercase + "234567"
_SECRET_LETTERS = string.ascii_letters + string.digits + "+/"


def own(actor: Actor) -> QuerySet[AccessKey]:
    """The actor's own keys that are not revoked, newest first."""
    return credentials.own(actor, AccessKey)


def create(
    actor: Actor,
    *,
    name: str,
    scope: str = Scope.READ,
    expires_at: datetime | None = None,
    workload_ids: Collection[UUID] | None = None,
) -> tuple[AccessKey, str]:
    """A new key of the actor and its secret, which is shown once.

    Conflict beyond MAX_ACTIVE; the rest as for tokens.
    """
    owner, columns = credentials.checked(
        actor, name=name, scope=scope, expires_at=expires_at, workload_ids=workload_ids
    )
    key_id = PREFIX + _random(_ID_LETTERS, 16)
    secret = _random(_SECRET_LETTERS, 40)
    with transaction.atomic():
        # One at a time, so that two at once do not pass the limit.
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        active = credentials.usable(AccessKey).filter(user=owner, organization=actor.organization)
        if active.count() >= MAX_ACTIVE:
            raise Conflict(
                _("You have %(n)d access keys already. Revoke one that you do not need any more.")
                % {"n": MAX_ACTIVE},
                code="too-many-access-keys",
            )
        key = AccessKey.objects.create(
            key_id=key_id, secret=keyring.encrypt(secret, about=_place(key_id)), **columns
        )
        log.record(actor, "access_key.created", key, data=_told(key))
    return key, secret


def revoke(actor: Actor, *, key_id: str) -> AccessKey:
    """End a key and forget its secret: one's own, an admin anybody's. NotFound otherwise."""
    with transaction.atomic():
        key = credentials.revocable(actor, AccessKey, key_id=key_id)
        AccessKey.objects.filter(pk=key.pk).update(revoked_at=clock.now(), secret="")
        log.record(actor, "access_key.revoked", key, data=_told(key))
    return key


def secret_for(key_id: str) -> tuple[AccessKey, str] | None:
    """A usable key and its secret, None when it is unknown, expired or revoked. One query.

    Raises keyring.KeyLost when the key it was encrypted with is gone.
    """
    key = credentials.usable(AccessKey).filter(key_id=key_id).first()
    return (key, keyring.decrypt(key.secret, about=_place(key_id))) if key else None


def actor_for(key: AccessKey, via: Via, *, ip: str = "") -> Actor | None:
    """The actor behind a key whose signature was right; None if its owner left. Notes the use."""
    return tokens.actor_behind(key, key.key_id, via, ip=ip)


def reencrypted(key: AccessKey) -> bool:
    """Encrypt the secret of a locked key with the current key of the installation.

    False if it is already. Raises keyring.KeyLost when nothing opens it.
    """
    if keyring.is_current(key.secret):
        return False
    secret = keyring.decrypt(key.secret, about=_place(key.key_id))
    key.secret = keyring.encrypt(secret, about=_place(key.key_id))
    key.save(update_fields=["secret"])
    return True


def _place(key_id: str) -> str:
    return f"access-key {key_id}"


def _told(key: AccessKey) -> dict[str, object]:
    return {"key_id": key.key_id, **credentials.told(key)}


def _random(letters: str, length: int) -> str:
    return "".join(secrets.choice(letters) for _letter in range(length))
