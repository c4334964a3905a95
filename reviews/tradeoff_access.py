"""The only way to reach a trade-off for an actor: through its workload.

Every change locks the workload's row first, so that nobody else changes one of its trade-offs
meanwhile; their own rows need no lock.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from reviews import access
from reviews.models import TradeOff
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound


def tradeoff_for(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    need: Action = Action.READ,
    lock: bool = False,
) -> TradeOff:
    """One trade-off with its workload and who decided. Two queries; NotFound for outsiders."""
    workload = access.workload_for(actor, workload_id, need=need, lock=lock)
    rows = TradeOff.objects.filter(workload=workload, number=number)
    found = rows.select_related("decided_by", "created_by").first()
    if found is None:
        raise NotFound(_("There is no such trade-off."))
    found.workload = workload
    return found
