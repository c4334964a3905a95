"""Profiles: made, edited as versions, deleted; a workload takes the newest version over.

A profile is applied and removed as a property of the workload (services/workloads.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reviews import access, profiling
from reviews.models import Profile, ProfileVersion, Workload
from reviews.profile_access import mapping_of, newest_of, profile_for
from reviews.services import milestones, touch
from wellarch import clock, tagging
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Organization
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.sharing import shares
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.events import log

EDITABLE = ("name", "description", "answers", "tags")
MAX_PROFILES = 200  # of an organization; a change of the mapping computes all of them


def create(
    actor: Actor,
    *,
    name: str,
    answers: Mapping[str, Any],
    description: str = "",
    tags: Mapping[str, str] | None = None,
) -> Profile:
    """A new profile with its first version. Invalid names every wrong field."""
    policy.require(actor, Action.PROFILE_WRITE)
    profile = Profile(organization=actor.organization, created_by=actor.user)
    with transaction.atomic():
        # Whoever changes the mapping waits until this profile is there, or is waited for.
        Organization.objects.select_for_update(no_key=True).get(pk=actor.organization.pk)
        if _own(actor).count() >= MAX_PROFILES:
            raise Conflict(
                _("There are as many profiles as there can be. Delete one first."),
                code="too-many-profiles",
            )
        mapping = mapping_of(actor.organization)
        values = {"name": name, "description": description, "answers": answers}
        said = _checked(profile, {**values, "tags": dict(tags or {})}, mapping)
        _save(profile)
        version = write_version(profile, said or {}, mapping, actor)
        log.record(
            actor, "business_profile.created", profile,
            data={"name": profile.name, "answers": version.answers},
        )  # fmt: skip
    return profile


def edit(
    actor: Actor,
    profile_id: UUID,
    *,
    values: Mapping[str, Any],
    base_version: int | None = None,
) -> Profile:
    """Change name, description, tags or answers; other answers are a new version, old ones stay.

    base_version: Stale when the answers changed since that version.
    """
    with transaction.atomic():
        profile = profile_for(actor, profile_id, need=Action.PROFILE_WRITE, lock=True)
        newest = newest_of(profile)
        before = {key: getattr(profile, key) for key in EDITABLE if key != "answers"}
        mapping = mapping_of(actor.organization)
        said = _checked(profile, values, mapping)
        if said is not None and base_version is not None and base_version != newest.number:
            raise Stale(
                _("Somebody changed this profile meanwhile. Look at it again."),
                version=newest.number,
            )
        changes: dict[str, tuple[Any, Any]] = {
            key: (old, getattr(profile, key))
            for key, old in before.items()
            if getattr(profile, key) != old
        }
        if changes:
            _save(profile)
        if said is not None and said != newest.answers:
            write_version(profile, said, mapping, actor, after=newest)
            changes["answers"] = (newest.answers, said)
        if changes:
            data = {"name": profile.name}
            log.record(actor, "business_profile.changed", profile, changes=changes, data=data)
    return profile


def delete(actor: Actor, profile_id: UUID) -> None:
    """Nobody can choose it any more. Workloads that have it keep what it said."""
    with transaction.atomic():
        profile = profile_for(actor, profile_id, need=Action.PROFILE_WRITE, lock=True)
        profile.deleted_at = clock.now()
        profile.save(update_fields=["deleted_at"])
        shares.forget(ShareKind.PROFILE, profile.pk)
        log.record(actor, "business_profile.deleted", profile, data={"name": profile.name})


def upgrade(actor: Actor, workload_id: UUID, *, milestone: str = "") -> Workload:
    """Take the newest version of the workload's profile over; a milestone first, if it is named.

    Conflict `no-profile` without a profile, `profile-deleted` when it was deleted,
    `profile-current` when there is nothing newer; NotFound when it is shared no longer.
    """
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.WORKLOAD_WRITE, lock=True)
        current = workload.profile_version
        if current is None:
            raise Conflict(_("This workload has no profile."), code="no-profile")
        if current.profile.deleted_at:
            raise Conflict(_("This profile was deleted."), code="profile-deleted")
        newest = newest_of(profile_for(actor, current.profile_id))
        if newest.pk == current.pk:
            raise Conflict(_("There is no newer version."), code="profile-current")
        if milestone.strip():
            milestones.record(actor, workload_id, name=milestone)
        workload.profile_version = newest
        workload.save(update_fields=["profile_version"])
        log.record(
            actor, "workload.profile_upgraded", workload, workload_id=workload.pk,
            data={"profile": current.profile.name, "version": newest.number},
        )  # fmt: skip
        touch.workload(workload)
    return workload


def write_version(
    profile: Profile,
    answers: Mapping[str, list[str]],
    mapping: profiling.Mapping,
    actor: Actor | None,
    *,
    after: ProfileVersion | None = None,
) -> ProfileVersion:
    """The next version of a profile that the caller made or locked."""
    return ProfileVersion.objects.create(
        profile=profile,
        number=after.number + 1 if after else 1,
        answers=dict(answers),
        outcome=profiling.to_dict(profiling.outcome(mapping, answers)),
        created_by=actor.user if actor else None,
    )


def normalize(name: str) -> str:
    """The form in which names are compared: no blanks, no case."""
    return re.sub(r"\s+", "", name).casefold()[:100]


def _own(actor: Actor) -> Any:
    return Profile.objects.filter(organization=actor.organization, deleted_at=None)


def _checked(
    profile: Profile, values: Mapping[str, Any], mapping: profiling.Mapping
) -> dict[str, list[str]] | None:
    """Puts the texts into the profile; returns the answers, None if they were not sent."""
    problems = {key: [_("There is no such field.")] for key in values if key not in EDITABLE}
    for key in ("name", "description"):
        if key in values:
            setattr(profile, key, str(values[key]).strip())
    if "tags" in values:
        profile.tags = values["tags"]
        if problem := tagging.wrong(profile.tags):
            problems["tags"] = [problem]
    profile.normalized_name = normalize(profile.name)
    if len(profile.normalized_name) < 3:
        problems["name"] = [_("Use at least 3 letters.")]
    found: dict[str, list[str]] | None = None
    if "answers" in values:
        found, wrong = profiling.known_answers(mapping, values["answers"])
        problems |= {f"answers.{key}" if key else "answers": [why] for key, why in wrong.items()}
        if not found and not wrong:
            problems["answers"] = [_("Answer at least one question.")]
    try:
        profile.full_clean(validate_constraints=False, exclude=["slug", *problems])
    except ValidationError as error:
        problems |= error.message_dict
    twins = Profile.objects.filter(
        organization=profile.organization_id,
        normalized_name=profile.normalized_name,
        deleted_at=None,
    )
    if "name" not in problems and twins.exclude(pk=profile.pk).exists():
        problems["name"] = [_name_taken()]
    if problems:
        raise Invalid(fields=problems)
    return found


def _save(profile: Profile) -> None:
    """Save; who takes the same name at the same moment is told what the later one is told."""
    try:
        with transaction.atomic():
            profile.save()
    except IntegrityError as error:
        raise Invalid(fields={"name": [_name_taken()]}) from error


def _name_taken() -> str:
    return _("There is a profile of this name already.")
