"""What a comparison shows in detail: questions that changed, per best practice, notes by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.comparing import Comparison, Move, PillarComparison, QuestionChange
from reviews.comparing_details import ChoiceChange, ChoiceMove, ImprovementChange
from reviews.models import ImprovementState, Reason
from wellarch.wording import Part, marked

EDITED = "edited"  # the answer changed, the risk did not
UNCHANGED = "unchanged"
# In the order in which a page tells them.
MOVES = (
    Move.WORSENED.value,
    Move.IMPROVED.value,
    Move.ANSWERED.value,
    Move.REOPENED.value,
    Move.NEW.value,
    Move.GONE.value,
    Move.CHANGED.value,
    EDITED,
)
FEW = 4  # questions of a group that are shown before it is asked for


@dataclass(frozen=True, slots=True)
class Texts:
    """A text before and after, in parts of which some are only on one side."""

    before: tuple[Part, ...]
    after: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A best practice that changed; note is None where it is the same or empty on both sides."""

    move: str
    label: str
    title: str
    reason: str
    note: Texts | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A question that changed. gained, lost, aside: how many best practices."""

    change: QuestionChange
    choices: tuple[ChoiceRow, ...]
    notes: Texts | None
    gained: int
    lost: int
    aside: int

    @property
    def has_details(self) -> bool:
        """There is more to tell than the risk."""
        return bool(self.choices or self.notes)


@dataclass(frozen=True, slots=True)
class Group:
    """The questions that moved one way; `rows` may be only the first of them."""

    move: str
    title: str
    total: int
    rows: tuple[ChangeRow, ...]

    @property
    def is_cut(self) -> bool:
        """Not all are shown."""
        return len(self.rows) < self.total


@dataclass(frozen=True, slots=True)
class PillarRow:
    """A pillar with how many of its questions moved which way."""

    pillar: PillarComparison
    improved: int
    worsened: int
    others: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class LensPillars:
    """The pillars of one review."""

    lens_name: str
    pillars: tuple[PillarRow, ...]

    @property
    def improved(self) -> int:
        """Questions that improved in all of them."""
        return sum(row.improved for row in self.pillars)

    @property
    def worsened(self) -> int:
        """Questions that worsened in all of them."""
        return sum(row.worsened for row in self.pillars)


@dataclass(frozen=True, slots=True)
class ImprovementRow:
    """An improvement that is in another state, in words."""

    number: int
    title: str
    before: str
    after: str
    is_there: bool


def title_of(move: str) -> str:
    """What the questions that moved this way are called."""
    return {
        "worsened": _("Worsened"),
        "improved": _("Improved"),
        "answered": _("Answered for the first time"),
        "reopened": _("Unanswered again"),
        "new": _("New questions"),
        "gone": _("No longer asked"),
        "changed": _("No risk before and after, for another reason"),
        EDITED: _("Same risk, other answer"),
        UNCHANGED: _("Unchanged"),
    }[move]


def wanted(found: Comparison, *, move: str = "", pillar: str = "") -> tuple[QuestionChange, ...]:
    """The changes that moved this way, in this pillar (of any lens); empty asks for all."""
    return tuple(
        change
        for change in (*found.moved, *found.edited)
        if move in ("", change.move or EDITED) and pillar in ("", change.pillar_id)
    )


def groups(found: Comparison, *, move: str = "", pillar: str = "") -> tuple[Group, ...]:
    """The changed questions by move; only the first of each unless one move is asked for."""
    by_move: dict[str, list[QuestionChange]] = {}
    for change in wanted(found, move=move, pillar=pillar):
        by_move.setdefault(change.move or EDITED, []).append(change)
    return tuple(
        Group(
            each,
            title_of(each),
            len(changes),
            tuple(_row(change) for change in (changes if move else changes[:FEW])),
        )
        for each in MOVES
        if (changes := by_move.get(each))
    )


def lenses(found: Comparison, pillar: str) -> tuple[LensPillars, ...]:
    """The pillars of every review with their moves."""
    moves: dict[tuple[str, str], list[str]] = {}
    for change in found.moved:
        moves.setdefault((change.review_id, change.pillar_id), []).append(str(change.move))
    by_review: dict[str, list[PillarRow]] = {}
    for each in found.pillars:
        told = moves.get((each.review_id, each.pillar_id), [])
        better, worse = told.count("improved"), told.count("worsened")
        by_review.setdefault(each.review_id, []).append(
            PillarRow(each, better, worse, len(told) - better - worse, each.pillar_id == pillar)
        )
    return tuple(LensPillars(rows[0].pillar.lens_name, tuple(rows)) for rows in by_review.values())


def improvements(changes: Iterable[ImprovementChange]) -> tuple[ImprovementRow, ...]:
    """The improvements that are in another state."""
    return tuple(
        ImprovementRow(
            each.number,
            each.title,
            _state(each.before, _("Not there yet")),
            _state(each.after, _("Not there any more")),
            each.after is not None,
        )
        for each in changes
    )


def texts(before: str, after: str) -> Texts | None:
    """Both texts with what differs marked; None when they are the same."""
    if before == after:
        return None
    if not before or not after:  # the empty side says it; nothing has to be marked
        return Texts(_plain(before), _plain(after))
    return Texts(*marked(before, after))


def _plain(text: str) -> tuple[Part, ...]:
    return (Part(text, False),) if text else ()


def _row(change: QuestionChange) -> ChangeRow:
    moves = [choice.move for choice in change.choices]
    is_both = change.before is not None and change.after is not None
    return ChangeRow(
        change=change,
        choices=tuple(_choice(choice, is_both=is_both) for choice in change.choices),
        notes=texts(change.notes_before, change.notes_after) if is_both else None,
        gained=moves.count(ChoiceMove.GAINED),
        lost=moves.count(ChoiceMove.LOST),
        aside=moves.count(ChoiceMove.SET_ASIDE),
    )


def _choice(change: ChoiceChange, *, is_both: bool) -> ChoiceRow:
    reason = change.reason_after or change.reason_before
    has_reason = reason in Reason.values and reason != Reason.NONE
    return ChoiceRow(
        move=change.move.value,
        label=_label(change, is_both=is_both),
        title=change.title,
        reason=str(Reason(reason).label) if has_reason else "",
        note=texts(change.note_before, change.note_after),
    )


def _label(change: ChoiceChange, *, is_both: bool) -> str:
    match change.move:
        case ChoiceMove.GAINED:
            return _("Now in place") if is_both else _("In place")
        case ChoiceMove.LOST:
            return _("No longer in place") if is_both else _("Was in place")
        case ChoiceMove.SET_ASIDE:
            return _("Set aside, was in place") if change.before == "selected" else _("Set aside")
        case ChoiceMove.BROUGHT_BACK:
            return (
                _("Applies again, in place")
                if change.after == "selected"
                else _("Applies again, missing")
            )
        case _:
            return _("Noted differently")


def _state(state: str | None, none: str) -> str:
    return str(ImprovementState(state).label) if state in ImprovementState.values else none
