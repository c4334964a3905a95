"""Rotating keys: whatever is stored encrypted is encrypted with the current key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet

from wellarch.accounts.credentials import access_keys, keyring
from wellarch.accounts.models import AccessKey
from wellarch.accounts.sign_in import second_steps

_BATCH = 200
# Secrets that apps keep: (model, column), encrypted about `keyring.place`.
_OF_APPS = (
    ("reviews.Tracker", "secret"),
    ("reviews.Tracker", "webhook_secret"),
    ("events.WebhookEndpoint", "secret"),
    ("events.WebhookEndpoint", "previous_secret"),
)


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation did: re-encrypted, current already, and what nobody can open."""

    rotated: int = 0
    current: int = 0
    lost: tuple[str, ...] = ()


def rotate() -> Rotation:
    """Encrypt every stored secret with the current key, a batch at a time.

    May be run again at any time; what is stored meanwhile is current already.
    """
    done = Rotation()
    keys = AccessKey.objects.exclude(secret="")
    for key in _locked(keys):
        done = _counted(done, key.key_id, access_keys.reencrypted, key)
    steps = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for step in _locked(steps):
        done = _counted(done, f"second factor {step.pk}", second_steps.reencrypted, step)
    for label, column in _OF_APPS:
        rows = apps.get_model(label)._default_manager.exclude(**{column: ""})
        for row in _locked(rows):
            name = f"{column.replace('_', ' ')} of {row._meta.model_name} {row.pk}"
            done = _counted(done, name, _reencrypting(column), row)
    return done


def _reencrypting(column: str) -> Callable[[Model], bool]:
    """What encrypts a column of a row anew; False if it is current already."""

    def reencrypt(row: Model) -> bool:
        value = str(getattr(row, column))
        if keyring.is_current(value):
            return False
        about = keyring.place(row, column)
        setattr(row, column, keyring.encrypt(keyring.decrypt(value, about=about), about=about))
        row.save(update_fields=[column])
        return True

    return reencrypt


def _counted(done: Rotation, name: str, reencrypt: Callable[[Any], bool], row: Any) -> Rotation:
    try:
        if reencrypt(row):
            return replace(done, rotated=done.rotated + 1)
    except keyring.KeyLost:
        return replace(done, lost=(*done.lost, name))
    return replace(done, current=done.current + 1)


def _locked(rows: QuerySet[Any]) -> Iterator[Any]:
    """Every row, locked while it is looked at; a batch is a transaction."""
    last, is_more = None, True
    while is_more:
        with transaction.atomic():
            after = rows if last is None else rows.filter(pk__gt=last)
            batch = list(after.select_for_update().order_by("pk")[:_BATCH])
            yield from batch
        is_more, last = bool(batch), batch[-1].pk if batch else last
