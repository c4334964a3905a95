"""Where pybreaker keeps the state of a breaker with us: a row, so that all processes share it.

pybreaker counts failures in a row and knows no time; the window is ours: what is older does not
count. It also moves its state without looking whether somebody else did so meanwhile; here each
move is made on the locked row and only from a state it may be made from, so that of two workers
one opens it and one line stands in the log.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from pybreaker import CircuitBreakerStorage

from wellarch import clock
from wellarch.accounts.actor import system_actor
from wellarch.events import log
from wellarch.events.models import Breaker, BreakerState

FAILURES = 5  # failures after which it opens …
WINDOW = timedelta(seconds=60)  # … within this time
REST = timedelta(seconds=30)  # so long it stays open
SUCCESSES = 3  # successes in half-open after which it closes

_FROM = {
    BreakerState.OPEN: (BreakerState.CLOSED, BreakerState.HALF_OPEN),
    BreakerState.HALF_OPEN: (BreakerState.OPEN,),
    BreakerState.CLOSED: (BreakerState.HALF_OPEN,),
}

logger = logging.getLogger(__name__)


class RowStorage(CircuitBreakerStorage):
    """The state of one breaker for one call: read once, written when it changes."""

    def __init__(self, row: Breaker) -> None:
        super().__init__(row.key)
        self.row = row

    @property
    def state(self) -> str:
        """The state when it was last looked at."""
        return self.row.state

    @state.setter
    def state(self, state: str) -> None:
        move(self.row, BreakerState(state))

    @property
    def counter(self) -> int:
        """Failures in a row within the window."""
        return len(_recent(self.row))

    def increment_counter(self) -> None:
        """One failure more, now."""
        with transaction.atomic():
            self.row = _locked(self.row)
            self.row.failures = [*_recent(self.row), clock.now().timestamp()][-FAILURES:]
            self.row.save(update_fields=["failures"])

    def reset_counter(self) -> None:
        """A call went well: failures are no longer in a row."""
        if self.row.failures:
            Breaker.objects.filter(pk=self.row.pk).update(failures=[])
            self.row.failures = []

    @property
    def success_counter(self) -> int:
        """Successes since it is half-open."""
        return self.row.successes

    def increment_success_counter(self) -> None:
        """One success more, if it is half-open still."""
        with transaction.atomic():
            self.row = _locked(self.row)
            if self.row.state == BreakerState.HALF_OPEN:
                self.row.successes += 1
                self.row.save(update_fields=["successes"])

    def reset_success_counter(self) -> None:
        """Part of each move already."""

    @property
    def opened_at(self) -> datetime | None:
        """When it opened."""
        return self.row.opened_at

    @opened_at.setter
    def opened_at(self, moment: datetime) -> None:
        """Part of the move to open already."""


def move(row: Breaker, state: BreakerState) -> bool:
    """Give a breaker another state, on its row and on `row`; True if it was this call that did.

    Nothing happens when somebody else moved it meanwhile.
    """
    with transaction.atomic():
        fresh = _locked(row)
        is_ours = fresh.state in _FROM[state] and fresh.revision == row.revision
        if is_ours:
            now = clock.now()
            fresh.state, fresh.changed_at, fresh.successes = state, now, 0
            fresh.revision += 1
            if state == BreakerState.OPEN:
                fresh.opened_at = now
            if state == BreakerState.CLOSED:
                fresh.failures, fresh.opened_at = [], None
            fresh.save()
            _tell(fresh)
    for field in ("state", "changed_at", "successes", "revision", "opened_at", "failures"):
        setattr(row, field, getattr(fresh, field))
    return is_ours


def _tell(row: Breaker) -> None:
    """The log of the organization hears that it opened and closed; the server's, of each move."""
    level = logging.WARNING if row.state == BreakerState.OPEN else logging.INFO
    logger.log(level, "Breaker %s of %s is %s.", row.key, row.organization_id or "all", row.state)
    if row.organization is not None and row.state != BreakerState.HALF_OPEN:
        verb = "breaker.opened" if row.state == BreakerState.OPEN else "breaker.closed"
        log.record(system_actor(row.organization), verb, row, data={"label": row.label})


def _recent(row: Breaker) -> list[float]:
    since = (clock.now() - WINDOW).timestamp()
    return [moment for moment in row.failures if moment > since]


def _locked(row: Breaker) -> Breaker:
    return Breaker.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
