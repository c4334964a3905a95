"""The milestones of a workload for programs: their numbers and properties, without content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from reviews.models import Milestone, Review, Workload
from reviews.services.workloads import normalize


def of(workload: Workload) -> QuerySet[Milestone]:
    """Oldest first, with the properties of the workload then, of what they hold only these."""
    rows = Milestone.objects.filter(workload=workload).defer("content")
    return rows.annotate(then=KeyTransform("properties", "content")).order_by("number")


def properties(frozen: Milestone) -> Mapping[str, Any]:
    """The properties of the workload then, of a row of `of`."""
    found: Mapping[str, Any] = getattr(frozen, "then")  # noqa: B009  an annotation
    return found


def review_ids(frozen: Milestone) -> list[str]:
    """The reviews a milestone holds, in its order."""
    return [review["id"] for review in frozen.numbers.get("reviews", ())]


def reviews(workload: Workload) -> dict[str, Review]:
    """{id: row} of every review a workload ever had, with lens and owner. One query."""
    rows = Review.objects.filter(workload=workload).select_related(
        "lens__organization", "lens_version"
    )
    rows = rows.defer("lens_version__document")
    return {str(row.pk): row for row in rows}


def is_taken(workload_id: UUID, name: str) -> bool:
    """Whether a milestone of the workload has this name."""
    normalized = normalize(name.strip())
    return Milestone.objects.filter(workload=workload_id, normalized_name=normalized).exists()
