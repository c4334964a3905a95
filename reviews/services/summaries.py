"""Risk summaries: counted with set-based SQL soon after a change, never by a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from reviews.models import Answer, RiskSummary, Workload
from reviews.scoring import Counts
from wellarch.queue import send

TASK = "reviews.compute_risk_summary"
DEBOUNCE = 1.0  # seconds in which many changes of a workload become one count
_SWEEP_AFTER = timedelta(seconds=3)
_RISKS = tuple(Counts().as_dict())


def schedule(workload_id: UUID) -> None:
    """Have the workload counted after this transaction, once for many changes."""
    # Robust: a cache that is down must not turn a change that is saved into an error.
    transaction.on_commit(lambda: _send_once(workload_id), robust=True)


def _send_once(workload_id: UUID) -> None:
    if cache.add(f"summary:{workload_id}", 1, timeout=DEBOUNCE):
        send(TASK, str(workload_id), countdown=DEBOUNCE)


def compute(workload_id: UUID) -> int:
    """Count all answers of a workload into its summaries; returns how many rows it wrote.

    Four queries whatever the size. The workload's row is locked, so counts of two workers
    cannot overtake each other. A workload that is gone is not an error.
    """
    with transaction.atomic():
        workload = Workload.objects.select_for_update(no_key=True).filter(pk=workload_id).first()
        if workload is None:
            return 0
        now = timezone.now()
        rows = [
            RiskSummary(
                organization_id=workload.organization_id,
                review_id=review_id,
                pillar_key=pillar,
                computed_at=now,
                **counts.as_dict(),
            )
            for (review_id, pillar), counts in _count(workload).items()
        ]
        RiskSummary.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["review", "pillar_key"],
            update_fields=[*_RISKS, "computed_at"],
        )
        RiskSummary.objects.filter(review__workload=workload, computed_at__lt=now).delete()
        Workload.objects.filter(pk=workload.pk).update(summary_revision=workload.revision)
    return len(rows)


def _count(workload: Workload) -> dict[tuple[UUID, str], Counts]:
    grouped = (
        Answer.objects.filter(review__workload=workload, review__removed_at=None)
        .order_by()
        .values("review_id", "pillar_key")
        .annotate(**{f"n_{risk}": Count("pk", filter=Q(risk=risk)) for risk in _RISKS})
    )
    found: dict[tuple[UUID, str], Counts] = {}
    rows: Iterable[Mapping[str, Any]] = grouped
    for row in rows:
        counts = Counts.of({risk: row[f"n_{risk}"] for risk in _RISKS})
        found[row["review_id"], row["pillar_key"]] = counts
        whole = (row["review_id"], "")
        found[whole] = found.get(whole, Counts()) + counts
    return found


def sweep() -> int:
    """Count what a lost broker message left uncounted; returns how many workloads."""
    stale = Workload.objects.filter(
        summary_revision__lt=F("revision"), updated_at__lt=timezone.now() - _SWEEP_AFTER
    ).values_list("pk", flat=True)[:500]
    ids = list(stale)
    for workload_id in ids:
        compute(workload_id)
    return len(ids)
