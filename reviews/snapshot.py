"""A workload at one moment as plain values: what milestones freeze, reports tell, and
comparisons hold side by side. Pure: no database, no clock.

Everything needed to read it is in it (texts, rules), so a frozen one stays readable for ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from lenses.rules import RuleSet, Selection, compile_rules
from reviews import snapshot_sheets, snapshot_work
from reviews.scoring import Counts, PracticeTally, checklist_score, count
from reviews.sealing import FORMAT, canonical, digest
from reviews.snapshot_sheets import SnapshotGameDay, SnapshotPlannedReview
from reviews.snapshot_work import (
    SnapshotEvidence,
    SnapshotImprovement,
    SnapshotMaturity,
    SnapshotTradeOff,
)
from reviews.worksheets.content import Content

__all__ = [
    "FORMAT", "Snapshot", "SnapshotChoice", "SnapshotEvidence", "SnapshotFinding",
    "SnapshotGameDay", "SnapshotImprovement", "SnapshotMaturity", "SnapshotPillar",
    "SnapshotPlannedReview", "SnapshotProfile", "SnapshotQuestion", "SnapshotReview",
    "SnapshotTradeOff", "canonical", "digest", "from_content", "to_content",
]  # fmt: skip

# What stored content has only where there is something to tell (reviews/snapshot_work.py).
_OPTIONAL = (
    "improvements", "tradeoffs", "maturity", "worksheets", "game_days", "planned_reviews",
)  # fmt: skip
_OPTIONAL_OF_QUESTION = (
    "evidence", "is_parked", "parked_note", "open_comments", "confirmed_by_name",
    "confirmed_by_id", "confirmed_at",
)  # fmt: skip
_OPTIONAL_OF_IMPROVEMENT = (
    "steps", "success_criteria", "resources", "links", "worksheet", "worksheet_row", "game_day",
    "game_day_finding",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SnapshotChoice:
    """A choice with its text and what the answer says of it."""

    id: str
    title: str
    code: str = ""
    description: str = ""
    improvement: str = ""
    improvement_url: str = ""
    effort: str = ""
    is_none: bool = False
    status: str = "unselected"
    reason: str = "none"
    note: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotQuestion:
    """A question with its answer."""

    id: str
    code: str
    title: str
    description: str
    url: str
    risk: str
    is_applicable: bool
    reason: str
    notes: str
    changed_by: str
    changed_at: str  # ISO 8601, empty if never
    risk_since: str  # ISO 8601, empty if never answered
    rules: tuple[tuple[str, str], ...]
    choices: tuple[SnapshotChoice, ...]
    evidence: tuple[SnapshotEvidence, ...] = ()
    is_parked: bool = False
    parked_note: str = ""
    open_comments: int = 0
    confirmed_by_name: str = ""
    confirmed_by_id: int = 0
    confirmed_at: str = ""  # ISO 8601, empty if nobody agreed with it as it was

    @property
    def practices(self) -> tuple[SnapshotChoice, ...]:
        """The choices other than "none of these"."""
        return tuple(choice for choice in self.choices if not choice.is_none)

    @property
    def selection(self) -> Selection:
        """What is selected and set aside, as the rules want it."""
        return Selection(
            frozenset(c.id for c in self.choices if c.status == "selected"),
            frozenset(c.id for c in self.choices if c.status == "not_applicable"),
        )

    @property
    def tally(self) -> PracticeTally:
        """Practices in place of those that apply; nothing of a question that does not."""
        if not self.is_applicable:
            return PracticeTally()
        applying = [c for c in self.practices if c.status != "not_applicable"]
        return PracticeTally(sum(c.status == "selected" for c in applying), len(applying))

    def rule_set(self) -> RuleSet:
        """The compiled rules of the question."""
        return compile_rules([choice.id for choice in self.choices], list(self.rules))


@dataclass(frozen=True, slots=True)
class SnapshotFinding:
    """What was written about a pillar as a whole."""

    current_state: str = ""
    gaps: str = ""
    risks: str = ""
    recommendations: str = ""
    is_set_aside: bool = False
    set_aside_reason: str = ""

    @property
    def lacks_current_state(self) -> bool:
        """Recommendations without a described current state."""
        return bool(self.recommendations) and not self.current_state

    @property
    def is_empty(self) -> bool:
        """Nothing was written."""
        return self == SnapshotFinding()


@dataclass(frozen=True, slots=True)
class SnapshotPillar:
    """A pillar with its finding and questions."""

    id: str
    name: str
    finding: SnapshotFinding
    questions: tuple[SnapshotQuestion, ...]

    @property
    def counts(self) -> Counts:
        """Its questions by risk."""
        return count(question.risk for question in self.questions)

    @property
    def tally(self) -> PracticeTally:
        """Its practices in place."""
        return sum((question.tally for question in self.questions), PracticeTally())


@dataclass(frozen=True, slots=True)
class SnapshotReview:
    """A review: a lens version and everything answered."""

    id: str
    lens_alias: str
    lens_name: str
    lens_version: str
    lens_digest: str
    scoring: str  # "percent" for checklists, else empty
    status: str
    notes: str
    pillars: tuple[SnapshotPillar, ...]

    @property
    def counts(self) -> Counts:
        """Its questions by risk."""
        return sum((pillar.counts for pillar in self.pillars), Counts())

    @property
    def tally(self) -> PracticeTally:
        """Its practices in place."""
        return sum((pillar.tally for pillar in self.pillars), PracticeTally())

    @property
    def score(self) -> int | None:
        """The checklist score (reviews/scoring.py); None when nothing applies."""
        return checklist_score({pillar.id: pillar.tally for pillar in self.pillars})

    def questions(self) -> Iterator[tuple[SnapshotPillar, SnapshotQuestion]]:
        """Every question with its pillar, in order."""
        for pillar in self.pillars:
            for question in pillar.questions:
                yield pillar, question


@dataclass(frozen=True, slots=True)
class SnapshotProfile:
    """The business context that was applied. prioritized: {review: {question: reasons}}, each
    reason as [answer, why]."""

    name: str
    version: int
    pillars: Sequence[str]
    prioritized: Mapping[str, Mapping[str, Sequence[Sequence[str]]]]

    def reasons(self, review_id: str, question_id: str) -> tuple[tuple[str, str], ...]:
        """Why a question is prioritized: (answer, why); nothing for one that is not."""
        found = self.prioritized.get(review_id, {}).get(question_id, ())
        return tuple((answer, why) for answer, why in found)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A workload with all its reviews. `properties` are its columns as JSON values."""

    workload_id: str
    properties: Mapping[str, Any]
    reviews: tuple[SnapshotReview, ...]
    format: int = field(default=FORMAT)
    improvements: tuple[SnapshotImprovement, ...] = ()
    tradeoffs: tuple[SnapshotTradeOff, ...] = ()
    maturity: tuple[SnapshotMaturity, ...] = ()
    worksheets: tuple[Content, ...] = ()
    game_days: tuple[SnapshotGameDay, ...] = ()
    planned_reviews: tuple[SnapshotPlannedReview, ...] = ()

    @property
    def name(self) -> str:
        """The workload's name."""
        return str(self.properties["name"])

    @property
    def counts(self) -> Counts:
        """All questions of all reviews by risk."""
        return sum((review.counts for review in self.reviews), Counts())

    @property
    def tally(self) -> PracticeTally:
        """Practices in place in all reviews."""
        return sum((review.tally for review in self.reviews), PracticeTally())

    @property
    def profile(self) -> SnapshotProfile | None:
        """The profile that was applied; none in milestones from before there were profiles."""
        value = self.properties.get("profile")
        return SnapshotProfile(**value) if value else None

    @property
    def pillar_order(self) -> tuple[str, ...]:
        """The pillars to put first: the workload's own order, then those of its profile."""
        named = self.profile.pillars if self.profile else ()
        return tuple(dict.fromkeys([*self.properties["pillar_priorities"], *named]))


