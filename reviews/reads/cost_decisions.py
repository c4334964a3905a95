"""An option of the cost worksheet that is to be written down as a trade-off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from reviews.models import TradeOff, Workload, Worksheet
from reviews.services import tradeoff_fields
from reviews.worksheet_access import content_of, sheet_for
from reviews.worksheets import cost
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound

KIND = "cost"


@dataclass(frozen=True, slots=True)
class FromOption:
    """What the form begins with. begin: {field: value}, effects as {pillar: (effect, note)}.

    there: the number of the trade-off it was written down as already, if that is still there.
    """

    workload: Workload
    number: int
    begin: Mapping[str, Any]
    there: int | None


def from_option(actor: Actor, workload_id: UUID, number: int) -> FromOption:
    """One option, for who may write trade-offs. Five queries; NotFound when there is none."""
    sheet = sheet_for(actor, workload_id, KIND, need=Action.IMPROVEMENT_WRITE)
    return option_of(sheet, number)


def option_of(sheet: Worksheet, number: int) -> FromOption:
    """One option of a sheet that access gave."""
    content = content_of(sheet)
    row = content.row(number)
    if row is None:
        raise NotFound(_("There is no such row in this worksheet."))
    kept = row.amount(cost.TRADEOFF)
    number_kept = int(kept) if kept else 0
    there = TradeOff.objects.filter(workload=sheet.workload, number=number_kept)
    begin = dict(cost.decision(content, row))
    most = tradeoff_fields.TEXTS["title"]
    return FromOption(
        workload=sheet.workload,
        number=number,
        begin={**begin, "title": begin["title"][:most]},
        there=number_kept if number_kept and there.exists() else None,
    )
