"""Reports as rows of a list, newest first."""

from __future__ import annotations

from django.db.models import QuerySet

from reviews.models import Report, Workload


def of(workload: Workload) -> QuerySet[Report]:
    """The reports of a workload with what they are about: one query when read."""
    return (
        Report.objects.filter(workload=workload)
        .select_related("workload", "review__lens", "milestone")
        .defer("milestone__content")
        .order_by("-requested_at", "pk")
    )
