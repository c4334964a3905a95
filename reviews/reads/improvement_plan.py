"""The improvement plan with what is worked on already, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from reviews.models import UNFINISHED, Improvement
from reviews.planning import PlanItem
from reviews.reads import resources
from wellarch.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Work:
    """An unfinished improvement of a question: its number, and what it is to put in place."""

    number: int
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """One question of the plan with the unfinished improvements there are for it."""

    item: PlanItem
    work: tuple[Work, ...]

    def number_for(self, choices: Iterable[str]) -> int | None:
        """The number of the improvement for just these practices."""
        wanted = set(choices)
        return next((each.number for each in self.work if set(each.choices) == wanted), None)


def build(
    actor: Actor, workload_id: UUID, *, review_id: UUID | None, prioritized: bool | None
) -> tuple[Planned, ...]:
    """The plan, as resources.plan. One query more."""
    items = resources.plan(actor, workload_id, review_id=review_id, prioritized=prioritized)
    rows = Improvement.objects.filter(workload=workload_id, state__in=UNFINISHED)
    found: dict[tuple[str, str], list[Work]] = {}
    for number, review, question, choices in rows.order_by("number").values_list(
        "number", "review_id", "question_key", "choices"
    ):
        found.setdefault((str(review), question), []).append(Work(number, tuple(choices)))
    return tuple(
        Planned(item, tuple(found.get((item.review_id, item.question.id), ()))) for item in items
    )
