"""An option of the cost worksheet is written down as a trade-off: what it saves and costs becomes
a decision that says what it does to every pillar."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews.models import TradeOff
from reviews.reads import cost_decisions
from reviews.services import tradeoff_fields, tradeoffs, worksheets
from reviews.worksheet_access import sheet_for
from reviews.worksheets import cost
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict


def write_down(actor: Actor, workload_id: UUID, number: int, **fields: Any) -> TradeOff:
    """Make a trade-off from option `number`, whose row keeps the number of it.

    fields: any of tradeoff_fields.EDITABLE; what is not given follows from the option. Conflict
    `written-down` while there is one already.
    """
    with transaction.atomic():
        sheet = sheet_for(
            actor, workload_id, cost_decisions.KIND, need=Action.WORKSHEET_WRITE, lock=True
        )
        option = cost_decisions.option_of(sheet, number)
        if option.there is not None:
            message = _("This option is written down as trade-off %(n)d already.")
            raise Conflict(message % {"n": option.there}, code="written-down")
        known = tradeoff_fields.pillars_of(sheet.workload)
        effects = {
            key: {"effect": effect, "note": note}
            for key, (effect, note) in option.begin["effects"].items()
            if key in known
        }
        made = tradeoffs.make(actor, workload_id, **{**option.begin, "effects": effects, **fields})
        kept = {cost.TRADEOFF: str(made.number)}
        worksheets.edit(actor, workload_id, cost_decisions.KIND, number, values=kept)
    return made
