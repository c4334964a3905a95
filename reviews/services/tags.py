"""Tags of workloads, templates and profiles, one by one; as a whole they are a property of each.

Lenses have lenses/services/tags.py. Everything about who may and what is kept is said where the
whole is edited: workloads.edit, templates.edit, profiles.edit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from django.db import transaction

from reviews import access
from reviews.models import Profile, Template, Workload
from reviews.profile_access import profile_for
from reviews.services import profiles, templates, workloads
from reviews.template_access import template_for
from wellarch import tagging
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind

Tagged = Workload | Template | Profile


def put(actor: Actor, what: ShareKind, key: UUID, tags: Mapping[str, str]) -> Tagged:
    """Add tags to a workload, template or profile; one that is there gets the new value.

    NotFound and Forbidden as for editing it, Invalid `tags` for too many, too long or reserved.
    """
    return _change(actor, what, key, lambda now: tagging.changed(now, put=tags))


def drop(actor: Actor, what: ShareKind, key: UUID, names: Collection[str]) -> Tagged:
    """Remove tags by name; one that is not there is passed over."""
    return _change(actor, what, key, lambda now: tagging.changed(now, drop=names))


def _change(
    actor: Actor, what: ShareKind, key: UUID, change: Callable[[dict[str, str]], dict[str, str]]
) -> Tagged:
    with transaction.atomic():
        # Locked before it is read: two who tag at once both win.
        if what == ShareKind.WORKLOAD:
            workload = access.workload_for(actor, key, need=Action.WORKLOAD_WRITE, lock=True)
            return workloads.edit(actor, key, values={"tags": change(workload.tags)})
        if what == ShareKind.TEMPLATE:
            template = template_for(actor, key, need=Action.TEMPLATE_WRITE, lock=True)
            return templates.edit(actor, key, values={"tags": change(template.tags)})
        if what == ShareKind.PROFILE:
            profile = profile_for(actor, key, need=Action.PROFILE_WRITE, lock=True)
            return profiles.edit(actor, key, values={"tags": change(profile.tags)})
        raise ValueError(f"Not tagged here: {what}")
