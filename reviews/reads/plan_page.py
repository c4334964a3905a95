"""The improvement plan of a workload as a page shows it: grouped by risk, with due dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lenses.document import web_address
from reviews import access, planning
from reviews.models import UNFINISHED, Improvement, Workload
from reviews.reads import deadlines, snapshots
from reviews.snapshot import Snapshot, SnapshotChoice
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound


@dataclass(frozen=True, slots=True)
class WayOut:
    """A smallest set of practices; with them the question has this risk, or a lower one."""

    risk: str
    practices: tuple[str, ...]
    make: str  # what a form sends to make an improvement of it
    number: int | None  # of the unfinished improvement there is for just these


@dataclass(frozen=True, slots=True)
class Missing:
    """A practice that applies and is not in place; `make` and `number` as of a WayOut."""

    choice: SnapshotChoice
    make: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """One question at risk."""

    review_id: str
    question_id: str
    code: str
    title: str
    pillar_name: str
    lens_name: str
    risk: str
    issue_class: str
    deadline: deadlines.Deadline
    missing: tuple[Missing, ...]
    ways: tuple[WayOut, ...]
    numbers: tuple[int, ...]  # of the unfinished improvements there are for it
    reasons: tuple[tuple[str, str], ...]  # why the profile asks for it first: (answer, why)


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one risk. days: until such a risk is due; None is the backlog."""

    risk: str
    issue_class: str
    days: int | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ReviewTab:
    """A review one can narrow the plan to; an empty id is all of them."""

    id: str
    name: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the page shows."""

    workload: Workload
    groups: tuple[Group, ...]
    tabs: tuple[ReviewTab, ...]
    review_id: str
    is_narrowed: bool  # to the questions the profile asks for first
    prioritized_count: int  # of those at risk, whether the page is narrowed to them or not
    has_reviews: bool
    has_answers: bool
    overdue_count: int

    @property
    def count(self) -> int:
        """All items shown."""
        return sum(len(group.items) for group in self.groups)


def build(
    actor: Actor,
    workload_id: UUID,
    *,
    review_id: UUID | None = None,
    prioritized: bool = False,
) -> PlanPage:
    """The plan, of one review if given (NotFound when it is not attached). Five queries.

    prioritized: only the questions the workload's profile asks for first.
    """
    workload = access.workload_for(actor, workload_id)
    taken = snapshots.take(workload, work=False)
    wanted = str(review_id) if review_id else ""
    if wanted and wanted not in {review.id for review in taken.reviews}:
        raise NotFound(_("There is no such review."))
    days = workload.organization.due_days
    today = timezone.localdate()
    found = planning.build(taken, days, review_id=wanted or None)
    work = _work_of(workload)
    items = [_item(item, today, work) for item in found if item.is_prioritized or not prioritized]
    return PlanPage(
        workload=workload,
        groups=tuple(
            Group(risk.value, of_risk[0].issue_class, days[risk.value], of_risk)
            for risk in planning.AT_RISK
            if (of_risk := tuple(item for item in items if item.risk == risk))
        ),
        tabs=_tabs(taken, wanted),
        review_id=wanted,
        is_narrowed=prioritized,
        prioritized_count=sum(item.is_prioritized for item in found),
        has_reviews=bool(taken.reviews),
        has_answers=bool(taken.counts.answered),
        overdue_count=sum(item.deadline.state == "overdue" for item in items),
    )


# (review, question) → the unfinished improvements: number and practices
_Work = dict[tuple[str, str], list[tuple[int, frozenset[str]]]]


def _work_of(workload: Workload) -> _Work:
    rows = Improvement.objects.filter(workload=workload, state__in=UNFINISHED)
    found: _Work = {}
    for number, review, question, choices in rows.order_by("number").values_list(
        "number", "review_id", "question_key", "choices"
    ):
        found.setdefault((str(review), question), []).append((number, frozenset(choices)))
    return found


def make_value(review_id: str, question: str, choices: Sequence[str]) -> str:
    """What a form sends to make an improvement of these practices of a question."""
    return urlencode({"review": review_id, "question": question, "choice": choices}, doseq=True)


def _item(item: planning.PlanItem, today: date, work: _Work) -> Item:
    question = item.question.id
    there = work.get((item.review_id, question), [])

    def offer(ids: Sequence[str]) -> tuple[str, int | None]:
        number = next((n for n, choices in there if choices == frozenset(ids)), None)
        return make_value(item.review_id, question, ids), number

    return Item(
        review_id=item.review_id,
        question_id=question,
        code=item.question.code,
        title=item.question.title,
        pillar_name=item.pillar_name,
        lens_name=item.lens_name,
        risk=item.risk.value,
        issue_class=item.issue_class,
        deadline=deadlines.deadline(item.due, today),
        missing=tuple(
            Missing(
                replace(choice, improvement_url=web_address(choice.improvement_url)),
                *offer([choice.id]),
            )
            for choice in item.missing
        ),
        ways=tuple(
            WayOut(
                way.target.value,
                tuple(practice.title for practice in way.practices),
                *offer([practice.id for practice in way.practices]),
            )
            for way in item.ways
        ),
        numbers=tuple(number for number, _choices in there),
        reasons=item.reasons,
    )


def _tabs(taken: Snapshot, wanted: str) -> tuple[ReviewTab, ...]:
    if len(taken.reviews) < 2:
        return ()
    every = ReviewTab("", _("All reviews"), taken.counts.at_risk, not wanted)
    return (
        every,
        *(
            ReviewTab(review.id, review.lens_name, review.counts.at_risk, review.id == wanted)
            for review in taken.reviews
        ),
    )
