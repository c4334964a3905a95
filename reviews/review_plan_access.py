"""The only way to reach a planned review for an actor: through its workload.

Every change locks the workload's row first; the rows of planned reviews need no lock.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from reviews import access
from reviews.models import PlannedReview
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound


def planned_for(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    need: Action = Action.READ,
    lock: bool = False,
) -> PlannedReview:
    """One planned review with its workload and milestone. Two queries; NotFound for outsiders."""
    workload = access.workload_for(actor, workload_id, need=need, lock=lock)
    rows = PlannedReview.objects.filter(workload=workload, number=number)
    found = rows.select_related("milestone", "created_by").defer("milestone__content").first()
    if found is None:
        raise NotFound(_("There is no such planned review."))
    found.workload = workload
    return found
