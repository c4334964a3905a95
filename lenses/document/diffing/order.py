"""Which elements of a list came, went and moved, with as few moves as can be. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def moved(old: Sequence[Key], new: Sequence[Key]) -> frozenset[Key]:
    """The fewest keys to move so that those in both stand as in `new`.

    The others are a longest sequence that keeps its order. Of several such the choice is fixed.
    """
    at = {key: index for index, key in enumerate(old)}
    kept = [key for key in new if key in at]
    return frozenset(kept) - frozenset(_longest(kept, [at[key] for key in kept]))


def merged(old: Sequence[Key], new: Sequence[Key]) -> tuple[Key, ...]:
    """The keys of both: `new` in its order, what is gone after what it stood behind."""
    there = frozenset(new)
    behind: dict[Key | None, list[Key]] = {}
    last: Key | None = None
    for key in old:
        if key in there:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    result = list(behind.get(None, []))
    for key in new:
        result += [key, *behind.get(key, [])]
    return tuple(result)


def pairs(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> list[tuple[int | None, int | None, bool]]:
    """The items of two lists side by side: (index in old, index in new, whether they are equal).

    Where some items took the place of others they are paired in order.
    """
    found: list[tuple[int | None, int | None, bool]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        is_same = kind == "equal"
        found += [(i, j, is_same) for i, j in zip_longest(range(a, b), range(c, d))]
    return found


def _longest(keys: Sequence[Key], numbers: Sequence[int]) -> list[Key]:
    """The keys of a longest ascending sequence among the numbers."""
    ends: list[int] = []  # the smallest number a sequence of each length ends with
    places: list[int] = []  # and where it stands
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        if length == len(ends):
            ends.append(number)
            places.append(place)
        else:
            ends[length], places[length] = number, place
    found = []
    place = places[-1] if places else -1
    while place >= 0:
        found.append(keys[place])
        place = before[place]
    return found[::-1]
