"""Summaries of workloads: counted with set-based SQL soon after a change, never by a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from reviews.models import Workload, WorkloadSummary
from reviews.services import portfolio_buckets, summary_rows
from wellarch import clock
from wellarch.queue import send

TASK = "reviews.compute_risk_summary"
DEBOUNCE = 1.0  # seconds in which many changes of a workload become one count
BATCH = 50  # workloads that are counted in one transaction by a sweep or rebuild
# Younger changes wait for their own message. This, the time between two sweeps (the schedule in
# wellarch/settings/state.py) and a moment to count make less than the five seconds promised.
SWEEP_AFTER = timedelta(seconds=2)
_SWEPT_AT_ONCE = 500


def schedule(workload_id: UUID) -> None:
    """Have the workload counted after this transaction, once for many changes."""
    # Robust: a cache that is down must not turn a change that is saved into an error.
    transaction.on_commit(lambda: _send_once(workload_id), robust=True)


def _send_once(workload_id: UUID) -> None:
    if cache.add(f"summary:{workload_id}", 1, timeout=DEBOUNCE):
        send(TASK, str(workload_id), countdown=DEBOUNCE)


def begin(workload: Workload) -> None:
    """Give a new workload its row, with nothing counted yet. In the transaction that makes it."""
    summary_rows.begin([(workload.pk, workload.organization_id)])


def forget(organization_id: UUID, workload_id: UUID) -> None:
    """Take a workload that was deleted out of what is kept. In the transaction that deletes it.

    What belongs to the workload alone went with it; the sums over several are made again.
    """
    portfolio_buckets.refresh([(organization_id, portfolio_buckets.number_of(workload_id))])


def compute(workload_id: UUID) -> int:
    """Count a workload into everything that is kept of it; returns how many, 0 or 1.

    A fixed number of queries whatever the size. The workload's row is locked, so counts of two
    workers cannot overtake each other. A workload that is gone is not an error.
    """
    return compute_many([workload_id])


def compute_many(ids: Sequence[UUID], *, with_buckets: bool = True) -> int:
    """As `compute`, for several in one transaction; the queries do not grow with their number.

    with_buckets: whether the sums over several workloads are made again as well; a rebuild
    does that once at its end.
    """
    with transaction.atomic():
        workloads = list(
            Workload.objects.select_for_update(no_key=True)
            .filter(pk__in=ids)
            .only("organization_id", "revision")
            .order_by("pk")
        )
        if not workloads:
            return 0
        summary_rows.write(workloads, at=clock.now())
        if with_buckets:
            portfolio_buckets.refresh(
                {(row.organization_id, portfolio_buckets.number_of(row.pk)) for row in workloads}
            )
        for revision in {row.revision for row in workloads}:
            counted = [row.pk for row in workloads if row.revision == revision]
            Workload.objects.filter(pk__in=counted).update(summary_revision=revision)
    return len(workloads)


def sweep() -> int:
    """Count what a lost broker message left uncounted; returns how many workloads.

    One look into an index that holds only those whose counts are behind: cheap each second.
    """
    stale = Workload.objects.filter(
        summary_revision__lt=F("revision"), updated_at__lt=clock.now() - SWEEP_AFTER
    ).order_by("updated_at")
    return _compute_all(list(stale.values_list("pk", flat=True)[:_SWEPT_AT_ONCE]))


def adopt() -> int:
    """Count workloads that came another way than through the services, such as an upgrade.

    They have no summary at all. Returns how many.
    """
    missing = Workload.objects.filter(summary=None).values_list("pk", "organization_id")
    strangers = list(missing[:_SWEPT_AT_ONCE])
    if strangers:
        summary_rows.begin(strangers)
    return _compute_all([pk for pk, _organization in strangers])


def _compute_all(ids: Sequence[UUID]) -> int:
    for start in range(0, len(ids), BATCH):
        compute_many(ids[start : start + BATCH])
    return len(ids)


def rebuild(*, after: UUID | None = None, batch: int = BATCH) -> Iterator[tuple[int, UUID]]:
    """Count every workload anew, in the order of their ids; then every bucket.

    Yields (how many so far, the last one) after each batch, from which it can go on (`after`).
    """
    done = 0
    while True:
        rows = Workload.objects.order_by("pk")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        ids = list(rows.values_list("pk", flat=True)[:batch])
        if not ids:
            break
        compute_many(ids, with_buckets=False)
        after = ids[-1]
        done += len(ids)
        yield done, after
    found = WorkloadSummary.objects.order_by("organization", "bucket")
    for key in found.values_list("organization_id", "bucket").distinct():
        portfolio_buckets.refresh([key])
