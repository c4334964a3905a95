"""The way around a review: pillars with progress, questions with their state. No queries.

Made from a compiled lens and the standing of its questions: their risk, and what the team still
has to do about them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Subquery

from lenses.compiled import CompiledLens, CompiledPillar, CompiledQuestion
from reviews.charts import StackedBar, percent, stacked_bar
from reviews.models import Answer, Milestone, Review
from reviews.profile_access import marks_of
from reviews.reads import names
from reviews.scoring import Counts, count

UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class State:
    """How one question stands."""

    risk: str = UNANSWERED
    is_parked: bool = False
    assignee: int | None = None
    is_confirmed: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How all questions of a review stand, for one viewer."""

    states: Mapping[str, State] = field(default_factory=dict)
    viewer: int | None = None
    milestone_at: datetime | None = None  # of the workload's last milestone
    prioritized: Collection[str] = ()  # the questions its profile asks for first

    @property
    def risks(self) -> dict[str, str]:
        """{question: risk}."""
        return {key: state.risk for key, state in self.states.items()}

    def with_answer(self, answer: Answer) -> Standing:
        """The same with one answer as it is now."""
        return replace(self, states={**self.states, answer.question_key: state_of(answer)})

    def is_changed(self, state: State) -> bool:
        """Whether somebody changed the answer since the last milestone."""
        return bool(self.milestone_at and state.changed_at and state.changed_at > self.milestone_at)


@dataclass(frozen=True, slots=True)
class NavQuestion:
    """One line of the question list. `filters` are the words it can be found by."""

    id: str
    number: int
    code: str
    title: str
    risk: str
    risk_word: str
    is_current: bool
    is_parked: bool
    is_mine: bool
    is_changed: bool
    is_confirmed: bool
    is_prioritized: bool = False

    @property
    def filters(self) -> str:
        """What the filter of the list looks for: the risk and the marks."""
        marks = ("parked", "mine", "changed", "confirmed", "prioritized")
        return " ".join([self.risk, *(mark for mark in marks if getattr(self, f"is_{mark}"))])


@dataclass(frozen=True, slots=True)
class NavPillar:
    """One pillar of the question list. `entry` is its first open question, else its first."""

    id: str
    number: int
    name: str
    counts: Counts
    bar: StackedBar
    is_current: bool
    entry: str
    questions: tuple[NavQuestion, ...]


@dataclass(frozen=True, slots=True)
class Nav:
    """The whole list. `next_unanswered` looks on from the current question and wraps around."""

    pillars: tuple[NavPillar, ...]
    counts: Counts
    next_unanswered: str | None
    prioritized: Counts = field(default_factory=Counts)  # of the prioritized questions

    @property
    def percent(self) -> int:
        """Whole percent of answered questions, as charts say it."""
        return percent(self.counts.answered, self.counts.total)


def standing_of(review: Review, *, viewer: int | None = None) -> Standing:
    """How the questions of a review stand that was reached through access: one query."""
    last = Milestone.objects.filter(workload=review.workload_id).order_by("-number")
    rows = (
        Answer.objects.filter(review=review)
        .annotate(milestone_at=Subquery(last.values("recorded_at")[:1]))
        .only(
            "question_key", "risk", "parked_at", "assignee_id", "revision", "confirmed_revision",
            "changed_at",
        )
        .order_by("position")
    )  # fmt: skip
    states = {row.question_key: state_of(row) for row in rows}
    milestone_at = getattr(rows[0], "milestone_at", None) if states else None
    return Standing(states, viewer, milestone_at, prioritized_in(review))


def prioritized_in(review: Review) -> Collection[str]:
    """The questions of a review that the profile of its workload asks for first. No query once
    the process knows both."""
    return marks_of(review.workload.profile_version_id, review.lens_version_id)


def state_of(answer: Answer) -> State:
    """How the question of one answer stands."""
    return State(
        risk=answer.risk,
        is_parked=answer.parked_at is not None,
        assignee=answer.assignee_id,
        is_confirmed=answer.is_confirmed,
        changed_at=answer.changed_at,
    )


def build(lens: CompiledLens, standing: Standing, *, current: str = "") -> Nav:
    """The navigation around one question, or around none."""
    risks = standing.risks
    pillars = tuple(pillar_line(pillar, standing, current=current) for pillar in lens.pillars)
    return Nav(
        pillars=pillars,
        counts=sum((pillar.counts for pillar in pillars), Counts()),
        next_unanswered=next_unanswered(lens, risks, after=current),
        prioritized=count(risk for key, risk in risks.items() if key in standing.prioritized),
    )


def pillar_line(pillar: CompiledPillar, standing: Standing, *, current: str = "") -> NavPillar:
    """One pillar with its questions."""
    states = standing.states
    asked = [question for question in pillar.questions if question.id in states]
    counts = count(states[question.id].risk for question in asked)
    unanswered = [question.id for question in asked if states[question.id].risk == UNANSWERED]
    return NavPillar(
        id=pillar.id,
        number=pillar.number,
        name=pillar.name,
        counts=counts,
        bar=stacked_bar(counts.as_dict()),
        is_current=any(question.id == current for question in asked),
        entry=next(iter(unanswered or [question.id for question in asked]), ""),
        questions=tuple(question_line(each, standing, current=current) for each in asked),
    )


def question_line(
    question: CompiledQuestion, standing: Standing, *, current: str = ""
) -> NavQuestion:
    """One question of the list."""
    state = standing.states[question.id]
    return NavQuestion(
        id=question.id,
        number=question.number,
        code=question.code,
        title=question.title,
        risk=state.risk,
        risk_word=names.risk(state.risk),
        is_current=question.id == current,
        is_parked=state.is_parked,
        is_mine=state.assignee is not None and state.assignee == standing.viewer,
        is_changed=standing.is_changed(state),
        is_confirmed=state.is_confirmed,
        is_prioritized=question.id in standing.prioritized,
    )


def next_unanswered(lens: CompiledLens, risks: Mapping[str, str], *, after: str = "") -> str | None:
    """The first open question behind `after`, else the first one before it; never itself."""
    order = list(lens.questions)
    place = order.index(after) + 1 if after in order else 0
    around = [*order[place:], *order[:place]]
    return next((q for q in around if q != after and risks.get(q) == UNANSWERED), None)
