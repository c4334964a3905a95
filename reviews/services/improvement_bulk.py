"""Several improvements changed together, as a list lets one tick them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import access
from reviews.services import improvements
from reviews.services.improvements import MAX_AT_ONCE
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid


def edit_many(
    actor: Actor, workload_id: UUID, *, numbers: Sequence[int], fields: Mapping[str, Any]
) -> int:
    """Set some fields (improvement_fields.EDITABLE) of these improvements: all or none.

    Returns how many there were. Invalid when nothing is named to change or nothing to set, or
    for a value that is wrong; NotFound for a number there is not.
    """
    with transaction.atomic():
        access.workload_for(actor, workload_id, need=Action.IMPROVEMENT_WRITE, lock=True)
        wanted = sorted(set(numbers))
        if not 0 < len(wanted) <= MAX_AT_ONCE:
            message = _("Tick 1 to %(n)d improvements.") % {"n": MAX_AT_ONCE}
            raise Invalid(fields={"numbers": [message]})
        if not fields:
            raise Invalid(fields={"fields": [_("Choose what to change.")]})
        for number in wanted:
            improvements.edit(actor, workload_id, number, fields=fields)
    return len(wanted)
