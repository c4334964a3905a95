"""What a report can be about and what it can contain: the choices of a form, and their check."""

from __future__ import annotations

from collections.abc import Iterable

from lenses.access import compiled
from reviews.models import Milestone, Review, Workload
from reviews.snapshot import from_content


def pillars(
    workload: Workload, *, review: Review | None = None, milestones: Iterable[Milestone] = ()
) -> dict[str, str]:
    """Id and name of every pillar that a report about these can contain, in their order.

    Of the milestones (loaded with content) if there are any, else of the reviews there are now:
    one query, none with `review`. A pillar that several lenses have is one.
    """
    found: dict[str, str] = {}
    frozen = list(milestones)
    for milestone in frozen:
        for kept in from_content(milestone.content).reviews:
            if review is None or kept.id == str(review.pk):
                found |= {pillar.id: pillar.name for pillar in kept.pillars}
    if frozen:
        return found
    versions = [review.lens_version_id] if review else _versions(workload)
    for version in versions:
        found |= {pillar.id: pillar.name for pillar in compiled(version).pillars}
    return found


def _versions(workload: Workload) -> Iterable[object]:
    reviews = Review.objects.filter(workload=workload).attached().order_by("created_at", "pk")
    return reviews.values_list("lens_version_id", flat=True)
