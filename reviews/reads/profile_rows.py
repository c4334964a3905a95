"""Profiles as lists and choices show them. One query each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from reviews import profiling
from reviews.models import Profile, ProfileVersion
from reviews.profiling import Outcome
from reviews.reads import names
from reviews.services import profiles
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

MAX_SHOWN = 500


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """A profile one may choose for a workload."""

    key: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile of the list. pillars: those it puts first, by name."""

    id: UUID
    name: str
    description: str
    version: int
    pillars: tuple[str, ...]
    question_count: int
    shared_by: str
    is_builtin: bool


@dataclass(frozen=True, slots=True)
class ProfileList:
    """What the page of all profiles shows."""

    own: tuple[ProfileRow, ...]
    shared: tuple[ProfileRow, ...]
    builtin: tuple[ProfileRow, ...]


def visible(actor: Actor) -> QuerySet[Profile]:
    """Every profile the actor may choose, with what its newest version says."""
    policy.require(actor, Action.READ)
    newest = ProfileVersion.objects.filter(profile=OuterRef("pk")).order_by("-number")
    return (
        Profile.objects.visible_to(actor)
        .select_related("organization")
        .annotate(
            newest_at=Subquery(newest.values("created_at")[:1]),
            newest_number=Subquery(newest.values("number")[:1]),
            newest_outcome=Subquery(newest.values("outcome")[:1]),
            newest_answers=Subquery(newest.values("answers")[:1]),
        )
    )


def count_own(actor: Actor) -> int:
    """How many profiles the actor's organization has."""
    return Profile.objects.filter(organization=actor.organization, deleted_at=None).count()


def is_taken(organization_id: UUID, name: str) -> bool:
    """Whether a profile of the organization has this name."""
    rows = Profile.objects.filter(
        organization=organization_id, normalized_name=profiles.normalize(name), deleted_at=None
    )
    return rows.exists()


def choices(actor: Actor) -> list[ProfileChoice]:
    """The choices of a form: own ones first, then built-in and shared ones."""
    policy.require(actor, Action.READ)
    rows = Profile.objects.visible_to(actor).order_by("name", "pk")[:MAX_SHOWN]
    found = [ProfileChoice(str(row.pk), row.name, _group(actor, row)) for row in rows]
    order = [actor.organization.name, str(_("Built in")), str(_("Shared with you"))]
    return sorted(found, key=lambda choice: order.index(choice.group))


def listed(actor: Actor) -> ProfileList:
    """All profiles by where they come from, each by name."""
    rows = list(visible(actor).order_by("name", "pk")[:MAX_SHOWN])
    shown = [(row, row_of(actor, row)) for row in rows]
    here = actor.organization.pk
    return ProfileList(
        own=tuple(shown_row for row, shown_row in shown if row.organization_id == here),
        shared=tuple(shown_row for _row, shown_row in shown if shown_row.shared_by),
        builtin=tuple(shown_row for _row, shown_row in shown if shown_row.is_builtin),
    )


def row_of(actor: Actor, profile: Profile) -> ProfileRow:
    """One profile; expects what `visible` brings with it."""
    found: Outcome = profiling.from_dict(getattr(profile, "newest_outcome", None) or {})
    owner = profile.organization
    return ProfileRow(
        id=profile.pk,
        name=profile.name,
        description=profile.description,
        version=getattr(profile, "newest_number", None) or 0,
        pillars=pillar_names(found.order),
        question_count=len(found.priorities),
        shared_by=owner.name if owner and owner.pk != actor.organization.pk else "",
        is_builtin=profile.is_builtin,
    )


def pillar_names(keys: Iterable[str]) -> tuple[str, ...]:
    """What the framework's pillars are called; others by their id."""
    return tuple(str(names.PILLARS.get(key, key)) for key in keys)


def _group(actor: Actor, profile: Profile) -> str:
    if profile.is_builtin:
        return str(_("Built in"))
    if profile.organization_id == actor.organization.pk:
        return actor.organization.name
    return str(_("Shared with you"))
