"""What a snapshot tells beside the answers: improvements, trade-offs and maturity. Pure.

All of it is optional: content from before there was any has none of these keys, and content
without any leaves them out, so that it stays the same to the byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

UNFINISHED = frozenset({"open", "planned", "in_progress"})


@dataclass(frozen=True, slots=True)
class SnapshotEvidence:
    """What shows that an answer is true; of a file only what it is called.

    kind: link or file. choice: the id of the best practice it is for, empty for the question.
    """

    title: str
    kind: str
    url: str = ""
    name: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotLink:
    """An address somebody put beside an improvement."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SnapshotImprovement:
    """An improvement. Days are ISO 8601, empty where there is none.

    review, pillar, question, choices: the risk it lowers, by their ids; empty for one that
    stands for itself. steps to links: milestones from before they were kept have none.
    worksheet, worksheet_row: the row that showed it is needed; game_day, game_day_finding: what
    a rehearsal found, by its numbers.
    """

    number: int
    title: str
    state: str
    risk: str
    impact: str
    effort: str
    due: str = ""
    owner_name: str = ""
    owner_id: int = 0
    review: str = ""
    pillar: str = ""
    question: str = ""
    choices: tuple[str, ...] = ()
    recommendation: str = ""
    created_at: str = ""
    done_at: str = ""
    accepted_reason: str = ""
    accepted_until: str = ""
    accepted_by_name: str = ""
    accepted_by_id: int = 0
    steps: str = ""
    success_criteria: str = ""
    resources: str = ""
    links: tuple[SnapshotLink, ...] = ()
    worksheet: str = ""
    worksheet_row: int = 0
    game_day: int = 0
    game_day_finding: int = 0

    @property
    def is_unfinished(self) -> bool:
        """Something is still to be done."""
        return self.state in UNFINISHED


@dataclass(frozen=True, slots=True)
class SnapshotEffect:
    """What a decision does to a pillar: improves, neutral or worsens, and why."""

    pillar: str
    effect: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotTradeOff:
    """A decision. Amounts are a month's, as decimals in text, empty where unknown.

    questions: the ids of those it was linked to, each as (review, question).
    """

    number: int
    title: str
    state: str
    context: str = ""
    alternatives: str = ""
    effects: tuple[SnapshotEffect, ...] = ()
    cost: str = ""
    benefit: str = ""
    savings: str = ""
    revenue: str = ""
    currency: str = ""
    decided_on: str = ""
    decided_by_name: str = ""
    decided_by_id: int = 0
    questions: tuple[tuple[str, str], ...] = ()

    def effect_on(self, pillar: str) -> SnapshotEffect | None:
        """What it does to a pillar; None where nobody looked."""
        return next((effect for effect in self.effects if effect.pillar == pillar), None)


@dataclass(frozen=True, slots=True)
class SnapshotMaturity:
    """How far the team said it is with a pillar of a review, 1 to 5; None: not said."""

    review: str
    pillar: str
    level: int | None = None
    target: int | None = None
    target_on: str = ""
    note: str = ""


def evidence(values: Any) -> tuple[SnapshotEvidence, ...]:
    """From stored values; nothing for none."""
    return tuple(SnapshotEvidence(**value) for value in values or ())


def improvements(content: Mapping[str, Any]) -> tuple[SnapshotImprovement, ...]:
    """Those of stored content."""
    return tuple(
        SnapshotImprovement(
            **{
                **value,
                "choices": tuple(value["choices"]),
                "links": tuple(SnapshotLink(**link) for link in value.get("links", ())),
            }
        )
        for value in content.get("improvements", ())
    )


def tradeoffs(content: Mapping[str, Any]) -> tuple[SnapshotTradeOff, ...]:
    """Those of stored content."""
    return tuple(
        SnapshotTradeOff(
            **{
                **value,
                "effects": tuple(SnapshotEffect(**effect) for effect in value["effects"]),
                "questions": tuple((review, key) for review, key in value["questions"]),
            }
        )
        for value in content.get("tradeoffs", ())
    )


def maturity(content: Mapping[str, Any]) -> tuple[SnapshotMaturity, ...]:
    """That of stored content."""
    return tuple(SnapshotMaturity(**value) for value in content.get("maturity", ()))
