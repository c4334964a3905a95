"""Improvements for programs: rows with the people and issues they name, in a few queries."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from reviews import access
from reviews.models import Improvement, ImprovementChange
from reviews.reads import improvement_origins, improvements_of_all
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


def of_workload(actor: Actor, workload_id: UUID) -> QuerySet[Improvement]:
    """The improvements of a workload. One query, and three for rows that are read."""
    return _told(Improvement.objects.filter(workload=access.workload_for(actor, workload_id)))


def of_all(actor: Actor) -> QuerySet[Improvement]:
    """Those of every workload the actor sees that is not put away."""
    policy.require(actor, Action.READ)
    return _told(improvements_of_all.visible(actor))


def one(actor: Actor, workload_id: UUID, number: int) -> Improvement:
    """One improvement as it is now. NotFound for outsiders."""
    found = access.improvement_for(actor, workload_id, number)
    return _told(Improvement.objects.filter(pk=found.pk)).get()


def history(actor: Actor, workload_id: UUID, number: int) -> QuerySet[ImprovementChange]:
    """The changes of one improvement."""
    found = access.improvement_for(actor, workload_id, number)
    return ImprovementChange.objects.filter(improvement=found).select_related("user")


def _told(rows: QuerySet[Improvement]) -> QuerySet[Improvement]:
    related = ("workload", "owner", "accepted_by", "created_by", *improvement_origins.LOADED)
    return rows.select_related(*related).prefetch_related("tracker_links__tracker")
