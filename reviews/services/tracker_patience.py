"""When a tracker is left alone: because it asked to, or because it fails again and again.

Every conversation ends here, with `went_well` or `went_wrong`, and every one begins by asking
`may_speak` (or its query, `speaking`). What is asked for meanwhile waits. Each single request
goes through a breaker as well (tracker_clients.py), which reacts faster and knows all workers.
"""

from __future__ import annotations

import random
from datetime import timedelta

from django.db.models import F, Q

from reviews.models import Tracker
from reviews.tracking import Delayed, Problem, Refused, Resting
from wellarch import clock

_FIRST = 5.0  # seconds before the second try
_LONGEST = 900.0
_OFTEN = 3  # failures in a row after which the whole tracker is left alone


def speaking(path: str = "") -> Q:
    """The trackers that are spoken to now; path leads to them, as in "tracker__"."""
    rested = Q(**{f"{path}quiet_until": None}) | Q(**{f"{path}quiet_until__lte": clock.now()})
    return rested & Q(**{f"{path}is_active": True})


def may_speak(tracker: Tracker) -> bool:
    """Whether this tracker is spoken to now."""
    return Tracker.objects.filter(speaking(), pk=tracker.pk).exists()


def went_well(tracker: Tracker) -> None:
    """It answered: what was wrong is over."""
    troubled = Tracker.objects.filter(pk=tracker.pk).exclude(failures=0, error="", quiet_until=None)
    troubled.update(failures=0, error="", error_at=None, quiet_until=None)


def went_wrong(tracker: Tracker, problem: Problem) -> None:
    """Keep what is wrong with the tracker as a whole, and leave it alone as long as it asks to.

    A refusal of one issue says nothing about the others, so it is not the tracker's.
    """
    if isinstance(problem, Refused) and not problem.is_about_everything:
        return
    row = Tracker.objects.filter(pk=tracker.pk)
    if isinstance(problem, Resting):  # nobody was asked: what is known of it stays
        row.update(quiet_until=clock.now() + timedelta(seconds=problem.after))
        return
    row.update(failures=F("failures") + 1, error=problem.message[:500], error_at=clock.now())
    asked = problem.after if isinstance(problem, Delayed) else 0
    failures = row.values_list("failures", flat=True).first() or 0
    if asked or (isinstance(problem, Delayed) and failures >= _OFTEN):
        seconds = asked or wait(failures - _OFTEN + 1)
        row.update(quiet_until=clock.now() + timedelta(seconds=seconds))


def wait(attempts: int) -> float:
    """Seconds before the next try after so many: twice as many each time, never quite the same,
    so that what failed together does not come back together."""
    seconds = min(_LONGEST, _FIRST * 2.0 ** min(attempts - 1, 12))
    return seconds * random.uniform(0.8, 1.2)  # noqa: S311  (nobody gains by guessing it)
