"""Numbers of improvements and trade-offs: counted per workload, never given out twice.

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
    workload.last_improvement = max(workload.last_improvement, highest) + 1
    workload.save(update_fields=["last_improvement"])
    return workload.last_improvement


def next_tradeoff(workload: Workload, highest: int) -> int:
    """The same for trade-offs."""
    workload.last_tradeoff = max(workload.last_tradeoff, highest) + 1
    workload.save(update_fields=["last_tradeoff"])
    return workload.last_tradeoff
