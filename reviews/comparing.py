"""Two states of a workload held side by side: numbers, pillars, and the questions that moved.

Pure: works on snapshots, knows neither database nor clock. compare(b, a) is the mirror of
compare(a, b).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lenses.rules import Risk
from reviews import comparing_details, comparing_sheets
from reviews.comparing_details import ChoiceChange, ImprovementChange
from reviews.comparing_sheets import GameDayChange, SheetChange
from reviews.scoring import Counts, PracticeTally
from reviews.snapshot import Snapshot, SnapshotPillar, SnapshotQuestion, SnapshotReview


class Move(StrEnum):
    """What happened to a question between two states."""

    WORSENED = "worsened"  # a known risk became a higher one
    IMPROVED = "improved"  # a known risk became a lower one
    ANSWERED = "answered"  # its risk was not known before
    REOPENED = "reopened"  # its risk is not known any more
    CHANGED = "changed"  # no risk before and after, but for another reason
    NEW = "new"  # not asked before
    GONE = "gone"  # not asked any more


MIRROR = {
    Move.WORSENED: Move.IMPROVED,
    Move.IMPROVED: Move.WORSENED,
    Move.ANSWERED: Move.REOPENED,
    Move.REOPENED: Move.ANSWERED,
    Move.CHANGED: Move.CHANGED,
    Move.NEW: Move.GONE,
    Move.GONE: Move.NEW,
}

# How bad a known risk is. Not applicable weighs nothing, like no risk.
_WEIGHT = {Risk.HIGH: 3, Risk.MEDIUM: 2, Risk.LOW: 1, Risk.NONE: 0, Risk.NOT_APPLICABLE: 0}


@dataclass(frozen=True, slots=True)
class Difference:
    """A number before and after. state: better, worse or same; neutral numbers stay same."""

    name: str
    before: int
    after: int
    state: str

    @property
    def change(self) -> int:
        """After minus before."""
        return self.after - self.before

    @property
    def signed(self) -> str:
        """The change with its sign, as people write it."""
        return f"{'+' if self.change > 0 else '−' if self.change < 0 else ''}{abs(self.change)}"


@dataclass(frozen=True, slots=True)
class PillarComparison:
    """One pillar of one review, before and after; None where it is not part of that state."""

    review_id: str
    lens_name: str
    pillar_id: str
    pillar_name: str
    before: Counts | None
    after: Counts | None
    in_place_before: PracticeTally
    in_place_after: PracticeTally

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Per risk, worst first."""
        return differences(self.before or Counts(), self.after or Counts())


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question whose risk or answer is not what it was."""

    move: Move | None  # None: the risk is the same, the answer is not
    review_id: str
    lens_name: str
    pillar_id: str
    pillar_name: str
    question_id: str
    code: str
    title: str
    before: str | None
    after: str | None
    gained: tuple[str, ...]  # titles of practices in place now only
    lost: tuple[str, ...]  # titles of practices in place before only
    notes_changed: bool
    marks_changed: bool  # practices set aside or brought back, reasons, notes of practices
    notes_before: str = ""
    notes_after: str = ""
    choices: tuple[ChoiceChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything two states differ in."""

    before: Counts
    after: Counts
    in_place_before: PracticeTally
    in_place_after: PracticeTally
    pillars: tuple[PillarComparison, ...]
    moved: tuple[QuestionChange, ...]  # the risk changed
    edited: tuple[QuestionChange, ...]  # the answer changed, the risk did not
    unchanged: int = 0  # questions with the same risk, edited or not
    improvements: tuple[ImprovementChange, ...] = ()
    worksheets: tuple[SheetChange, ...] = ()
    game_days: tuple[GameDayChange, ...] = ()

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Per risk over everything, worst first."""
        return differences(self.before, self.after)

    @property
    def in_place(self) -> Difference:
        """Best practices in place, before and after."""
        before, after = self.in_place_before.in_place, self.in_place_after.in_place
        return Difference("in_place", before, after, _state(after - before))

    def by_move(self, move: Move) -> tuple[QuestionChange, ...]:
        """The questions that moved this way."""
        return tuple(change for change in self.moved if change.move == move)

    @property
    def finished(self) -> tuple[ImprovementChange, ...]:
        """The improvements that were done between the two."""
        return tuple(change for change in self.improvements if change.after == "done")

    @property
    def held(self) -> tuple[GameDayChange, ...]:
        """The game days that were held between the two."""
        return tuple(change for change in self.game_days if change.after == "done")


Place = tuple[SnapshotReview, SnapshotPillar, SnapshotQuestion]


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """What changed from one state of a workload to another.

    Reviews are matched by id (one review per lens and workload), questions by id within
    their review, so a question that moved to another pillar is still the same one.
    """
    olds, news = _places(before), _places(after)
    keys = [*news, *(key for key in olds if key not in news)]
    changes = [
        change for key in keys if (change := _change(olds.get(key), news.get(key))) is not None
    ]
    pillars = tuple(_pillars(before, after))
    moved = tuple(change for change in changes if change.move is not None)
    return Comparison(
        before=before.counts,
        after=after.counts,
        in_place_before=sum((p.in_place_before for p in pillars), PracticeTally()),
        in_place_after=sum((p.in_place_after for p in pillars), PracticeTally()),
        pillars=pillars,
        moved=moved,
        edited=tuple(change for change in changes if change.move is None),
        unchanged=len(keys) - len(moved),
        improvements=comparing_details.improvements(before.improvements, after.improvements),
        worksheets=comparing_sheets.worksheets(before.worksheets, after.worksheets),
        game_days=comparing_sheets.game_days(before.game_days, after.game_days),
    )


def differences(before: Counts, after: Counts) -> tuple[Difference, ...]:
    """The numbers of every risk before and after, worst first.

    More medium risks are not worse when they were high ones before: a number of risks is
    worse (better) only if it rose (fell) together with all that are at least as bad.
    """
    olds, news = before.as_dict(), after.as_dict()
    found, so_far = [], 0
    for risk, old in olds.items():
        change = news[risk] - old
        match risk:
            case "high" | "medium" | "low":
                so_far += change
                state = _state(-change) if change * so_far > 0 else "same"
            case "none":
                state = _state(change) if change * so_far <= 0 else "same"
            case "unanswered":
                state = _state(-change)
            case _:
                state = "same"
        found.append(Difference(risk, old, news[risk], state))
    return tuple(found)


def move_of(before: str | None, after: str | None) -> Move | None:
    """What happened to a risk; None when it is the same. A risk of None was not asked for."""
    if before == after:
        return None
    if before is None:
        return Move.NEW
    if after is None:
        return Move.GONE
    if before == Risk.UNANSWERED:
        return Move.ANSWERED
    if after == Risk.UNANSWERED:
        return Move.REOPENED
    difference = _WEIGHT[Risk(after)] - _WEIGHT[Risk(before)]
    if not difference:
        return Move.CHANGED
    return Move.WORSENED if difference > 0 else Move.IMPROVED


def _state(value: int) -> str:
    return "better" if value > 0 else "worse" if value < 0 else "same"


def _places(snapshot: Snapshot) -> dict[tuple[str, str], Place]:
    return {
        (review.id, question.id): (review, pillar, question)
        for review in snapshot.reviews
        for pillar, question in review.questions()
    }


def _change(old: Place | None, new: Place | None) -> QuestionChange | None:
    place = new or old
    if place is None:
        return None
    review, pillar, question = place
    before = old[2] if old else None
    after = new[2] if new else None
    move = move_of(before.risk if before else None, after.risk if after else None)
    had, has = _in_place(before), _in_place(after)
    gained = tuple(title for key, title in has.items() if key not in had)
    lost = tuple(title for key, title in had.items() if key not in has)
    notes_changed = marks_changed = False
    if before and after:  # of a question that came or went nobody changed a word
        notes_changed = before.notes != after.notes
        marks_changed = _marks(before) != _marks(after)
    if move is None and not (gained or lost or notes_changed or marks_changed):
        return None
    return QuestionChange(
        move=move,
        review_id=review.id,
        lens_name=review.lens_name,
        pillar_id=pillar.id,
        pillar_name=pillar.name,
        question_id=question.id,
        code=question.code,
        title=question.title,
        before=before.risk if before else None,
        after=after.risk if after else None,
        gained=gained,
        lost=lost,
        notes_changed=notes_changed,
        marks_changed=marks_changed,
        notes_before=before.notes if before else "",
        notes_after=after.notes if after else "",
        choices=comparing_details.choices(before, after),
    )


def _in_place(question: SnapshotQuestion | None) -> dict[str, str]:
    if question is None:
        return {}
    return {c.id: c.title for c in question.practices if c.status == "selected"}


def _marks(question: SnapshotQuestion | None) -> dict[str, tuple[str, ...]]:
    if question is None:
        return {}
    return {
        c.id: (c.status, c.reason, c.note)
        for c in question.choices
        if c.status == "not_applicable" or c.note
    }


def _pillars(before: Snapshot, after: Snapshot) -> Iterator[PillarComparison]:
    olds = {(r.id, p.id): (r, p) for r in before.reviews for p in r.pillars}
    news = {(r.id, p.id): (r, p) for r in after.reviews for p in r.pillars}
    for key in [*news, *(key for key in olds if key not in news)]:
        review, pillar = news.get(key) or olds[key]
        old, new = olds.get(key), news.get(key)
        yield PillarComparison(
            review_id=review.id,
            lens_name=review.lens_name,
            pillar_id=pillar.id,
            pillar_name=pillar.name,
            before=old[1].counts if old else None,
            after=new[1].counts if new else None,
            in_place_before=old[1].tally if old else PracticeTally(),
            in_place_after=new[1].tally if new else PracticeTally(),
        )
