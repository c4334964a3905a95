"""Introductions to a page: shown to each person until they have seen them or put them away."""

from __future__ import annotations

from django.db import transaction

from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User

ROOM = "room"


def is_new(actor: Actor, name: str) -> bool:
    """Whether this person should still be shown a tour."""
    return actor.user is not None and name not in actor.user.tours


def finish(actor: Actor, name: str) -> None:
    """Never show a tour to this person again. Nothing for programs without a person."""
    if actor.user is None:
        return
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=actor.user.pk)
        if name not in user.tours:
            user.tours = [*user.tours, name]
            user.save(update_fields=["tours"])
