"""Workloads whose profile says something else by now, or was deleted. One query."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from reviews.models import Profile, Workload
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


def build(actor: Actor, *, workload_id: UUID | None = None) -> QuerySet[Workload]:
    """The workloads the actor sees, by name, with `newest`: the number of the newest version.

    A profile that is shared with the actor no longer has nothing new for them.
    """
    policy.require(actor, Action.READ)
    rows = Workload.objects.visible_to(actor).exclude(profile_version=None)
    if workload_id is not None:
        rows = rows.filter(pk=workload_id)
    seen = Q(profile_version__profile__in=Profile.objects.visible_to(actor))
    gone = Q(profile_version__profile__deleted_at__isnull=False)
    return (
        rows.annotate(newest=Max("profile_version__profile__versions__number"))
        .filter(gone | (seen & Q(newest__gt=F("profile_version__number"))))
        .select_related("profile_version__profile__organization")
        .order_by("name", "pk")
    )
