"""People: what somebody says of themselves. Addresses and passwords are allauth's business."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action
from wellarch.errors import Forbidden, Invalid
from wellarch.events import log

EDITABLE = ("name", "time_zone")


@cache
def time_zones() -> frozenset[str]:
    """The names of every zone this machine knows; finding them reads hundreds of files, once."""
    return frozenset(available_timezones())


def edit_profile(actor: Actor, *, changes: Mapping[str, Any]) -> User:
    """Change the actor's own fields of EDITABLE, every role may. Invalid names every wrong field.

    Forbidden when there is no person behind the actor, and for a token or key that does not
    speak for them in everything.
    """
    if actor.user is None:
        raise Forbidden(_("Only a person has a profile."))
    if actor.credential:
        policy.require(actor, Action.TOKEN_WRITE)
    wanted = {key: str(value).strip() for key, value in changes.items()}
    _check(wanted)
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=actor.user.pk)
        changed = {key: value for key, value in wanted.items() if getattr(user, key) != value}
        if not changed:
            return user
        before = {key: getattr(user, key) for key in changed}
        for key, value in changed.items():
            setattr(user, key, value)
        user.save(update_fields=list(changed))
        log.record(
            actor,
            "profile.changed",
            user,
            changes={key: (before[key], value) for key, value in changed.items()},
            hidden=("name",),
        )
    return user


def _check(wanted: Mapping[str, str]) -> None:
    fields = {key: [_("Unknown field.")] for key in wanted if key not in EDITABLE}
    name, zone = wanted.get("name"), wanted.get("time_zone")
    if name is not None and not 0 < len(name) <= 120:
        fields["name"] = [_("Write your name in 1 to 120 characters.")]
    if zone is not None and zone not in time_zones():
        fields["time_zone"] = [_("Choose a time zone from the list.")]
    if fields:
        raise Invalid(fields=fields)
