"""What a gate decides: questions and limits in, a verdict out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wellarch.cli.printing import number

# A question counts as the worst it is; what is not in here is no risk.
LEVELS = ("high", "medium", "unanswered")
WORDS = {"high": "high risk", "medium": "medium risk", "unanswered": "unanswered question"}


@dataclass(frozen=True)
class Question:
    """A question of a review. excused: why it does not count, "" when it does."""

    review: str
    lens: str
    lens_name: str
    pillar: str
    id: str
    code: str
    title: str
    risk: str
    url: str
    excused: str = ""


@dataclass(frozen=True)
class Limits:
    """What is let through; None: any number, any age."""

    high: int | None = 0
    medium: int | None = None
    unanswered: int | None = None
    age: timedelta | None = None

    def most(self, level: str) -> int | None:
        """How many questions of a level are let through."""
        found: int | None = getattr(self, level)
        return found


@dataclass(frozen=True)
class Rule:
    """One limit and what was found. name: the option that set it."""

    name: str
    passed: bool
    limit: int | None
    found: int | None
    sentence: str
    level: str = ""  # of the questions it counts


@dataclass(frozen=True)
class Subject:
    """What is judged: a workload, its questions, and when it was last looked at as a whole."""

    id: str
    name: str
    url: str
    questions: Sequence[Question]
    reviewed_at: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether the gate opens, and why."""

    subject: Subject
    rules: Sequence[Rule]
    failing: frozenset[str] = field(default_factory=frozenset)  # levels over their limit

    @property
    def passed(self) -> bool:
        """True when every rule holds."""
        return all(rule.passed for rule in self.rules)

    @property
    def excused(self) -> dict[str, int]:
        """Why risks do not count, and how many each."""
        reasons = [each.excused for each in self.risks() if each.excused]
        return {reason: reasons.count(reason) for reason in sorted(set(reasons))}

    def risks(self) -> list[Question]:
        """The questions of a level, worst first, those that do not count among them."""
        found = [each for each in self.subject.questions if each.risk in LEVELS]
        return sorted(found, key=lambda each: LEVELS.index(each.risk))

    def stops(self, question: Question) -> bool:
        """True when this question is one of too many."""
        return not question.excused and question.risk in self.failing


def judge(subject: Subject, limits: Limits, *, now: datetime) -> Verdict:
    """Hold a workload against its limits. A workload with no question at all never passes."""
    if not subject.questions:
        none = Rule("questions", False, None, 0, "Nothing is reviewed here: there are no questions")
        return Verdict(subject, (none,))
    rules = [
        _counted(subject, level, most)
        for level in LEVELS
        if (most := limits.most(level)) is not None
    ]
    if limits.age is not None:
        rules.append(_aged(subject.reviewed_at, limits.age, now))
    failing = frozenset(rule.level for rule in rules if rule.level and not rule.passed)
    return Verdict(subject, tuple(rules), failing)


def _counted(subject: Subject, level: str, most: int) -> Rule:
    found = sum(each.risk == level and not each.excused for each in subject.questions)
    sentence = f"{number(found, WORDS[level])}, at most {most}"
    return Rule(f"max-{level}", found <= most, most, found, sentence, level)


def _aged(reviewed_at: datetime | None, most: timedelta, now: datetime) -> Rule:
    if reviewed_at is None:
        sentence = "no milestone was recorded and no review completed yet"
        return Rule("max-age", False, most.days, None, sentence)
    age = now - reviewed_at
    sentence = (
        f"last milestone or completed review {number(age.days, 'day')} ago "
        f"({reviewed_at:%Y-%m-%d}), at most {most.days}"
    )
    return Rule("max-age", age <= most, most.days, age.days, sentence)
