"""What time it is, for everything that is written down.

Services and model defaults ask here, so that a load of history (the demo, later an import)
can be written through the same services as of the time it happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("wellarch_clock", default=None)


def now() -> datetime:
    """The current moment, aware, or the one set by `at`."""
    return _set.get() or timezone.now()


def is_just_now(moment: datetime) -> bool:
    """Whether `moment` (aware) is less than a minute ago: pages then count no minutes."""
    return now() - moment < timedelta(minutes=1)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block, what is written happened at `moment` (aware)."""
    if timezone.is_naive(moment):
        raise ValueError("The clock needs an aware moment.")
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
