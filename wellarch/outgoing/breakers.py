"""Calls to other servers go through a breaker: one that fails again and again is left alone.

Closed lets everything through; after 5 failures in a row within 60 s it opens and refuses at
once; 30 s later it is half-open and lets calls try; after 3 that went well it closes, at the
first that fails it opens again. The states are kept in the database, so every process knows
them. pybreaker moves between them (see storage.py for what it does not know).

A refusal loses nothing: who calls keeps what it wanted to send in a row of its own and comes
back after `retry_after` seconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPException
from typing import Any, TypeVar

import urllib3
from billiard.exceptions import SoftTimeLimitExceeded
from django.utils.translation import gettext as _
from pybreaker import CircuitBreaker, CircuitBreakerError

from wellarch import clock
from wellarch.accounts.models import Organization
from wellarch.errors import Conflict
from wellarch.events.models import Breaker, BreakerState
from wellarch.outgoing import storage

T = TypeVar("T")

_USED = timedelta(hours=1)
_KEPT = timedelta(days=30)
_NETWORK = (OSError, HTTPException, urllib3.exceptions.HTTPError, SoftTimeLimitExceeded)


class Open(Conflict):
    """The breaker is open: nothing was sent. retry_after: seconds until it lets calls try."""

    code = "outgoing-open"

    def __init__(self, label: str, retry_after: float) -> None:
        seconds = max(1, math.ceil(retry_after))
        text = _("%(label)s failed again and again and is left alone for %(seconds)d seconds.")
        super().__init__(text % {"label": label, "seconds": seconds}, retry_after=seconds)
        self.retry_after = seconds


def is_network_failure(error: Exception) -> bool:
    """Whether nobody answered: no connection, no certificate, too late, broken off."""
    return isinstance(error, _NETWORK)


def call(
    key: str,
    function: Callable[..., T],
    *args: Any,
    label: str = "",
    organization: Organization | None = None,
    is_failure: Callable[[Exception], bool] = is_network_failure,
    **named: Any,
) -> T:
    """What `function(*args, **named)` returns; its own errors pass through.

    key: the place that is called, within the organization (None: the installation's own).
    label: its name for people. is_failure: whether an error says that the place is not well (no
    answer, or 5xx), and not that it refused this one request: that counts as an answer.
    Raises Open, without calling, while the breaker is open. Call it outside of a transaction
    that the error would undo: what is counted is written to the database.
    """
    row = _row(key, label, organization)
    _let_through(row)
    state = storage.RowStorage(row)
    breaker = CircuitBreaker(
        fail_max=storage.FAILURES,
        reset_timeout=storage.REST.total_seconds(),
        success_threshold=storage.SUCCESSES,
        exclude=[lambda error: isinstance(error, Exception) and not is_failure(error)],
        state_storage=state,
        throw_new_error_on_trip=False,
    )
    try:
        return breaker.call(_noting(row, function, is_failure), *args, **named)
    except CircuitBreakerError:  # somebody else opened it between our look and this call
        raise Open(row.label or row.key, wait(key, organization)) from None


def check(key: str, organization: Organization | None = None) -> None:
    """Raise Open if a call would be refused now. For work that is not begun in vain."""
    row = Breaker.objects.filter(key=key, organization=organization).first()
    if row is not None:
        _refuse(row)


def wait(key: str, organization: Organization | None = None) -> float:
    """Seconds until calls are let through, 0 if they are now."""
    row = Breaker.objects.filter(key=key, organization=organization).first()
    return left(row) if row is not None else 0


def left(row: Breaker) -> float:
    """Seconds until a breaker lets calls try, 0 if it does now."""
    if row.state != BreakerState.OPEN or row.opened_at is None:
        return 0
    return max(0.0, (row.opened_at + storage.REST - clock.now()).total_seconds())


def remove(key: str, organization: Organization | None = None) -> None:
    """Forget the breaker of a place that is called no more."""
    Breaker.objects.filter(key=key, organization=organization).delete()


def forget() -> int:
    """Delete breakers that nobody used for a month; returns how many."""
    return Breaker.objects.filter(used_at__lt=clock.now() - _KEPT).delete()[0]


def _row(key: str, label: str, organization: Organization | None) -> Breaker:
    row, _is_new = Breaker.objects.get_or_create(
        key=key[:200], organization=organization, defaults={"label": label[:200]}
    )
    is_renamed = bool(label) and row.label != label[:200]
    if is_renamed or row.used_at < clock.now() - _USED:
        row.label, row.used_at = label[:200] or row.label, clock.now()
        row.save(update_fields=["label", "used_at"])
    return row


def _let_through(row: Breaker) -> None:
    _refuse(row)
    if row.state == BreakerState.OPEN:
        storage.move(row, BreakerState.HALF_OPEN)


def _refuse(row: Breaker) -> None:
    if seconds := left(row):
        raise Open(row.label or row.key, seconds)


def _noting(
    row: Breaker, function: Callable[..., T], is_failure: Callable[[Exception], bool]
) -> Callable[..., T]:
    """The function, whose failures are written down for people."""

    def noted(*args: Any, **named: Any) -> T:
        try:
            return function(*args, **named)
        except Exception as error:
            if is_failure(error):
                # Our own errors carry a sentence; others need their name to be understood.
                text = getattr(error, "message", "") or f"{type(error).__name__}: {error}"
                Breaker.objects.filter(pk=row.pk).update(
                    last_error=text[:300], last_error_at=clock.now()
                )
            raise

    return noted
