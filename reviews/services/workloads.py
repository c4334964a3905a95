"""Workloads: created, edited, archived, deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Evidence, ProfileVersion, Workload
from reviews.profile_access import newest_of, profile_for
from reviews.services import aws_settings, moving, reviews, summaries, template_uses, touch
from wellarch import clock, files, tagging
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Team
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.sharing import shares
from wellarch.accounts.tenancy import teams
from wellarch.errors import Invalid, NotFound
from wellarch.events import log

EDITABLE = (
    "name", "description", "environment", "review_owner", "team", "regions", "other_sites",
    "account_ids", "industry_type", "industry", "architecture_url", "applications", "tags",
    "notes", "business_objectives", "in_scope", "out_of_scope", "compliance_requirements",
    "pain_points", "design_review_on", "go_live_on", "next_review_on", "pillar_priorities",
    "profile", "improvement_status", "visibility",
)  # fmt: skip
# What a door calls differently from the column it is kept in.
_COLUMNS = {"profile": "profile_version"}
LISTS = ("regions", "other_sites", "account_ids", "applications", "pillar_priorities")
MAX_ITEMS = 200
_UNLOGGED = ("notes", "pain_points", "review_owner")  # may hold what the log must not repeat


def create(actor: Actor, *, values: Mapping[str, Any]) -> Workload:
    """A new workload. Only a name is needed. Invalid names every wrong field."""
    policy.require(actor, Action.WORKLOAD_CREATE)
    workload = Workload(organization=actor.organization, created_by=actor.user)
    _assign(actor, workload, values)
    with transaction.atomic():
        _save(workload)
        log.record(
            actor, "workload.created", workload, workload_id=workload.pk,
            data={"name": workload.name},
        )  # fmt: skip
        summaries.begin(workload)
        touch.workload(workload)
    return workload


def start(
    actor: Actor,
    *,
    values: Mapping[str, Any],
    lenses: Sequence[UUID | str] = (),
    templates: Sequence[UUID] = (),
) -> Workload:
    """A new workload with these lenses attached and these review templates applied, the first
    one winning: all of it, or nothing of it."""
    with transaction.atomic():
        workload = create(actor, values=values)
        for lens in lenses:
            reviews.attach(actor, workload.pk, lens=lens)
        template_uses.begin(actor, workload, templates)
    return workload


def edit(
    actor: Actor,
    workload_id: UUID,
    *,
    values: Mapping[str, Any],
) -> Workload:
    """Change some properties; only the named fields are written."""
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.WORKLOAD_WRITE, lock=True)
        named = {_COLUMNS.get(key, key): key for key in values if key in EDITABLE}
        before = {column: getattr(workload, column) for column in named}
        _assign(actor, workload, values)
        changed = [key for key, value in before.items() if getattr(workload, key) != value]
        if changed:
            columns = [*changed, *(["normalized_name"] if "name" in changed else [])]
            _save(workload, columns)
            log.record(
                actor,
                "workload.changed",
                workload,
                workload_id=workload.pk,
                changes={
                    named[key]: (_plain(before[key]), _plain(getattr(workload, key)))
                    for key in changed
                },
                hidden=_UNLOGGED,
            )
            touch.workload(workload)
    return workload


def archive(actor: Actor, workload_id: UUID, *, archived: bool = True) -> Workload:
    """Put a workload away (readable, unchanged, out of the way), or bring it back.

    Its reviews then follow the minor versions of their lenses that came meanwhile.
    """
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.WORKLOAD_ARCHIVE, lock=True)
        if workload.is_archived != archived:
            workload.archived_at = clock.now() if archived else None
            workload.save(update_fields=["archived_at"])
            verb = "workload.archived" if archived else "workload.restored"
            log.record(actor, verb, workload, workload_id=workload.pk)
            touch.workload(workload)
            if not archived:
                moving.catch_up_all(workload.pk)
    return workload


def delete(actor: Actor, workload_id: UUID) -> None:
    """Delete a workload with its reviews, milestones and reports. Not undone."""
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.WORKLOAD_DELETE, lock=True)
        log.record(
            actor, "workload.deleted", workload, workload_id=workload.pk,
            data={"name": workload.name},
        )  # fmt: skip
        shown = Evidence.objects.filter(answer__review__workload=workload).exclude(file="")
        reported = workload.reports.exclude(file="")
        kept = [row.file for row in (*reported, *shown)]
        shares.forget(ShareKind.WORKLOAD, workload.pk)
        aws_settings.forget(workload)
        workload_id = workload.pk
        workload.delete()
        summaries.forget(workload.organization_id, workload_id)
        files.delete_on_commit(*kept)


def normalize(name: str) -> str:
    """The form in which names are compared: no blanks, no case (facts: workload properties)."""
    return re.sub(r"\s+", "", name).casefold()


def _save(workload: Workload, columns: list[str] | None = None) -> None:
    """Save; who takes the same name at the same moment is told what _assign tells the later one."""
    try:
        with transaction.atomic():
            workload.save(update_fields=columns)
    except IntegrityError as error:
        if _twins(workload).exists():
            raise Invalid(fields={"name": [_name_taken()]}) from error
        raise


def _twins(workload: Workload) -> QuerySet[Workload]:
    return Workload.objects.filter(
        organization=workload.organization_id, normalized_name=workload.normalized_name
    ).exclude(pk=workload.pk)


def _name_taken() -> str:
    return _("There is a workload of this name already.")


def _assign(actor: Actor, workload: Workload, values: Mapping[str, Any]) -> None:
    problems: dict[str, list[str]] = {
        key: [_("There is no such field.")] for key in values if key not in EDITABLE
    }
    if "team" in values:
        _assign_team(workload, values["team"], problems)
    if "profile" in values:
        _assign_profile(actor, workload, values["profile"], problems)
    for key, value in values.items():
        if key in EDITABLE and key not in ("team", "profile"):
            setattr(workload, key, value.strip() if isinstance(value, str) else value)
    workload.normalized_name = normalize(workload.name)[:100]
    if len(workload.normalized_name) < 3:
        problems["name"] = [_("Use at least 3 letters.")]
    _check_shapes(workload, problems)
    try:
        workload.full_clean(validate_constraints=False, exclude=["normalized_name", *problems])
    except ValidationError as error:
        problems |= error.message_dict
    if "name" not in problems and _twins(workload).exists():
        problems["name"] = [_name_taken()]
    if problems:
        raise Invalid(fields=problems)


def _assign_team(workload: Workload, value: Any, problems: dict[str, list[str]]) -> None:
    """A team of the organization, by its name or its row; an empty name for none."""
    if isinstance(value, Team) or value is None:
        value = value.name if value else ""
    if not str(value).strip():
        workload.team = None
        return
    workload.team = Team.objects.filter(
        organization=workload.organization_id, normalized_name=teams.normalize(str(value))
    ).first()
    if workload.team is None:
        problems["team"] = [_("There is no team %(name)s here.") % {"name": value}]


def _assign_profile(
    actor: Actor, workload: Workload, value: Any, problems: dict[str, list[str]]
) -> None:
    """The newest version of a profile, by its id or slug; empty for none. Who has the profile
    already keeps the version it has."""
    key = str(value or "").strip()
    if not key:
        workload.profile_version = None
        return
    current = workload.profile_version
    if current and key in (str(current.profile_id), current.profile.slug):
        return
    try:
        profile = profile_for(actor, _key_of(key))
    except NotFound as error:
        problems["profile"] = [error.message]
    else:
        workload.profile_version = newest_of(profile)


def _key_of(text: str) -> UUID | str:
    try:
        return UUID(text)
    except ValueError:
        return text


def _plain(value: Any) -> Any:
    if isinstance(value, ProfileVersion):
        return value.profile.name
    return str(value) if isinstance(value, Team) else value


def _check_shapes(workload: Workload, problems: dict[str, list[str]]) -> None:
    for key in LISTS:
        items = getattr(workload, key)
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            problems[key] = [_("Use a list of texts.")]
        elif len(items) > MAX_ITEMS or any(len(item) > 2048 for item in items):
            problems[key] = [_("This list is too long.")]
    if problem := tagging.wrong(workload.tags):
        problems["tags"] = [problem]
    wrong = [a for a in workload.account_ids if not re.fullmatch(r"[A-Za-z0-9._:-]{1,64}", str(a))]
    if "account_ids" not in problems and wrong:
        problems["account_ids"] = [_("%(id)s is not an account id.") % {"id": wrong[0]}]
