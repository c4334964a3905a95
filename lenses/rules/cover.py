"""A set of answers as few boxes that a person can read: “all of a and b, at most 2 of c, d, e”.

Every box lies inside the set and cannot be made larger; together they are the whole set, and no
box could be left out. Boxes may overlap.
"""

from __future__ import annotations

from lenses.rules.space import Box, Space


def cover(space: Space, wanted: int, allowed: int, limit: int) -> tuple[list[Box], int]:
    """Boxes over the selections in ``wanted``, and the selections left when ``limit`` was reached.

    allowed: the selections a box may hold besides, as they mean nothing (the empty one).
    """
    boxes: list[Box] = []
    masks: list[int] = []
    left = wanted
    while left and len(boxes) < limit:
        lowest = (left & -left).bit_length() - 1
        box = _grown(space, space.counted(lowest), allowed)
        boxes.append(box)
        masks.append(mask(space, box))
        left &= ~masks[-1]
    return _without_needless(boxes, masks, wanted), left


def mask(space: Space, box: Box) -> int:
    """The selections in a box."""
    result = -1
    for group, (least, most) in enumerate(box):
        result &= space.between(group, least, most)
    return result if box else 1


def _grown(space: Space, start: tuple[int, ...], allowed: int) -> Box:
    """The largest box around a selection: first nothing is forbidden that may be there, then
    nothing is asked for that may be missing."""
    box = [(number, number) for number in start]
    outside = ~allowed
    for step in (1, -1):
        before = -1  # the groups that have been stretched
        for group, after in enumerate(_rests(space, box)):
            room = outside & before & after
            box[group] = _stretched(space.counts[group], box[group], step, room)
            before &= space.between(group, *box[group])
    return tuple(box)


def _rests(space: Space, box: list[tuple[int, int]]) -> list[int]:
    """For each group, the selections that keep to the box in all groups after it."""
    rests = [-1] if box else []
    for group in range(len(box) - 1, 0, -1):
        rests.append(rests[-1] & space.between(group, *box[group]))
    return rests[::-1]


def _stretched(
    counts: tuple[int, ...], span: tuple[int, int], step: int, outside: int
) -> tuple[int, int]:
    """The span with its upper (step 1) or lower end moved on while nothing is outside."""
    least, most = span
    if step > 0:
        while most + 1 < len(counts) and not counts[most + 1] & outside:
            most += 1
    else:
        while least > 0 and not counts[least - 1] & outside:
            least -= 1
    return least, most


def _without_needless(boxes: list[Box], masks: list[int], wanted: int) -> list[Box]:
    """The boxes less those that the others cover anyway; the latest are dropped last."""
    kept = list(range(len(boxes)))
    for each in range(len(boxes)):
        others = 0
        for other in kept:
            if other != each:
                others |= masks[other]
        if not masks[each] & wanted & ~others:
            kept.remove(each)
    return [boxes[each] for each in kept]
