"""The only way to reach a game day for an actor: through its workload.

Every change locks the workload's row first, so that nobody else changes one of its game days
meanwhile; their own rows need no lock.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import GameDay, GameDayEntry, GameDayFinding, Workload
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound


def game_day_for(
    actor: Actor,
    workload_id: UUID,
    number: int,
    *,
    need: Action = Action.READ,
    lock: bool = False,
) -> GameDay:
    """One game day with its workload and the failure mode it is about. Two queries; NotFound
    for outsiders."""
    workload = access.workload_for(actor, workload_id, need=need, lock=lock)
    found = of_workload(workload).filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no such game day."))
    found.workload = workload
    return found


def of_workload(workload: Workload) -> QuerySet[GameDay]:
    """The game days of a workload that access gave."""
    return GameDay.objects.filter(workload=workload).select_related("created_by", "source")


def entry_of(game_day: GameDay, entry_id: int) -> GameDayEntry:
    """One entry of its timeline. One query; NotFound when it is of another."""
    found = game_day.entries.filter(pk=entry_id).select_related("user").first()
    if found is None:
        raise NotFound(_("There is no such entry in this timeline."))
    found.game_day = game_day
    return found


def finding_of(game_day: GameDay, number: int) -> GameDayFinding:
    """One of its findings. One query; NotFound when there is none with this number."""
    found = game_day.findings.filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no such finding."))
    found.game_day = game_day
    return found
