"""From the row of a tracker to somebody who speaks to it; the only place that opens its secret."""

from __future__ import annotations

from django.conf import settings

from reviews import tracking
from reviews.models import Tracker
from wellarch.accounts.credentials import keyring


def speaking_to(tracker: Tracker) -> tracking.Client:
    """A client. KeyLost when no key of the installation opens the secret."""
    return tracking.client(target_of(tracker, opened(tracker, "secret")), reach())


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
