"""Worksheets for programs: all kinds of a workload, one with what follows from it, its rows, what
was measured of them, and its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access
from reviews.models import Reading, Review, Worksheet, WorksheetChange
from reviews.worksheet_access import (
    content_of,
    contents_of,
    row_of,
    sheet_for,
    sheets_of,
)
from reviews.worksheets import evidence
from reviews.worksheets.content import READINGS_ALONG, Content, Row
from reviews.worksheets.kinds import KINDS
from reviews.worksheets.spec import Kind, Mark, Outcome
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound

NOTHING = Outcome()  # follows from what was not started


@dataclass(frozen=True, slots=True)
class Asked:
    """A question a worksheet is evidence for. supports: the practices it speaks for now."""

    review: UUID
    question: str
    supports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A kind of worksheet and how far it is. revision 0: it was not started."""

    spec: Kind
    revision: int = 0
    changed_at: datetime | None = None
    rows: int = 0
    outcome: Outcome = NOTHING
    questions: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetResource:
    """A worksheet. content: with all readings; outcome: as of `today`."""

    workload_id: UUID
    spec: Kind
    revision: int
    created_at: datetime
    changed_at: datetime
    content: Content
    outcome: Outcome
    today: date


@dataclass(frozen=True, slots=True)
class RowResource:
    """A row of a worksheet."""

    sheet: SheetResource
    row: Row

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What to look at in this row."""
        return tuple(mark for mark in self.sheet.outcome.marks if mark.row == self.row.number)


def standings(actor: Actor, workload_id: UUID) -> list[Standing]:
    """All kinds, in their order. Six queries at most."""
    workload = access.workload_for(actor, workload_id)
    sheets = sheets_of(workload)
    contents = contents_of(sheets.values())
    reviews = list(Review.objects.attached().filter(workload=workload).select_related("lens"))
    return [_standing(spec, sheets, contents, reviews) for spec in KINDS.values()]


def _standing(
    spec: Kind,
    sheets: Mapping[str, Worksheet],
    contents: Mapping[str, Content],
    reviews: Iterable[Review],
) -> Standing:
    found = Standing(spec)
    if spec.key in sheets:
        sheet, content = sheets[spec.key], contents[spec.key]
        outcome = spec.work_out(content, timezone.localdate())
        rows = len(content.rows)
        found = Standing(spec, sheet.revision, sheet.changed_at, rows, outcome)
    return replace(found, questions=tuple(_asked(spec, found.outcome, reviews)))


def _asked(spec: Kind, outcome: Outcome, reviews: Iterable[Review]) -> Iterator[Asked]:
    by_lens = evidence.questions_of(spec.key)
    for review in reviews:
        if review.lens.organization_id is not None:
            continue
        alias = review.lens.alias
        asked = compiled(review.lens_version_id).questions if alias in by_lens else ()
        for question in by_lens.get(alias, ()):
            if question in asked:
                supports = evidence.supports(spec.key, outcome.facts, alias, question)
                yield Asked(review.pk, question, supports)


def resource(actor: Actor, workload_id: UUID, kind: str) -> SheetResource:
    """A worksheet that was started. Five queries at most; NotFound `not-started`."""
    sheet = sheet_for(actor, workload_id, kind)
    content = content_of(sheet, is_whole=True)
    today = timezone.localdate()
    spec = KINDS[kind]
    return SheetResource(
        workload_id=sheet.workload_id,
        spec=spec,
        revision=sheet.revision,
        created_at=sheet.created_at,
        changed_at=sheet.changed_at,
        content=content,
        outcome=spec.work_out(_as_pages_see_it(content), today),
        today=today,
    )


def row_resource(actor: Actor, workload_id: UUID, kind: str, number: int) -> RowResource:
    """A row with what follows for it. Six queries at most."""
    found = resource(actor, workload_id, kind)
    row = found.content.row(number)
    if row is None:
        raise NotFound(_("There is no such row in this worksheet."))
    return RowResource(found, row)


def _as_pages_see_it(content: Content) -> Content:
    """With the newest readings only, so that every door tells the same result."""
    rows = (replace(row, readings=row.readings[-READINGS_ALONG:]) for row in content.rows)
    return replace(content, rows=tuple(rows))


def readings(actor: Actor, workload_id: UUID, kind: str, number: int) -> QuerySet[Reading]:
    """What was measured of a row."""
    sheet = sheet_for(actor, workload_id, kind)
    return Reading.objects.filter(row=row_of(sheet, number))


def history(actor: Actor, workload_id: UUID, kind: str) -> QuerySet[WorksheetChange]:
    """The changes of a worksheet, each with its person."""
    sheet = sheet_for(actor, workload_id, kind)
    return sheet.history.select_related("user")
