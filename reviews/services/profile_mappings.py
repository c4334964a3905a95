"""What profile answers mean in an organization: replaced, or taken back to the built-in mapping.

Profiles whose outcome is another one by it get a new version at once; workloads keep theirs
until somebody takes the newer one over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import profiling
from reviews.models import Profile, ProfileMapping, ProfileVersion
from reviews.services import profiles
from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Organization
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid, Stale
from wellarch.events import log


def replace(
    actor: Actor, *, document: str | Mapping[str, Any], base_revision: int | None = None
) -> list[Profile]:
    """The organization's own mapping, as text (YAML or JSON) or data. Returns the profiles that
    have a new version by it.

    Invalid names every problem by its JSON pointer; Stale when the mapping is not at
    base_revision any more (0: the built-in one).
    """
    policy.require(actor, Action.MAPPING_WRITE)
    mapping = checked(document)
    with transaction.atomic():
        _lock(actor.organization)
        row = ProfileMapping.objects.filter(organization=actor.organization).first()
        _refuse_stale(row, base_revision)
        row = row or ProfileMapping(organization=actor.organization, revision=0)
        row.document = profiling.as_data(mapping)
        row.revision += 1
        row.changed_at, row.changed_by = clock.now(), actor.user
        row.save()
        changed = _recompute(actor, mapping)
        log.record(
            actor, "profile_mapping.changed", row,
            data={"revision": row.revision, "profiles": len(changed)},
        )  # fmt: skip
    return changed


def reset(actor: Actor, *, base_revision: int | None = None) -> list[Profile]:
    """Back to the mapping WellArch comes with. Returns the profiles with a new version by it."""
    policy.require(actor, Action.MAPPING_WRITE)
    with transaction.atomic():
        _lock(actor.organization)
        row = ProfileMapping.objects.filter(organization=actor.organization).first()
        _refuse_stale(row, base_revision)
        if row is None:
            return []
        changed = _recompute(actor, profiling.builtin())
        log.record(actor, "profile_mapping.reset", row, data={"profiles": len(changed)})
        row.delete()
    return changed


def checked(document: str | Mapping[str, Any]) -> profiling.Mapping:
    """The mapping a document says. Invalid `invalid-mapping` names every problem."""
    reading = profiling.read(document)
    if reading.mapping is None:
        fields: dict[str, list[str]] = {}
        for problem in reading.problems:
            fields.setdefault(problem.pointer, []).append(problem.message)
        raise Invalid(
            _("This mapping does not read."), fields=fields, code="invalid-mapping",
            lines={p.pointer: p.line for p in reading.problems if p.line},
        )  # fmt: skip
    return reading.mapping


def affected(actor: Actor, mapping: profiling.Mapping) -> list[tuple[Profile, ProfileVersion]]:
    """The organization's profiles with their newest version that would say something else."""
    policy.require(actor, Action.READ)
    own = Profile.objects.filter(organization=actor.organization, deleted_at=None)
    newest: dict[Any, ProfileVersion] = {}
    versions = ProfileVersion.objects.filter(profile__in=own).select_related("profile")
    for version in versions.order_by("profile__name", "profile_id", "-number"):
        newest.setdefault(version.profile_id, version)
    return [
        (version.profile, version)
        for version in newest.values()
        if version.outcome != profiling.to_dict(profiling.outcome(mapping, version.answers))
    ]


def _recompute(actor: Actor, mapping: profiling.Mapping) -> list[Profile]:
    changed = affected(actor, mapping)
    for profile, newest in changed:
        profiles.write_version(profile, newest.answers, mapping, actor, after=newest)
    return [profile for profile, _newest in changed]


def _lock(organization: Organization) -> None:
    """One change of an organization's mapping and profiles at a time."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    own = Profile.objects.filter(organization=organization, deleted_at=None)
    list(own.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _refuse_stale(row: ProfileMapping | None, base_revision: int | None) -> None:
    revision = row.revision if row else 0
    if base_revision is not None and base_revision != revision:
        raise Stale(
            _("Somebody changed the mapping meanwhile. Look at it again."), revision=revision
        )
