"""A row of a worksheet becomes an improvement: what shows that it is needed stays linked to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews.models import UNFINISHED, Improvement
from reviews.reads import worksheet_improvements as texts
from reviews.services import improvement_making
from reviews.worksheet_access import content_of, kind_of, row_of, sheet_for
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound


@dataclass(frozen=True, slots=True)
class Made:
    """The improvement of a row. is_new: False when it was there already."""

    improvement: Improvement
    is_new: bool


def make(
    actor: Actor,
    workload_id: UUID,
    kind: str,
    number: int,
    *,
    review_id: UUID | None = None,
    question: str = "",
    **fields: Any,
) -> Made:
    """Make an improvement from a row; the unfinished one there is already is returned instead.

    fields: any of improvement_fields.EDITABLE; what is not given says what follows from the
    row. With a question, pillar, risk and due date follow from it, else the pillar is that of
    the worksheet. NotFound for a row of which none can be made.
    """
    with transaction.atomic():
        sheet = sheet_for(actor, workload_id, kind, need=Action.IMPROVEMENT_WRITE, lock=True)
        spec = kind_of(kind)
        row = row_of(sheet, number)
        table = spec.table(row.table)
        if table is None or not table.makes_improvements:
            raise NotFound(_("No improvement can be made from this row."))
        there = row.improvements.filter(state__in=UNFINISHED).order_by("number").first()
        if there is not None:
            there.workload = sheet.workload
            return Made(there, is_new=False)
        source = None
        if question:
            source = improvement_making.source_of(sheet.workload, review_id, question)
        begin = texts.texts_of(spec, content_of(sheet), number)
        given = {key: value for key, value in fields.items() if key != "pillar_key"}
        wanted = {**begin, **given}
        if source is None:
            wanted["pillar_key"] = spec.pillar
        improvement = improvement_making.own(actor, sheet.workload, source, wanted)
        improvement.worksheet_row = row
        improvement.save(update_fields=["worksheet_row"])
    return Made(improvement, is_new=True)
