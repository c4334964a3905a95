"""What a difference between two lenses consists of. Frozen values, from the lens down to a line.

Elements are told by their ids: what keeps its id is the same element, whatever became of its
texts and its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lenses.document.model import Choice, Lens, Pillar, Question, Rule
from lenses.rules import Risk


class Fate(StrEnum):
    """What became of an element."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    REMOVED = "removed"


class Verdict(StrEnum):
    """What became of the result of a question's rules."""

    SAME = "same"
    REWORDED = "reworded"  # written otherwise, the same risk for every answer
    OTHER = "other"  # some answers get another risk
    UNKNOWN = "unknown"  # too many choices to look at every answer


@dataclass(frozen=True, slots=True)
class Line:
    """One text before and after; "" where it was not, or is no more."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with another content.

    name: the document's key, such as `title` or `improvementPlan.url`. A text has one line; a
    list has those of its items that changed. is_order: a list whose items only changed places.
    """

    name: str
    lines: tuple[Line, ...]
    is_order: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element moved: places among its siblings from 1, and the pillars' ids where a
    question went from one to another. Elements that only made room are not said to move."""

    old: int
    new: int
    old_pillar: str = ""
    new_pillar: str = ""

    @property
    def is_other_pillar(self) -> bool:
        """Whether it left its pillar."""
        return self.old_pillar != self.new_pillar


@dataclass(frozen=True, slots=True)
class ChoiceDiff:
    """A choice in both versions, or in one of them."""

    id: str
    fate: Fate
    old: Choice | None
    new: Choice | None
    fields: tuple[FieldChange, ...] = ()
    moved: Place | None = None

    @property
    def is_meaning(self) -> bool:
        """Whether what can be answered is another thing now."""
        return self.fate in (Fate.NEW, Fate.REMOVED)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule before and after; None where it was not, or is no more."""

    old: Rule | None
    new: Rule | None
    is_same: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """How many answers go from one risk to another."""

    old: Risk
    new: Risk
    answers: int


@dataclass(frozen=True, slots=True)
class RulesDiff:
    """What the rules of a question did and do.

    answers: how many answers to the old version one can give in the page (“None of these” stands
    alone there); shifts: those among them that get another risk. aside: choices that make a
    difference only when they are set aside as not applicable, alone.
    """

    verdict: Verdict
    lines: tuple[RuleLine, ...] = ()
    answers: int = 0
    shifts: tuple[Shift, ...] = ()
    aside: tuple[str, ...] = ()

    @property
    def shifted(self) -> int:
        """How many answers get another risk."""
        return sum(shift.answers for shift in self.shifts)

    @property
    def is_reworded(self) -> bool:
        """Whether they are written otherwise and give the same."""
        return self.verdict is Verdict.REWORDED

    @property
    def is_meaning(self) -> bool:
        """Whether an answer gets another risk, as far as that could be looked at."""
        return self.verdict in (Verdict.OTHER, Verdict.UNKNOWN)


SAME_RULES = RulesDiff(Verdict.SAME)


@dataclass(frozen=True, slots=True)
class QuestionDiff:
    """A question in both versions, or in one of them. choices are those of the new version in
    order, removed ones where they stood."""

    id: str
    fate: Fate
    old: Question | None
    new: Question | None
    fields: tuple[FieldChange, ...] = ()
    choices: tuple[ChoiceDiff, ...] = ()
    rules: RulesDiff = SAME_RULES
    moved: Place | None = None

    @property
    def is_meaning(self) -> bool:
        """Whether answers to it, or what they come to, are another thing now."""
        return (
            self.fate in (Fate.NEW, Fate.REMOVED)
            or self.rules.is_meaning
            or (self.moved is not None and self.moved.is_other_pillar)
            or any(choice.is_meaning for choice in self.choices)
        )


@dataclass(frozen=True, slots=True)
class PillarDiff:
    """A pillar in both versions, or in one of them.

    A question that came from another pillar stands here; one that left stands in its new pillar.
    """

    id: str
    fate: Fate
    old: Pillar | None
    new: Pillar | None
    fields: tuple[FieldChange, ...] = ()
    questions: tuple[QuestionDiff, ...] = ()
    moved: Place | None = None

    @property
    def is_meaning(self) -> bool:
        """Whether it came, went, or holds a change of meaning."""
        return self.fate in (Fate.NEW, Fate.REMOVED) or any(q.is_meaning for q in self.questions)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much changed. The questions of new and removed pillars count, the choices of new and
    removed questions do not; texts are fields of elements that stayed."""

    pillars_new: int = 0
    pillars_removed: int = 0
    questions_new: int = 0
    questions_removed: int = 0
    questions_changed: int = 0  # in anything, their place excepted
    questions_moved: int = 0  # to another pillar
    choices_new: int = 0
    choices_removed: int = 0
    rules_other: int = 0  # questions some of whose answers get another risk
    rules_reworded: int = 0
    texts: int = 0
    order: int = 0  # elements that changed places among their siblings


@dataclass(frozen=True, slots=True)
class LensDiff:
    """Everything that differs between two lenses. pillars are those of the new one in order,
    removed ones where they stood, unchanged ones among them with the fate SAME."""

    old: Lens
    new: Lens
    fields: tuple[FieldChange, ...]
    pillars: tuple[PillarDiff, ...]
    counts: Counts

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.fields and all(
            pillar.fate is Fate.SAME and pillar.moved is None for pillar in self.pillars
        )

    @property
    def is_meaning(self) -> bool:
        """Whether it asks for a major version.

        A pillar, question or choice came or went, a question went to another pillar, an answer
        gets another risk, or the result is counted in another way. Texts, links and the order
        are not of meaning.
        """
        return any(change.name == "scoring" for change in self.fields) or any(
            pillar.is_meaning for pillar in self.pillars
        )

    def questions(self) -> Iterator[QuestionDiff]:
        """Every question of both versions, in the order of the pillars."""
        for pillar in self.pillars:
            yield from pillar.questions
