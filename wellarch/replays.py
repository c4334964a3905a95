"""A request sent twice is carried out once: programs retry, networks lose answers.

The client gives its request a key. The first one is carried out and its answer kept in the same
transaction, so either both are there or neither; who sends the key again gets that answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.credentials import keyring
from wellarch.errors import Conflict
from wellarch.events.models import KeptAnswer

KEPT = timedelta(hours=24)
_PLACE = "kept-answer"


@dataclass(frozen=True)
class Reply:
    """What is kept of an answer: its status, the headers that matter and its body as text."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


class _NotKept(Exception):
    """Undoes a request that was refused; carries what it was answered."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def once(
    actor: Actor, *, operation: str, key: str, request: Any, perform: Callable[[], Reply]
) -> tuple[Reply, bool]:
    """The reply of `perform`, or the kept one if this key was used before; True if it is kept.

    operation: what is asked for, part of the key. request: all of it that matters, JSON-ready.
    A reply with an error status is not kept and leaves nothing changed. Raises Conflict
    `idempotency-key-reused` when the key came with another request, and what `perform` raises.
    Two at once wait for each other. The system itself (no user) is never replayed.
    """
    if actor.user is None:
        return perform(), False
    names = {
        "organization": actor.organization,
        "user": actor.user,
        "key": _digest([operation, key]),
    }
    asked = _digest(request)
    if kept := _kept(names, asked):
        return kept, True
    try:
        with transaction.atomic():
            row = KeptAnswer.objects.create(**names, request=asked, answer="")
            reply = perform()
            if reply.status >= 400:
                raise _NotKept(reply)
            row.answer = keyring.encrypt(json.dumps(asdict(reply)), about=_PLACE)
            row.save(update_fields=["answer"])
    except _NotKept as refused:
        return refused.reply, False
    except IntegrityError:
        # Somebody was faster with the same key; anything else is an error of `perform`.
        if kept := _kept(names, asked):
            return kept, True
        raise
    return reply, False


def forget() -> int:
    """Delete what nobody will ask for again; returns how many."""
    return KeptAnswer.objects.filter(created_at__lt=clock.now() - KEPT).delete()[0]


def _kept(names: dict[str, Any], asked: str) -> Reply | None:
    row = KeptAnswer.objects.filter(**names, created_at__gte=clock.now() - KEPT).first()
    if row is None:
        KeptAnswer.objects.filter(**names).delete()  # too old to count
        return None
    if row.request != asked:
        raise Conflict(
            _("This key was used for another request already."), code="idempotency-key-reused"
        )
    return Reply(**json.loads(keyring.decrypt(row.answer, about=_PLACE)))


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
