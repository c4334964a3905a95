"""How many workloads of an organization are reviewed with which lens, for the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count

from reviews.models import Review
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


def by_version(actor: Actor) -> Mapping[UUID, Mapping[int, int]]:
    """lens → {number of a version: workloads}, of the organization's own workloads that the actor
    sees and that are not archived. One query."""
    policy.require(actor, Action.READ)
    rows = (
        Review.objects.visible_to(actor)
        .attached()
        .filter(organization=actor.organization, workload__archived_at=None)
        .values_list("lens", "lens_version__number")
        .annotate(number=Count("workload", distinct=True))
    )
    found: dict[UUID, dict[int, int]] = {}
    for lens, version, number in rows:
        found.setdefault(lens, {})[version] = number
    return found
