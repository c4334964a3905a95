"""The draft of a lens, whose document a process reads once per edit.

Authors ask for megabytes with every key they press: the database sends a document only to a
process that does not hold it yet. What it holds is shared, so a document never changes in place
(lenses/editing copies what it changes).
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, F, JSONField, Q, Value, When

from lenses.models import Lens, LensVersion, VersionStatus

REMEMBERED = 4
"""Lenses whose draft a process holds; the largest takes some 15 MB."""


class _Held(NamedTuple):
    version_id: UUID
    revision: int
    digest: str
    document: dict[str, Any]


_held: dict[UUID, _Held] = {}


def draft_of(lens: Lens) -> LensVersion | None:
    """The draft of a lens the caller reached, with its last author; None for none. One query."""
    held = _held.get(lens.pk)
    row = (
        LensVersion.objects.select_related("edited_by")
        .filter(lens=lens, status=VersionStatus.DRAFT)
        .defer("document")
        .annotate(sent=_unless(held))
        .first()
    )
    if row is None:
        return None
    row.lens = lens
    sent = vars(row)["sent"]
    row.document = held.document if held and sent is None else sent
    hold(row)
    return row


def _unless(held: _Held | None) -> Case | F:
    """The document, or nothing when the draft is the one that is held."""
    if held is None:
        return F("document")
    same = Q(pk=held.version_id, revision=held.revision, digest=held.digest)
    return Case(When(same, then=Value(None)), default=F("document"), output_field=JSONField())


def hold(row: LensVersion) -> None:
    """Keep the document of a draft that was just read or written, also one whose transaction may
    still fail: what is asked for is known by its content."""
    _held.pop(row.lens_id, None)
    _held[row.lens_id] = _Held(row.pk, row.revision, row.digest, row.document)
    while len(_held) > REMEMBERED:
        _held.pop(next(iter(_held)), None)
