"""The only way to reach a profile for an actor, and what its versions say. Others are NotFound."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.models import LensVersion
from reviews import profiling
from reviews.models import Profile, ProfileMapping, ProfileVersion, Workload
from reviews.profiling import Outcome, Reason
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Organization
from wellarch.accounts.policy import Action
from wellarch.errors import Forbidden, NotFound


def profile_for(
    actor: Actor, key: UUID | str, *, need: Action = Action.READ, lock: bool = False
) -> Profile:
    """The profile with this id, or the built-in one with this slug; locked if `lock`.

    `need` other than READ also requires that it is the organization's own.
    """
    policy.require(actor, Action.READ)
    rows = Profile.objects.visible_to(actor)
    rows = rows.filter(pk=key) if isinstance(key, UUID) else rows.filter(slug=key).exclude(slug="")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    profile = rows.select_related("organization").order_by().first()
    if profile is None:
        raise NotFound(_("There is no such profile."))
    if need != Action.READ:
        policy.require(actor, need)
        if profile.is_builtin:
            raise Forbidden(_("A built-in profile cannot be changed. Make a copy of it."))
        if profile.organization_id != actor.organization.pk:
            raise Forbidden(_("This profile is shared with you. Only its owner can change it."))
    return profile


def newest_of(profile: Profile) -> ProfileVersion:
    """What the profile says now. Every profile has a version."""
    version = profile.versions.order_by("-number").first()
    if version is None:  # cannot happen: both are made in one transaction
        raise NotFound(_("There is no such profile."))
    return version


def mapping_of(organization: Organization | None) -> profiling.Mapping:
    """What answers mean for an organization: its own mapping, else the built-in one."""
    row = ProfileMapping.objects.filter(organization=organization).first() if organization else None
    own = profiling.read(row.document).mapping if row else None
    return own or profiling.builtin()


def outcome_of(version_id: UUID | None) -> Outcome:
    """What a version of a profile means; nothing for none. It never changes, so it is kept."""
    if version_id is None:
        return Outcome()
    try:
        return _outcome(version_id)
    except LookupError:
        return Outcome()


def marks_of(version_id: UUID | None, lens_version_id: UUID) -> dict[str, tuple[Reason, ...]]:
    """{question: reasons}: what a version of a profile prioritizes in a version of a lens.

    No query once both are known to the process.
    """
    if version_id is None:
        return {}
    try:
        return _marks(version_id, lens_version_id)
    except LookupError:
        return {}


def order_of(workload: Workload) -> tuple[str, ...]:
    """The pillars a workload puts first: its own order, then those of its profile."""
    own = workload.pillar_priorities
    return tuple(dict.fromkeys([*own, *outcome_of(workload.profile_version_id).order]))


@lru_cache(maxsize=256)
def _outcome(version_id: UUID) -> Outcome:
    """LookupError while it is not computed yet: then it is not kept."""
    found = ProfileVersion.objects.values_list("outcome", flat=True).filter(pk=version_id).first()
    if not found:
        raise LookupError(version_id)
    return profiling.from_dict(found)


@lru_cache(maxsize=512)
def _marks(version_id: UUID, lens_version_id: UUID) -> dict[str, tuple[Reason, ...]]:
    lens = compiled(lens_version_id)
    alias = LensVersion.objects.values_list("lens__alias", flat=True).get(pk=lens_version_id)
    pillars = [(pillar.id, [each.id for each in pillar.questions]) for pillar in lens.pillars]
    return profiling.marks(_outcome(version_id), alias, pillars)
