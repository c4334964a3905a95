"""Which edits of a draft still count, and which one undo and redo mean. Pure.

An undo is an edit of its own that takes an earlier one back, a redo one that takes an undo back.
Both cancel out with what they took back, so what counts are edits nobody took back. Undo and redo
are each person's own: the newest edit of theirs that counts, their newest undo that counts unless
they edited since.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import NamedTuple


class Past(NamedTuple):
    """An edit: its revision, the one it took back, and whose it is."""

    revision: int
    undoes: int | None
    who: Hashable


class Standing(NamedTuple):
    """Revisions that count: edits proper, and undos nobody took back; newest first."""

    edits: tuple[int, ...]
    undos: tuple[int, ...]


def standing(past: Iterable[Past]) -> Standing:
    """What of a history counts."""
    rows = sorted(past, reverse=True)
    undone_by = {row.revision: row.undoes for row in rows}
    gone: set[int] = set()
    edits, undos = [], []
    for row in rows:
        if row.revision in gone:
            continue
        if row.undoes is None:
            edits.append(row.revision)
            continue
        gone.add(row.undoes)
        # It takes back an edit, so it is an undo; what takes back an undo is a redo.
        if undone_by.get(row.undoes) is None:
            undos.append(row.revision)
    return Standing(tuple(edits), tuple(undos))


def to_undo(past: Iterable[Past], who: Hashable) -> int | None:
    """The edit that undo means for this person."""
    rows = tuple(past)
    mine = {row.revision for row in rows if row.who == who}
    return next((each for each in standing(rows).edits if each in mine), None)


def to_redo(past: Iterable[Past], who: Hashable) -> int | None:
    """The undo that redo means for this person; none once they edited anew."""
    rows = tuple(past)
    mine = {row.revision for row in rows if row.who == who}
    counts = standing(rows)
    found = next((each for each in counts.undos if each in mine), None)
    newer = next((each for each in counts.edits if each in mine), 0)
    return found if found is not None and found > newer else None


def between(past: Iterable[Past], since: int) -> tuple[int, ...]:
    """The revisions after `since` whose changes are still there, oldest first.

    Edits that were taken back since then do not count, nor what took them back.
    """
    later = [row for row in past if row.revision > since]
    older = {row.revision for row in later if (row.undoes or 0) <= since}
    counts = standing(later)
    return tuple(sorted(each for each in (*counts.edits, *counts.undos) if each in older))