def to_content(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as JSON values."""
    content: dict[str, Any] = json.loads(canonical(asdict(snapshot)))
    _trim(content, _OPTIONAL)
    for improvement in content.get("improvements", ()):
        _trim(improvement, _OPTIONAL_OF_IMPROVEMENT)
    snapshot_sheets.trim(content)
    for review in content["reviews"]:
        for question in (one for pillar in review["pillars"] for one in pillar["questions"]):
            _trim(question, _OPTIONAL_OF_QUESTION)
    return content


def _trim(values: dict[str, Any], optional: Iterable[str]) -> None:
    """Leave out what is empty, as content from before there was any of it has none."""
    for key in optional:
        if not values[key]:
            del values[key]


def from_content(content: Mapping[str, Any]) -> Snapshot:
    """The snapshot behind stored JSON values."""
    return Snapshot(
        workload_id=content["workload_id"],
        properties=content["properties"],
        reviews=tuple(_review(review) for review in content["reviews"]),
        format=content["format"],
        improvements=snapshot_work.improvements(content),
        tradeoffs=snapshot_work.tradeoffs(content),
        maturity=snapshot_work.maturity(content),
        worksheets=snapshot_sheets.worksheets(content),
        game_days=snapshot_sheets.game_days(content),
        planned_reviews=snapshot_sheets.planned_reviews(content),
    )


def _review(value: Mapping[str, Any]) -> SnapshotReview:
    pillars = tuple(
        SnapshotPillar(
            id=pillar["id"],
            name=pillar["name"],
            finding=SnapshotFinding(**pillar["finding"]),
            questions=tuple(_question(question) for question in pillar["questions"]),
        )
        for pillar in value["pillars"]
    )
    return SnapshotReview(**{**value, "pillars": pillars})


def _question(value: Mapping[str, Any]) -> SnapshotQuestion:
    return SnapshotQuestion(
        **{
            **value,
            "rules": tuple((condition, risk) for condition, risk in value["rules"]),
            "choices": tuple(SnapshotChoice(**choice) for choice in value["choices"]),
            "evidence": snapshot_work.evidence(value.get("evidence")),
        }
    )
