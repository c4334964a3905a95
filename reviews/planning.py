"""The improvement plan: questions at risk in order, what is missing, and the shortest ways out.

Pure: no database, no clock. Works on snapshots, so a milestone has a plan as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from lenses.rules import Risk, RuleSet, Selection, compile_rules, paths
from reviews.scoring import ISSUE_CLASS, due_on
from reviews.snapshot import (
    Snapshot,
    SnapshotChoice,
    SnapshotProfile,
    SnapshotQuestion,
    SnapshotReview,
)

AT_RISK = (Risk.HIGH, Risk.MEDIUM, Risk.LOW)
_NEXT_LOWER = {
    Risk.HIGH: (Risk.MEDIUM, Risk.LOW, Risk.NONE),
    Risk.MEDIUM: (Risk.LOW, Risk.NONE),
    Risk.LOW: (Risk.NONE,),
}
MAX_WAYS = 3  # the smallest sets shown per target


@dataclass(frozen=True, slots=True)
class Way:
    """A smallest set of practices that brings the question to `target` or better."""

    target: Risk
    practices: tuple[SnapshotChoice, ...]


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One question at risk."""

    review_id: str
    lens_name: str
    pillar_id: str
    pillar_name: str
    question: SnapshotQuestion
    risk: Risk
    issue_class: str  # HRI, MRI or LRI
    due: date | None
    missing: tuple[SnapshotChoice, ...]
    ways: tuple[Way, ...]
    reasons: tuple[tuple[str, str], ...] = ()  # why the profile prioritizes it: (answer, why)

    @property
    def is_prioritized(self) -> bool:
        """Whether the workload's profile asks for it first."""
        return bool(self.reasons)


def build(
    snapshot: Snapshot,
    due_days: Mapping[str, int | None],
    *,
    review_id: str | None = None,
) -> tuple[PlanItem, ...]:
    """The plan of a workload, or of one of its reviews.

    Ranked by risk, those the profile prioritizes before others, then by the pillars put first
    (pillars not named come after, in the lens's order), then by the lens's order.
    due_days: risk → days or None.
    """
    wanted = [r for r in snapshot.reviews if review_id in (None, r.id)]
    priorities = {key: n for n, key in enumerate(snapshot.pillar_order)}
    ranked = []
    for review_place, review in enumerate(wanted):
        places = {pillar.id: n for n, pillar in enumerate(review.pillars)}
        for place, item in enumerate(_items(review, due_days, snapshot.profile)):
            first = priorities.get(item.pillar_id, len(priorities) + places[item.pillar_id])
            rank = (AT_RISK.index(item.risk), not item.reasons, first, review_place, place)
            ranked.append((rank, item))
    return tuple(item for _key, item in sorted(ranked, key=lambda pair: pair[0]))


def _items(
    review: SnapshotReview, due_days: Mapping[str, int | None], profile: SnapshotProfile | None
) -> list[PlanItem]:
    return [
        PlanItem(
            review_id=review.id,
            lens_name=review.lens_name,
            pillar_id=pillar.id,
            pillar_name=pillar.name,
            question=question,
            risk=(risk := Risk(question.risk)),
            issue_class=ISSUE_CLASS[risk],
            due=due_on(risk, _day(question.risk_since), due_days),
            missing=missing(question),
            ways=ways(question),
            reasons=profile.reasons(review.id, question.id) if profile else (),
        )
        for pillar, question in review.questions()
        if question.risk in AT_RISK
    ]


def missing(question: SnapshotQuestion) -> tuple[SnapshotChoice, ...]:
    """Practices that apply and are not in place."""
    return tuple(choice for choice in question.practices if choice.status == "unselected")


def ways(question: SnapshotQuestion) -> tuple[Way, ...]:
    """The smallest sets of practices that lower the risk, for every lower risk in reach.

    At most MAX_WAYS per target, the shortest first; a target that needs the same sets as a
    better one is left out in favour of the better one.
    """
    by_id = {choice.id: choice for choice in question.choices}
    found: list[tuple[Risk, tuple[tuple[str, ...], ...]]] = []
    for target in _NEXT_LOWER.get(Risk(question.risk), ()):
        sets = _paths(_rules(question), question.selection, target)
        if found and found[-1][1] == sets:
            found[-1] = (target, sets)
        elif sets:
            found.append((target, sets))
    return tuple(
        Way(target, tuple(by_id[choice] for choice in chosen))
        for target, sets in found
        for chosen in sets[:MAX_WAYS]
    )


def _rules(question: SnapshotQuestion) -> RuleSet:
    return _compiled(tuple(choice.id for choice in question.choices), question.rules)


@lru_cache(maxsize=4096)
def _compiled(ids: Sequence[str], rules: Sequence[tuple[str, str]]) -> RuleSet:
    return compile_rules(list(ids), list(rules))


@lru_cache(maxsize=16384)
def _paths(rules: RuleSet, selection: Selection, target: Risk) -> tuple[tuple[str, ...], ...]:
    return paths(rules, selection, target)


def _day(moment: str) -> date | None:
    return datetime.fromisoformat(moment).date() if moment else None
