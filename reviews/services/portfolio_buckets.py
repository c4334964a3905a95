"""The sums over a bucket of workloads: what they lack, and how their risks went.

Kept so that the portfolio costs the same whatever the number of workloads; see PortfolioBucket.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Count, F, QuerySet, Sum, Value, When

from reviews.models import (
    BUCKETS,
    PortfolioBucket,
    PortfolioPart,
    PracticeGap,
    WorkloadQuarter,
)
from reviews.scoring import Counts
from wellarch.accounts.roles import Visibility

Key = tuple[UUID, int]
"""An organization and the number of one of its buckets."""
Scope = tuple[str, Any, Any]
"""Visibility, team and maker: workloads alike in them are seen by the same people."""

COLUMNS = ("workloads", *Counts().as_dict())


def number_of(workload_id: UUID) -> int:
    """In which bucket of its organization a workload is."""
    return workload_id.int % BUCKETS


def refresh(keys: Iterable[Key]) -> None:
    """Sum these buckets again. Whoever does the same to one of them waits."""
    with transaction.atomic():
        for organization_id, number in sorted(keys):
            PortfolioBucket.objects.get_or_create(organization_id=organization_id, number=number)
            bucket = PortfolioBucket.objects.select_for_update(no_key=True).get(
                organization_id=organization_id, number=number
            )
            _write(bucket)


def _write(bucket: PortfolioBucket) -> None:
    gaps = _gaps(bucket)
    quarters = _quarters(bucket)
    bucket.parts.all().delete()
    PortfolioPart.objects.bulk_create(
        PortfolioPart(
            bucket=bucket,
            organization_id=bucket.organization_id,
            visibility=scope[0],
            team_id=scope[1],
            created_by_id=scope[2],
            gaps=gaps.get(scope, {}),
            quarters=quarters.get(scope, {}),
        )
        for scope in gaps.keys() | quarters.keys()
    )


def _gaps(bucket: PortfolioBucket) -> dict[Scope, dict[str, Any]]:
    """{scope: {lens: {question: {choice: workloads}}}}."""
    rows = (
        _of_bucket(PracticeGap.objects.all(), bucket)
        .values("scope", "scope_team", "scope_maker", "lens_id", "question_key", "choice_key")
        .annotate(n=Count("pk"))
    )
    found: dict[Scope, dict[str, Any]] = {}
    for row in rows:
        of_lens = found.setdefault(_scope(row), {}).setdefault(str(row["lens_id"]), {})
        of_lens.setdefault(row["question_key"], {})[row["choice_key"]] = row["n"]
    return found


def _quarters(bucket: PortfolioBucket) -> dict[Scope, dict[str, Any]]:
    """{scope: {quarter: {column: sum}}}."""
    rows = (
        _of_bucket(WorkloadQuarter.objects.all(), bucket)
        .values("scope", "scope_team", "scope_maker", "quarter")
        .annotate(**{f"sum_{name}": Sum(name) for name in COLUMNS})
    )
    found: dict[Scope, dict[str, Any]] = {}
    for row in rows:
        sums = {name: row[f"sum_{name}"] for name in COLUMNS}
        found.setdefault(_scope(row), {})[str(row["quarter"])] = sums
    return found


def _of_bucket(rows: QuerySet[Any], bucket: PortfolioBucket) -> QuerySet[Any]:
    """Rows of the bucket's active workloads. Team and maker only where they decide who sees it."""
    is_open = When(workload__visibility=Visibility.ORGANIZATION, then=Value(None))
    found: QuerySet[Any] = (
        rows.filter(
            workload__summary__organization=bucket.organization_id,
            workload__summary__bucket=bucket.number,
            workload__archived_at=None,
        )
        .order_by()
        .annotate(
            scope=F("workload__visibility"),
            scope_team=Case(is_open, default=F("workload__team_id")),
            scope_maker=Case(is_open, default=F("workload__created_by_id")),
        )
    )
    return found


def _scope(row: Mapping[str, Any]) -> Scope:
    return row["scope"], row["scope_team"], row["scope_maker"]
