"""Workloads with their reviews in exact numbers, a page of them at a time."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from reviews.models import Review, Workload
from reviews.reads import resources
from reviews.reads.resources import ReviewRow
from reviews.services.workloads import normalize
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.roles import ShareKind


def named(actor: Actor, prefix: str = "") -> QuerySet[Workload]:
    """What the actor sees whose name begins so, oldest first, with owners and profiles."""
    rows = resources.workloads(actor).select_related(
        "organization", "profile_version__profile__organization"
    )
    return rows.filter(name__istartswith=prefix).order_by("created_at", "pk")


def numbers(workloads: Iterable[Workload]) -> dict[UUID, tuple[ReviewRow, ...]]:
    """The attached reviews of some workloads, by workload, with the owners of their lenses.

    The kept summaries count those that nobody changed since; the few others are counted now, so
    the numbers are exact. A fixed number of queries.
    """
    kept: list[Workload] = []
    behind: list[Workload] = []
    for workload in workloads:
        is_kept = workload.summary_revision >= workload.revision
        (kept if is_kept else behind).append(workload)
    found = resources.rows_of(kept) if kept else {}
    if behind:
        found |= resources.rows_of(behind, live=True)
    # Every one of them: two rows of a lens are equal, and still two objects.
    lenses = [row.review.lens for rows in found.values() for row in rows]
    prefetch_related_objects([lens for lens in lenses if not lens.is_builtin], "organization")
    return found


def invitation(actor: Actor, workload: Workload) -> UUID | None:
    """The accepted offer by which the actor has another organization's workload."""
    if workload.organization_id == actor.organization.pk:
        return None
    shares = Share.objects.reaching(actor.user, actor.organization)
    found = shares.filter(kind=ShareKind.WORKLOAD, subject_id=workload.pk)
    return found.order_by("permission", "pk").values_list("pk", flat=True).first()


def attached(workload: Workload) -> QuerySet[Review]:
    """The reviews of a workload that access has given, with their lenses."""
    return Review.objects.attached().filter(workload=workload).select_related("lens")


def count_own(actor: Actor) -> int:
    """How many workloads the actor's organization has."""
    return Workload.objects.filter(organization=actor.organization).count()


def is_taken(organization_id: UUID, name: str, *, but: UUID | None = None) -> bool:
    """Whether a workload of the organization (other than `but`) has this name."""
    rows = Workload.objects.filter(organization=organization_id, normalized_name=normalize(name))
    return (rows.exclude(pk=but) if but else rows).exists()
