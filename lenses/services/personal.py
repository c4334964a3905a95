"""What lenses know of a person: who edits drafts, published versions, and follows places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from lenses.models import DraftEdit, Lens, LensSource, LensVersion
from lenses.services.sources import shown
from wellarch.accounts.models import User
from wellarch.accounts.persons.privacy import rows
from wellarch.events.auditing import doings


def export(user: User) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """What somebody wrote into drafts that are not published yet, and the places they added.

    Who published what is among the events, which are told with the account.
    """
    yield "lens_drafts_edited", rows(
        DraftEdit.objects.filter(user=user).order_by("pk"), "at", "operation",
        lens="version__lens__name",
    )  # fmt: skip
    added = LensSource.objects.filter(created_by=user).order_by("created_at")
    yield (
        "lens_sources_added",
        (
            {"place": shown(place), "created_at": at}
            for place, at in added.values_list("place", "created_at").iterator(chunk_size=500)
        ),
    )


def forget(user: User, former: str, organizations: Collection[UUID]) -> None:
    """Replace the name of who published a version by `former`."""
    for lens_id, data in doings.each_by(user, Lens, "lens.published"):
        versions = LensVersion.objects.filter(lens_id=lens_id, name=data.get("version", ""))
        versions.update(published_by=former)
