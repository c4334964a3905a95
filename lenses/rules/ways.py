"""From one risk to a lower one: how few practices it takes, which, and who cannot get there.

Exact, over all answers at once. paths.py does the same for one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from lenses.rules.risk import Risk
from lenses.rules.space import Space
from lenses.rules.tables import column

SHOWN = 6
"""How many smallest ways are given."""

COUNTED = 100
"""How many are counted beyond which nobody looks."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Any so many of these choices (all of them when number is their number)."""

    choices: tuple[str, ...]
    number: int


Picks = tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """The ways from a risk to a target or lower by adding practices.

    source: unanswered for the start from nothing. fewest: practices the luckiest answer lacks.
    most: practices the last answer that gets there lacks. stuck: answers no addition helps.
    picks: the smallest ways, any one of them will do; more: how many are not shown (counted to
    COUNTED). From nothing the smallest by inclusion, else those of ``fewest`` practices.
    """

    source: Risk
    target: Risk
    fewest: int
    most: int
    stuck: int
    picks: tuple[Picks, ...]
    more: int


def ways_between(space: Space, source: Risk, target: Risk, here: int, there: int) -> Way | None:
    """The way from the answers ``here`` to those ``there``; None when there is none at all."""
    rings = [there]
    while here & ~rings[-1]:
        wider = rings[-1] | _one_before(space, rings[-1])
        if wider == rings[-1]:
            break
        rings.append(wider)
    reached = here & rings[-1]
    if not reached:
        return None
    fewest = next(number for number, ring in enumerate(rings) if ring & here)
    most = next(number for number, ring in enumerate(rings) if not reached & ~ring)
    exact = [rings[0], *(ring & ~inner for inner, ring in pairwise(rings))]
    found = list(islice(_walks(space, here & rings[fewest], exact[:fewest]), COUNTED))
    shown = tuple(_picks(space, numbers) for numbers in found[:SHOWN])
    stuck = space.number_of(here & ~rings[-1])
    return Way(source, target, fewest, most, stuck, shown, max(0, len(found) - SHOWN))


def ways_from_nothing(space: Space, target: Risk, there: int, smallest: int) -> Way | None:
    """The smallest sets that reach the answers ``there``, of which ``smallest`` are minimal.

    None when nothing reaches them.
    """
    found: list[Picks] = []
    if space.idle and there & 1:
        found.append((Pick(space.idle, 1),))
    left = smallest
    while left and len(found) < COUNTED:
        numbers = space.counted((left & -left).bit_length() - 1)
        found.append(_picks(space, numbers))
        left &= ~space.alike(numbers)
    if not found:
        return None
    sizes = [sum(pick.number for pick in picks) for picks in found]
    ordered = [picks for _size, picks in sorted(zip(sizes, found, strict=True), key=_by_size)]
    more = len(found) - SHOWN
    return Way(
        Risk.UNANSWERED, target, min(sizes), max(sizes), 0, tuple(ordered[:SHOWN]), max(0, more)
    )


def _by_size(each: tuple[int, Picks]) -> int:
    return each[0]


def _one_before(space: Space, there: int) -> int:
    """The selections from which one more practice leads ``there``."""
    result = 0
    for bit in range(space.size):
        result |= (there & column(bit, space.size)) >> (1 << bit)
    return result


def _walks(
    space: Space, here: int, rings: Sequence[int], group: int = 0, taken: tuple[int, ...] = ()
) -> Iterator[tuple[int, ...]]:
    """The numbers per group to add so that some answer ``here`` comes ring by ring to the first.

    Groups are walked in order and members of a group in order: which ones does not matter.
    """
    if not rings:
        yield taken + (0,) * (len(space.groups) - len(taken))
        return
    for each in range(group, len(space.groups)):
        numbers = taken + (0,) * (each + 1 - len(taken))
        if numbers[each] == len(space.groups[each]):
            continue
        bit = space.groups[each][numbers[each]]
        after = (here & ~column(bit, space.size)) << (1 << bit) & rings[-1]
        if after:
            more = (*numbers[:each], numbers[each] + 1)
            yield from _walks(space, after, rings[:-1], each, more)


def _picks(space: Space, numbers: Sequence[int]) -> Picks:
    """What to select, the choices of which all are needed as one."""
    needed: list[str] = []
    some: list[Pick] = []
    for group, number in enumerate(numbers):
        members = space.members(group)
        if number == len(members):
            needed += members
        elif number:
            some.append(Pick(members, number))
    order = {name: place for place, name in enumerate(space.names)}
    needed.sort(key=order.__getitem__)
    return (Pick(tuple(needed), len(needed)), *some) if needed else tuple(some)
