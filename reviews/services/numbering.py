"""Numbers of what people talk about by number: counted per workload, never given out twice.

People write "improvement 7" into mails and trackers, so a number must not come to mean something
else once its first bearer is deleted.
"""

from __future__ import annotations

from reviews.models import Workload


def next_improvement(workload: Workload, highest: int) -> int:
    """The number of the workload's next improvement, kept in its row.

    The workload is locked. highest: that of its improvements now, 0 without any; numbers that
    came another way, with an import, are above what was counted.
    """
    return _next(workload, "last_improvement", highest)


def next_tradeoff(workload: Workload, highest: int) -> int:
    """The same for trade-offs."""
    return _next(workload, "last_tradeoff", highest)


def next_game_day(workload: Workload, highest: int) -> int:
    """The same for game days."""
    return _next(workload, "last_game_day", highest)


def next_planned_review(workload: Workload, highest: int) -> int:
    """The same for planned reviews."""
    return _next(workload, "last_planned_review", highest)


def _next(workload: Workload, counter: str, highest: int) -> int:
    number: int = max(getattr(workload, counter), highest) + 1
    setattr(workload, counter, number)
    workload.save(update_fields=[counter])
    return number
