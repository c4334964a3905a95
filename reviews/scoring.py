"""Counts, progress and scores of answers. Pure: no database, no clock, no settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta

from lenses.compiled import CompiledQuestion
from lenses.rules import Risk, Selection, evaluate
from reviews import changes


def risk_of(asked: CompiledQuestion, state: Mapping[str, changes.Value]) -> Risk:
    """The risk of a question in this flat state: the rule of the product in one place."""
    if not state.get("is_applicable", True):
        return Risk.NOT_APPLICABLE
    selected, set_aside = changes.selection(state)
    return evaluate(asked.rules, Selection(selected, set_aside)).risk


@dataclass(frozen=True, slots=True)
class Counts:
    """How many questions have which risk."""

    high: int = 0
    medium: int = 0
    low: int = 0
    none: int = 0
    unanswered: int = 0
    not_applicable: int = 0

    @property
    def total(self) -> int:
        """All questions."""
        return sum(getattr(self, field.name) for field in fields(self))

    @property
    def answered(self) -> int:
        """Questions that are not open: answered ones and those that do not apply."""
        return self.total - self.unanswered

    @property
    def at_risk(self) -> int:
        """Questions with a high, medium or low risk."""
        return self.high + self.medium + self.low

    @property
    def percent_answered(self) -> int:
        """Whole percent of answered questions, 100 only when all are."""
        return self.answered * 100 // self.total if self.total else 0

    def __add__(self, other: Counts) -> Counts:
        """The counts of both together."""
        return Counts(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        )

    def as_dict(self) -> dict[str, int]:
        """{risk: number}, in order of severity."""
        return asdict(self)

    @classmethod
    def of(cls, numbers: Mapping[str, int]) -> Counts:
        """From {risk: number}; other keys are ignored, missing ones are 0."""
        return cls(**{f.name: int(numbers.get(f.name, 0)) for f in fields(cls)})


def count(risks: Iterable[str]) -> Counts:
    """The counts of these risks."""
    numbers: dict[str, int] = {}
    for risk in risks:
        numbers[risk] = numbers.get(risk, 0) + 1
    return Counts.of(numbers)


@dataclass(frozen=True, slots=True)
class PracticeTally:
    """Practices (choices other than "none of these") in place, of those that apply."""

    in_place: int = 0
    applicable: int = 0

    @property
    def percent(self) -> int | None:
        """Whole percent in place, rounded half up; None when nothing applies."""
        return round_half_up(self.in_place * 100, self.applicable) if self.applicable else None

    def __add__(self, other: PracticeTally) -> PracticeTally:
        """Both together."""
        return PracticeTally(self.in_place + other.in_place, self.applicable + other.applicable)


def checklist_score(by_pillar: Mapping[str, PracticeTally]) -> int | None:
    """The score of a whole checklist: the mean of the pillars' rounded percents, rounded.

    Source: `calculateReviewScore` in seed 000, section 11. A pillar where nothing applies is
    left out of the mean; None when that is all of them.
    """
    percents = [tally.percent for tally in by_pillar.values() if tally.percent is not None]
    return round_half_up(sum(percents), len(percents)) if percents else None


def round_half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator as a whole number; halves go up (as JavaScript's Math.round)."""
    return (2 * numerator + denominator) // (2 * denominator)


def due_on(risk: str, since: date | None, days: Mapping[str, int | None]) -> date | None:
    """When a risk of this class is due: `days[risk]` after it arose; None is the backlog.

    Source: seed 000, section 8 (high 30 days, medium 90, low backlog); an organization may
    set its own days.
    """
    allowed = days.get(risk)
    return since + timedelta(days=allowed) if since and allowed is not None else None


# The classes of issue that a review reports, by risk (seed 000, section 8).
ISSUE_CLASS = {Risk.HIGH: "HRI", Risk.MEDIUM: "MRI", Risk.LOW: "LRI"}
