"""The versions of an open lens as its page lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from lenses.models import DRAFT, LensVersion, VersionStatus
from lenses.reads.reader import Book
from wellarch.accounts.actor import Actor
from wellarch.markdown import to_html

SHOWN = 20


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version. query opens it, compare_query holds it beside the one before it ("" for the
    first). reviews counts those that use it: all of them for its owner, else one's own."""

    version: LensVersion
    query: str
    compare_query: str
    notes: SafeString
    reviews: int
    is_open: bool
    is_draft: bool
    is_retired: bool
    is_newest: bool
    may_retire: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """The newest rows, the older ones, and whether nothing new can begin with the lens."""

    rows: tuple[VersionRow, ...]
    older: tuple[VersionRow, ...]
    is_retired: bool


def build(actor: Actor, book: Book, *, may_write: bool) -> Versions:
    """Every version, newest first. One query."""
    counts = _reviews(actor, book)
    newest = next((each for each in book.versions if each.is_published), None)
    rows = tuple(
        _row(book, at, counts, newest=newest, may_write=may_write)
        for at in range(len(book.versions))
    )
    is_retired = newest is None and any(row.is_retired for row in rows)
    return Versions(rows[:SHOWN], rows[SHOWN:], is_retired)


def _row(
    book: Book,
    at: int,
    counts: Mapping[UUID, int],
    *,
    newest: LensVersion | None,
    may_write: bool,
) -> VersionRow:
    version = book.versions[at]
    before = book.versions[at + 1] if at + 1 < len(book.versions) else None
    is_draft = version.status == VersionStatus.DRAFT
    name = DRAFT if is_draft else version.name
    compared = urlencode({"from": before.name, "to": name}) if before else ""
    return VersionRow(
        version=version,
        query="?" + urlencode({"version": name}),
        compare_query=f"?{compared}" if compared else "",
        notes=to_html(version.notes),
        reviews=counts.get(version.pk, 0),
        is_open=version == book.version,
        is_draft=is_draft,
        is_retired=version.status == VersionStatus.RETIRED,
        is_newest=version == newest,
        may_retire=may_write and version.is_published,
    )


def _reviews(actor: Actor, book: Book) -> dict[UUID, int]:
    rows = book.lens.reviews.filter(removed_at=None)
    if book.lens.organization_id != actor.organization.pk:
        rows = rows.filter(organization=actor.organization)
    return dict(rows.values_list("lens_version").annotate(number=Count("pk")).order_by())
