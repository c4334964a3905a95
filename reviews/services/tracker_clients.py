"""From the row of a tracker to somebody who speaks to it; the only place that opens its secret."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.conf import settings

from reviews import tracking
from reviews.models import Tracker
from wellarch.accounts.credentials import keyring
from wellarch.outgoing import breakers

T = TypeVar("T")


def speaking_to(tracker: Tracker) -> tracking.Client:
    """A client. KeyLost when no key of the installation opens the secret."""
    target = target_of(tracker, opened(tracker, "secret"))
    return tracking.client(target, reach(), partial(_through, tracker))


def breaker_key(tracker: Tracker) -> str:
    """The breaker (wellarch/outgoing/breakers.py) that all requests to a tracker go through."""
    return f"tracker:{tracker.pk}"


def _through(tracker: Tracker, ask: Callable[[], T]) -> T:
    try:
        return breakers.call(
            breaker_key(tracker),
            ask,
            label=tracker.name,
            organization=tracker.organization,
            is_failure=tracking.is_down,
        )
    except breakers.Open as refusal:
        raise tracking.Resting(refusal.message, refusal.retry_after) from None


def target_of(tracker: Tracker, secret: str) -> tracking.Target:
    """What a client is told of a tracker."""
    return tracking.Target(
        kind=tracker.kind,
        base_url=tracker.base_url,
        project=tracker.project,
        account=tracker.account,
        secret=secret,
        issue_type=tracker.issue_type,
        labels=tuple(tracker.labels),
        states=tracker.states,
    )


def reach() -> tracking.Reach:
    """What the settings allow."""
    return tracking.Reach(
        private_hosts=frozenset(settings.WELLARCH_TRACKER_PRIVATE_HOSTS),
        ca_file=settings.WELLARCH_TRACKER_CA_FILE,
        timeout=settings.WELLARCH_TRACKER_TIMEOUT,
    )


def sealed(tracker: Tracker, column: str, clear: str) -> str:
    """A secret as it is stored in a column of this row, and opens nowhere else."""
    return keyring.encrypt(clear, about=keyring.place(tracker, column))


def opened(tracker: Tracker, column: str) -> str:
    """The secret in a column of this row."""
    return keyring.decrypt(getattr(tracker, column), about=keyring.place(tracker, column))
