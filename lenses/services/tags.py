"""The tags of a lens: a property of the lens itself, not of its versions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from django.db import transaction

from lenses.models import Lens
from lenses.services import draft_rows
from wellarch import tagging
from wellarch.accounts.actor import Actor
from wellarch.errors import Invalid
from wellarch.events import log


def replace(actor: Actor, key: UUID | str, *, tags: Mapping[str, str]) -> Lens:
    """Set all tags of a lens of one's own (named by alias or id).

    Invalid `tags` for too many, too long or reserved ones. What changes nothing leaves no trace.
    """
    return _set(actor, key, lambda _now: dict(tags))


def put(actor: Actor, key: UUID | str, tags: Mapping[str, str]) -> Lens:
    """Add tags; one that is there gets the new value. As `replace` otherwise."""
    return _set(actor, key, lambda now: tagging.changed(now, put=tags))


def drop(actor: Actor, key: UUID | str, names: Collection[str]) -> Lens:
    """Remove tags by name; one that is not there is passed over."""
    return _set(actor, key, lambda now: tagging.changed(now, drop=names))


def _set(actor: Actor, key: UUID | str, change: Callable[[dict[str, str]], dict[str, str]]) -> Lens:
    with transaction.atomic():
        lens = draft_rows.locked(actor, key)
        before, after = lens.tags, change(lens.tags)
        if problem := tagging.wrong(after):
            raise Invalid(fields={"tags": [problem]})
        if after != before:
            lens.tags = after
            lens.save(update_fields=["tags"])
            log.record(
                actor,
                "lens.tagged",
                lens,
                changes={"tags": (before, after)},
                data={"alias": lens.alias},
            )
    return lens
