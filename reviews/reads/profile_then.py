"""The profile a workload had at a milestone: the frozen content names it, and its version."""

from __future__ import annotations

from reviews.models import ProfileVersion
from reviews.models.profile import Profile
from reviews.snapshot import Snapshot
from wellarch.accounts.actor import Actor


def of(actor: Actor, taken: Snapshot) -> ProfileVersion | None:
    """The version, its organization loaded, if the actor sees a profile of that name that has it.
    One query; none without a profile."""
    profile = taken.profile
    if profile is None:
        return None
    seen = Profile.objects.visible_to(actor).filter(name=profile.name)
    rows = ProfileVersion.objects.filter(profile__in=seen, number=profile.version)
    return rows.select_related("profile__organization").order_by("profile__created_at").first()
