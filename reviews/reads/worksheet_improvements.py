"""Improvements and the rows of worksheets they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews.models import UNFINISHED, Answer, Improvement, RiskLevel, Workload, Worksheet
from reviews.services import improvement_fields
from reviews.telling import words
from reviews.worksheet_access import content_of, kind_of, row_of, sheet_for
from reviews.worksheets import evidence, proposals
from reviews.worksheets.content import Content
from reviews.worksheets.spec import Kind
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound

AT_RISK = (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW)


@dataclass(frozen=True, slots=True)
class RowImprovement:
    """An improvement that was made from a row."""

    number: int
    title: str
    state: str
    is_unfinished: bool


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A question the worksheet is evidence for, whose answer is at risk. key: what a form sends."""

    key: str
    code: str
    title: str
    risk: str


@dataclass(frozen=True, slots=True)
class FromRow:
    """What is offered when a row becomes an improvement.

    texts: {field: text} it begins with. there: the unfinished one that was made from the row
    already. questions: at risk, worst first; the improvement may be for one of them.
    """

    workload: Workload
    kind: str
    sheet_title: str
    number: int
    label: str
    texts: Mapping[str, Any]
    there: RowImprovement | None
    questions: tuple[AtRisk, ...]


def from_row(actor: Actor, workload_id: UUID, kind: str, number: int) -> FromRow:
    """What is offered for one row. Six queries; NotFound for a row that makes none."""
    sheet = sheet_for(actor, workload_id, kind, need=Action.IMPROVEMENT_WRITE)
    spec = kind_of(kind)
    row = row_of(sheet, number)
    table = spec.table(row.table)
    if table is None or not table.makes_improvements:
        raise NotFound(_("No improvement can be made from this row."))
    content = content_of(sheet)
    made = of_rows(sheet).get(number, ())
    plain = content.row(number)
    return FromRow(
        workload=sheet.workload,
        kind=kind,
        sheet_title=words(spec.title),
        number=number,
        label=(table.name_of(plain.values) if plain else "") or str(number),
        texts=texts_of(spec, content, number),
        there=next((each for each in made if each.is_unfinished), None),
        questions=at_risk(sheet.workload, kind),
    )


def of_rows(sheet: Worksheet) -> dict[int, tuple[RowImprovement, ...]]:
    """{row number: the improvements made from it, in their order}. One query."""
    found: dict[int, list[RowImprovement]] = defaultdict(list)
    rows = Improvement.objects.filter(worksheet_row__worksheet=sheet).order_by("number")
    for row, number, title, state in rows.values_list(
        "worksheet_row__number", "number", "title", "state"
    ):
        found[row].append(RowImprovement(number, title, state, state in UNFINISHED))
    return {row: tuple(made) for row, made in found.items()}


def texts_of(spec: Kind, content: Content, number: int) -> dict[str, str]:
    """The texts an improvement made from a row begins with, in the reader's language."""
    row = content.row(number)
    if row is None:
        return {}
    said = proposals.texts(spec, content, row, timezone.localdate())
    most = improvement_fields.TEXTS
    return {
        field: _text(value)[: most.get(field, 20)] for field, value in said.items() if value
    }  # fmt: skip


def at_risk(workload: Workload, kind: str) -> tuple[AtRisk, ...]:
    """The questions this kind is evidence for whose answers are at risk, worst first. One query."""
    asked = Q()
    for lens, questions in evidence.questions_of(kind).items():
        asked |= Q(review__lens__alias=lens, question_key__in=questions)
    if not asked:
        return ()
    answers = (
        Answer.objects.filter(
            asked,
            review__workload=workload,
            review__removed_at=None,
            review__lens__organization=None,
            risk__in=AT_RISK,
        )
        .select_related("review")
        .order_by("review__created_at", "question_key")
    )
    found = (_at_risk(answer) for answer in answers)
    return tuple(sorted((each for each in found if each), key=lambda q: AT_RISK.index(q.risk)))


def _at_risk(answer: Answer) -> AtRisk | None:
    asked = compiled(answer.review.lens_version_id).questions.get(answer.question_key)
    if asked is None:
        return None
    title = " ".join(asked.title.split())
    return AtRisk(f"{answer.review_id}/{asked.id}", asked.code, title, answer.risk)


def _text(value: Any) -> str:
    lines: Iterable[Any] = value if isinstance(value, tuple) else (value,)
    return "\n".join(line if isinstance(line, str) else words(line) for line in lines)
