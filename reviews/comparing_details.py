"""What differs inside one answer, and in the work on a workload, between two states. Pure.

Seen backwards everything is mirrored: before and after change places, and so do the moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reviews.snapshot import SnapshotChoice, SnapshotImprovement, SnapshotQuestion


class ChoiceMove(StrEnum):
    """What happened to a best practice between two states."""

    GAINED = "gained"  # it is in place and was missing
    LOST = "lost"  # it is missing and was in place
    SET_ASIDE = "set_aside"  # it does not apply any more
    BROUGHT_BACK = "brought_back"  # it did not apply and does
    NOTED = "noted"  # only what was said about it is another


CHOICE_MIRROR = {
    ChoiceMove.GAINED: ChoiceMove.LOST,
    ChoiceMove.LOST: ChoiceMove.GAINED,
    ChoiceMove.SET_ASIDE: ChoiceMove.BROUGHT_BACK,
    ChoiceMove.BROUGHT_BACK: ChoiceMove.SET_ASIDE,
    ChoiceMove.NOTED: ChoiceMove.NOTED,
}


@dataclass(frozen=True, slots=True)
class ChoiceChange:
    """A best practice of which something else is said. before, after: its status, None where it
    was not offered."""

    move: ChoiceMove
    id: str
    title: str
    before: str | None
    after: str | None
    reason_before: str = ""
    reason_after: str = ""
    note_before: str = ""
    note_after: str = ""

    @property
    def note_changed(self) -> bool:
        """Its note is another one."""
        return self.note_before != self.note_after


@dataclass(frozen=True, slots=True)
class ImprovementChange:
    """An improvement that is in another state. None: it was not there."""

    number: int
    title: str
    before: str | None
    after: str | None


def choices(
    before: SnapshotQuestion | None, after: SnapshotQuestion | None
) -> tuple[ChoiceChange, ...]:
    """The best practices that changed, in the order of the question."""
    olds = {choice.id: choice for choice in before.practices} if before else {}
    news = {choice.id: choice for choice in after.practices} if after else {}
    found = (_choice(olds.get(key), news.get(key)) for key in {**news, **olds})
    return tuple(change for change in found if change is not None)


def improvements(
    before: Iterable[SnapshotImprovement], after: Iterable[SnapshotImprovement]
) -> tuple[ImprovementChange, ...]:
    """The improvements that were made, moved on, finished or taken away, by number."""
    olds = {each.number: each for each in before}
    news = {each.number: each for each in after}
    found = []
    for number in sorted({*olds, *news}):
        old, new = olds.get(number), news.get(number)
        states = old.state if old else None, new.state if new else None
        if states[0] != states[1]:
            title = new.title if new else old.title if old else ""
            found.append(ImprovementChange(number, title, *states))
    return tuple(found)


def _choice(old: SnapshotChoice | None, new: SnapshotChoice | None) -> ChoiceChange | None:
    choice = new or old
    if choice is None:
        return None
    before, after = old.status if old else None, new.status if new else None
    move = _move(before, after)
    if move is None and not (old and new and _said(old) != _said(new)):
        return None
    return ChoiceChange(
        move=move or ChoiceMove.NOTED,
        id=choice.id,
        title=choice.title,
        before=before,
        after=after,
        reason_before=_reason(old),
        reason_after=_reason(new),
        note_before=old.note if old else "",
        note_after=new.note if new else "",
    )


def _move(before: str | None, after: str | None) -> ChoiceMove | None:
    """A practice that was not offered counts as missing."""
    old, new = before or "unselected", after or "unselected"
    if old == new:
        return None
    if new == "not_applicable":
        return ChoiceMove.SET_ASIDE
    if old == "not_applicable":
        return ChoiceMove.BROUGHT_BACK
    return ChoiceMove.GAINED if new == "selected" else ChoiceMove.LOST


def _said(choice: SnapshotChoice) -> tuple[str, str]:
    return _reason(choice), choice.note


def _reason(choice: SnapshotChoice | None) -> str:
    is_set_aside = choice is not None and choice.status == "not_applicable"
    return choice.reason if choice is not None and is_set_aside else ""
