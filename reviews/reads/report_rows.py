"""Reports as rows of a list, newest first."""

from __future__ import annotations

from django.db.models import QuerySet

from reviews.models import Report, Workload
from wellarch.accounts.actor import Actor


def of(workload: Workload) -> QuerySet[Report]:
    """The reports of a workload with what they are about: one query when read."""
    return _whole(Report.objects.filter(workload=workload))


def by(actor: Actor) -> QuerySet[Report]:
    """The reports the actor asked for in their organization, as far as they still see them."""
    return _whole(Report.objects.visible_to(actor).filter(user=actor.user))


def _whole(rows: QuerySet[Report]) -> QuerySet[Report]:
    return (
        rows.select_related("workload", "review__lens", "milestone", "other")
        .defer("milestone__content", "other__content")
        .order_by("-requested_at", "pk")
    )
