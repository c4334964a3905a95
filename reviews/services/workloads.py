"""Workloads: created, edited, archived, deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Workload
from reviews.services import reviews, touch
from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid
from wellarch.events import log

EDITABLE = (
    "name", "description", "environment", "review_owner", "team", "regions", "other_sites",
    "account_ids", "industry_type", "industry", "architecture_url", "applications", "tags",
    "notes", "business_objectives", "in_scope", "out_of_scope", "compliance_requirements",
    "pain_points", "design_review_on", "go_live_on", "next_review_on", "pillar_priorities",
    "business_context", "improvement_status",
)  # fmt: skip
LISTS = ("regions", "other_sites", "account_ids", "applications", "pillar_priorities")
MAX_ITEMS = 200
MAX_TAGS = 50  # as the reference product
_UNLOGGED = ("notes", "pain_points")  # long or sensitive texts: the log says only that


def create(actor: Actor, *, values: Mapping[str, Any]) -> Workload:
    """A new workload. Only a name is needed. Invalid names every wrong field."""
    policy.require(actor, Action.WORKLOAD_WRITE)
    workload = Workload(organization=actor.organization, created_by=actor.user)
    _assign(workload, values)
    with transaction.atomic():
        _save(workload)
        log.record(
            actor, "workload.created", workload, workload_id=workload.pk,
            data={"name": workload.name},
        )  # fmt: skip
        touch.workload(workload)
    return workload


def start(actor: Actor, *, values: Mapping[str, Any], lenses: Sequence[UUID] = ()) -> Workload:
    """A new workload with these lenses attached: all of it, or nothing of it."""
    with transaction.atomic():
        workload = create(actor, values=values)
        for lens in lenses:
            reviews.attach(actor, workload.pk, lens=lens)
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
        before = {key: getattr(workload, key) for key in values if key in EDITABLE}
        _assign(workload, values)
        changed = [key for key, value in before.items() if getattr(workload, key) != value]
        if changed:
            columns = [*changed, *(["normalized_name"] if "name" in changed else [])]
            _save(workload, columns)
            log.record(
                actor,
                "workload.changed",
                workload,
                workload_id=workload.pk,
                data={
                    "fields": {
                        key: "changed"
                        if key in _UNLOGGED
                        else [before[key], getattr(workload, key)]
                        for key in changed
                    }
                },
            )
            touch.workload(workload)
    return workload


def archive(actor: Actor, workload_id: UUID, *, archived: bool = True) -> Workload:
    """Put a workload away (readable, unchanged, out of the way), or bring it back."""
    policy.require(actor, Action.WORKLOAD_WRITE)
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, lock=True)
        if workload.is_archived != archived:
            workload.archived_at = clock.now() if archived else None
            workload.save(update_fields=["archived_at"])
            verb = "workload.archived" if archived else "workload.restored"
            log.record(actor, verb, workload, workload_id=workload.pk)
            touch.workload(workload)
    return workload


def delete(actor: Actor, workload_id: UUID) -> None:
    """Delete a workload with its reviews, milestones and reports. Not undone."""
    with transaction.atomic():
        workload = access.workload_for(actor, workload_id, need=Action.WORKLOAD_DELETE, lock=True)
        log.record(
            actor, "workload.deleted", workload, workload_id=workload.pk,
            data={"name": workload.name},
        )  # fmt: skip
        files = [report.file for report in workload.reports.exclude(file="")]
        workload.delete()
        transaction.on_commit(lambda: _delete_files(files))


def _delete_files(files: list[FieldFile]) -> None:
    for file in files:
        file.storage.delete(str(file.name))


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


def _assign(workload: Workload, values: Mapping[str, Any]) -> None:
    problems: dict[str, list[str]] = {
        key: [_("There is no such field.")] for key in values if key not in EDITABLE
    }
    for key, value in values.items():
        if key in EDITABLE:
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


def _check_shapes(workload: Workload, problems: dict[str, list[str]]) -> None:
    for key in LISTS:
        items = getattr(workload, key)
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            problems[key] = [_("Use a list of texts.")]
        elif len(items) > MAX_ITEMS or any(len(item) > 2048 for item in items):
            problems[key] = [_("This list is too long.")]
    tags = workload.tags
    if not isinstance(tags, dict) or not all(isinstance(value, str) for value in tags.values()):
        problems["tags"] = [_("Use pairs of texts.")]
    elif len(tags) > MAX_TAGS or any(len(k) > 128 or len(v) > 256 for k, v in tags.items()):
        problems["tags"] = [
            _("Use at most 50 tags, names of up to 128 and values of up to 256 characters.")
        ]
    wrong = [a for a in workload.account_ids if not re.fullmatch(r"[A-Za-z0-9._:-]{1,64}", str(a))]
    if "account_ids" not in problems and wrong:
        problems["account_ids"] = [_("%(id)s is not an account id.") % {"id": wrong[0]}]
