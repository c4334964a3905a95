"""An improvement as lists, boards, calendars and pages show it. Rows in, no query of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews.models import UNFINISHED, Improvement, ImprovementState, Level
from reviews.reads import deadlines, improvement_origins, names
from reviews.reads.answer_history import initials
from reviews.reads.improvement_origins import Origin
from wellarch.accounts.models import User

LONG = (
    "recommendation", "steps", "success_criteria", "resources", "links",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a list names them."""

    id: int
    name: str
    initials: str

    @property
    def key(self) -> str:
        """The id as addresses and forms send it."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Row:
    """One improvement. risk: of its question when it was made, empty for one of its own.

    code, question_title: of its question, empty if it has none or it is no longer asked.
    origin: what showed that it is needed, where that was no question alone.
    """

    id: UUID
    number: int
    title: str
    workload_id: UUID
    workload_name: str
    state: str
    state_label: str
    state_since: datetime
    is_unfinished: bool
    risk: str
    impact: str
    effort: str
    owner: Person | None
    due_on: date | None
    has_own_date: bool
    deadline: deadlines.Deadline
    done_at: datetime | None
    accepted_reason: str
    accepted_until: date | None
    review_id: UUID | None
    lens_name: str
    pillar: str
    pillar_name: str
    question: str
    code: str
    question_title: str
    choices: tuple[str, ...]
    origin: Origin | None
    created_at: datetime
    changed_at: datetime
    revision: int

    @property
    def is_overdue(self) -> bool:
        """Unfinished, and its day has passed."""
        return self.is_unfinished and self.deadline.state == "overdue"


def loaded(rows: QuerySet[Improvement]) -> QuerySet[Improvement]:
    """With what `row` needs, in the same query, without long texts."""
    related = ("owner", "workload", "review__lens", *improvement_origins.LOADED)
    return rows.select_related(*related).only(
        *(f.name for f in Improvement._meta.concrete_fields if f.name not in LONG),
        "owner__name", "owner__email", "owner__erased_at", "workload__name",
        "review__lens_version_id", "review__removed_at", "review__lens__name",
        *improvement_origins.COLUMNS,
    )  # fmt: skip


def rows_of(rows: Iterable[Improvement], today: date) -> tuple[Row, ...]:
    """Rows as they are shown on a day."""
    return tuple(row(each, today) for each in rows)


def row(improvement: Improvement, today: date) -> Row:
    """One improvement as it is shown on a day."""
    asked = question_of(improvement)
    is_unfinished = improvement.state in UNFINISHED
    return Row(
        id=improvement.pk,
        number=improvement.number,
        title=improvement.title,
        workload_id=improvement.workload_id,
        workload_name=improvement.workload.name,
        state=improvement.state,
        state_label=str(ImprovementState(improvement.state).label),
        state_since=improvement.state_since,
        is_unfinished=is_unfinished,
        risk=improvement.risk,
        impact=improvement.impact,
        effort=improvement.effort,
        owner=person(improvement.owner),
        due_on=improvement.due_on,
        has_own_date=improvement.has_own_date,
        deadline=deadlines.deadline(improvement.due_on, today),
        done_at=improvement.done_at,
        accepted_reason=improvement.accepted_reason,
        accepted_until=improvement.accepted_until,
        review_id=improvement.review_id,
        lens_name=improvement.review.lens.name if improvement.review else "",
        pillar=improvement.pillar_key,
        pillar_name=pillar_name(improvement),
        question=improvement.question_key,
        code=asked.code if asked else "",
        question_title=asked.title if asked else "",
        choices=tuple(improvement.choices),
        origin=improvement_origins.of(improvement),
        created_at=improvement.created_at,
        changed_at=improvement.changed_at,
        revision=improvement.revision,
    )


def person(user: User | None) -> Person | None:
    """Somebody as a list names them."""
    return Person(user.pk, str(user), initials(str(user))) if user else None


def question_of(improvement: Improvement) -> CompiledQuestion | None:
    """The question it came from, as the review's lens asks it now; None if it no longer does."""
    review = improvement.review
    if review is None or review.removed_at is not None or not improvement.question_key:
        return None
    return compiled(review.lens_version_id).questions.get(improvement.question_key)


def pillar_name(improvement: Improvement) -> str:
    """How its pillar is called: by the lens, else as the framework calls it, else its key."""
    key = improvement.pillar_key
    if key and improvement.review is not None:
        found = compiled(improvement.review.lens_version_id).pillar.get(key)
        if found is not None:
            return found.name
    return str(names.PILLARS.get(key, key))


def overdue(today: date) -> Q:
    """The condition on improvements that are unfinished and past their day."""
    return Q(state__in=UNFINISHED, due_on__lt=today)


def is_finished() -> Case:
    """A column that sorts what is still to be done before the rest."""
    unfinished = When(state__in=UNFINISHED, then=Value(0))
    return Case(unfinished, default=Value(1), output_field=IntegerField())


def ordered_by_word(field: str, words: Iterable[str]) -> Case:
    """A column of words as a number that sorts as they are listed; others come last."""
    cases = [When(**{field: word}, then=Value(n)) for n, word in enumerate(words)]
    return Case(*cases, default=Value(99), output_field=IntegerField())


def level_label(level: str) -> str:
    """Low, medium or high."""
    return str(Level(level).label) if level in Level.values else level


def choice_title(asked: CompiledQuestion | None, choice: str) -> str:
    """How a best practice is called; its key when the lens has it no more."""
    found = asked.choice.get(choice) if asked else None
    return " ".join(found.title.split()) if found else choice
