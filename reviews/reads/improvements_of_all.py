"""The improvements of every workload one may see: one's own, all unfinished ones, overdue ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from reviews.models import UNFINISHED, Improvement
from reviews.reads import improvement_list, improvement_rows
from reviews.reads.improvement_rows import Row
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

PAGE_SIZE = 50
SHOWN = ("mine", "all", "overdue")


@dataclass(frozen=True, slots=True)
class ImprovementsOfAll:
    """What the page shows. counts: {one of SHOWN: unfinished improvements}."""

    show: str
    rows: tuple[Row, ...]
    page: Page[Improvement]
    counts: dict[str, int]


def show_of(query: Mapping[str, str]) -> str:
    """Which of SHOWN an address asks for; mine unless it is one."""
    show = query.get("show", "")
    return show if show in SHOWN else "mine"


def build(actor: Actor, show: str = "mine", page_number: str | int = 1) -> ImprovementsOfAll:
    """One page of what is unfinished, due first. Three queries, whatever the workloads."""
    policy.require(actor, Action.READ)
    today = timezone.localdate()
    waiting = visible(actor).filter(state__in=UNFINISHED)
    late = improvement_rows.overdue(today)
    mine = Q(owner=actor.user) if actor.user else Q(pk__in=[])
    wanted = {"mine": mine, "overdue": late}.get(show, Q())
    found = improvement_rows.loaded(improvement_list.in_order(waiting.filter(wanted), "due"))
    page = Paginator(found, PAGE_SIZE).get_page(page_number)
    counts = waiting.aggregate(
        mine=Count("pk", filter=mine), all=Count("pk"), overdue=Count("pk", filter=late)
    )
    return ImprovementsOfAll(
        show=show,
        rows=improvement_rows.rows_of(page.object_list, today),
        page=page,
        counts=counts,
    )


def visible(actor: Actor) -> QuerySet[Improvement]:
    """The improvements of the workloads the actor sees that are not put away."""
    return Improvement.objects.visible_to(actor).filter(workload__archived_at=None)
