"""The way around a review: pillars with progress, questions with their state. No queries.

Made from a compiled lens and {question: risk}; knows nothing of what was answered beside that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from lenses.compiled import CompiledLens, CompiledPillar, CompiledQuestion
from reviews.charts import StackedBar, percent, stacked_bar
from reviews.models import Answer
from reviews.scoring import Counts, count

UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class NavQuestion:
    """One line of the question list."""

    id: str
    number: int
    code: str
    title: str
    risk: str
    is_current: bool


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

    @property
    def percent(self) -> int:
        """Whole percent of answered questions, as charts say it."""
        return percent(self.counts.answered, self.counts.total)


def risks_of(review_id: UUID) -> dict[str, str]:
    """{question: risk} of a review that was reached through access: one query."""
    return dict(
        Answer.objects.filter(review_id=review_id)
        .order_by("position")
        .values_list("question_key", "risk")
    )


def build(lens: CompiledLens, risks: Mapping[str, str], *, current: str = "") -> Nav:
    """The navigation around one question, or around none."""
    pillars = tuple(pillar_line(pillar, risks, current=current) for pillar in lens.pillars)
    return Nav(
        pillars=pillars,
        counts=sum((pillar.counts for pillar in pillars), Counts()),
        next_unanswered=next_unanswered(lens, risks, after=current),
    )


def pillar_line(
    pillar: CompiledPillar, risks: Mapping[str, str], *, current: str = ""
) -> NavPillar:
    """One pillar with its questions."""
    asked = [question for question in pillar.questions if question.id in risks]
    counts = count(risks[question.id] for question in asked)
    unanswered = [question.id for question in asked if risks[question.id] == UNANSWERED]
    return NavPillar(
        id=pillar.id,
        number=pillar.number,
        name=pillar.name,
        counts=counts,
        bar=stacked_bar(counts.as_dict()),
        is_current=any(question.id == current for question in asked),
        entry=next(iter(unanswered or [question.id for question in asked]), ""),
        questions=tuple(question_line(each, risks[each.id], current=current) for each in asked),
    )


def question_line(question: CompiledQuestion, risk: str, *, current: str = "") -> NavQuestion:
    """One question of the list."""
    return NavQuestion(
        id=question.id,
        number=question.number,
        code=question.code,
        title=question.title,
        risk=risk,
        is_current=question.id == current,
    )


def next_unanswered(lens: CompiledLens, risks: Mapping[str, str], *, after: str = "") -> str | None:
    """The first open question behind `after`, else the first one before it; never itself."""
    order = list(lens.questions)
    place = order.index(after) + 1 if after in order else 0
    around = [*order[place:], *order[:place]]
    return next((q for q in around if q != after and risks.get(q) == UNANSWERED), None)
