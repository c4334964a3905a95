"""How available parts make a whole: series, parallel and k of n, nested; exact. Pure.

Chances are decimals from 0 to 1. Sums and products of decimals are decimals, so nothing is
rounded up to 1,000 digits (a hundred parts typed with nine decimals); what is beyond is rounded
half to even.

Every group is a case of k of n: in series all n must work, in parallel one. The chance that at
least k of n work is counted over the parts one after another, up to the k or the n − k that
matter (the fewer), so fifty unequal parts are as cheap as they should be.

The weight of a part is its Birnbaum importance: the change of the whole per change of the part,
I(i) = ∂A/∂p(i) = A(p(i) = 1) − A(p(i) = 0), which in a k-of-n group is the chance that exactly
k − 1 of its other parts work, times the weight of the group (Z. W. Birnbaum, "On the importance
of different components in a multicomponent system", in Multivariate Analysis II, 1969). The
whole is linear in each p(i), so A' = A + I(i) · (p'(i) − p(i)) is exact too. The weakest part is
the one with the largest improvement potential I(i) · (1 − p(i)): what the whole would win if that
part never failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import MAX_EMAX, MIN_EMIN, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import lru_cache
from math import comb

DIGITS = 1000
EXACT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emax=MAX_EMAX, Emin=MIN_EMIN)
MAX_STEPS = 12  # copies a plan adds at most
MEANT = 3  # digits of the unavailability that are shown
MAX_PLACES = 12  # decimals of a percentage that are shown
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Part:
    """A component (no parts) or a group.

    chance: of one copy, None where nobody said it. needed: how many copies of a component, or
    parts of a group, must work.
    """

    number: int
    name: str
    chance: Decimal | None = None
    copies: int = 1
    needed: int = 1
    parts: tuple[Part, ...] = ()
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """A part with what follows. chance and weight are None where a number is missing.

    is_single: if it fails (one copy more than may), the whole fails, whatever else works.
    """

    part: Part
    chance: Decimal | None
    weight: Decimal | None = None
    is_single: bool = False
    parts: tuple[Worked, ...] = ()

    def components(self) -> Iterator[Worked]:
        """Every component in it, in order."""
        if not self.part.is_group:
            yield self
        for each in self.parts:
            yield from each.components()


def at_least(needed: int, chances: Sequence[Decimal]) -> Decimal:
    """The chance that at least `needed` of these work, which work independently."""
    with localcontext(EXACT):
        return _Counting(needed, chances).at_least


@lru_cache(maxsize=2048)
def of_copies(needed: int, copies: int, chance: Decimal) -> Decimal:
    """The chance that at least `needed` of `copies` equal ones work."""
    with localcontext(EXACT):
        fails = _ONE - chance
        if needed <= copies - needed:  # fewer ways to have too few than to have enough
            return _ONE - _binomial(copies, range(needed), chance, fails)
        return _binomial(copies, range(copies - needed + 1), fails, chance)


def work(whole: Part) -> Worked:
    """The whole with the chance and the weight of every part in it."""
    with localcontext(EXACT):
        found = _up(whole)
        weight = None if found.chance is None else _ONE
        return _down(found, weight, is_single=True)


def with_chance(whole: Decimal, part: Worked, chance: Decimal) -> Decimal:
    """What the whole would be if this part had another chance. Wants known numbers."""
    if part.chance is None or part.weight is None:
        raise ValueError("a number is missing")
    with localcontext(EXACT):
        return whole + part.weight * (chance - part.chance)


def with_copies(whole: Part, more: Sequence[int]) -> Part:
    """The whole with one copy more of each numbered component, as often as it is named."""
    return replace(
        whole,
        copies=whole.copies + (0 if whole.is_group else more.count(whole.number)),
        parts=tuple(with_copies(part, more) for part in whole.parts),
    )


def plan(whole: Part, target: Decimal) -> tuple[int, ...]:
    """Components to add a copy of, one after another, until the whole reaches the target.

    Each step adds the copy that raises the whole most, so where one copy is enough the plan is
    that copy. Empty when nothing is to be done, or a dozen more copies would not do.
    """
    steps: list[int] = []
    for _step in range(MAX_STEPS + 1):
        found = work(with_copies(whole, steps))
        if found.chance is None:
            return ()
        if found.chance >= target:
            return tuple(steps)
        best = max(
            ((another(found.chance, each), -each.part.number) for each in found.components()),
            default=None,
        )
        if best is None or best[0] <= found.chance:
            return ()
        steps.append(-best[1])
    return ()


def another(whole: Decimal, part: Worked) -> Decimal:
    """What the whole would be with another copy of a component, as many of which must work."""
    one = part.part
    if one.chance is None:
        raise ValueError("a number is missing")
    return with_chance(whole, part, of_copies(one.needed, one.copies + 1, one.chance))


def percent(chance: Decimal) -> Decimal:
    """A chance in percent, exact."""
    return chance.scaleb(2, EXACT)


def shown(chance: Decimal, places: int = 0) -> Decimal:
    """A chance in percent with as many digits as mean something, at least `places` decimals.

    Three digits of what is missing to 100 are kept, and the rest is cut, never rounded: what is
    below a target never looks as if it reached it.

    >>> shown(Decimal("0.9989902599975"))
    Decimal('99.899')
    """
    value = percent(chance)
    missing = EXACT.subtract(Decimal(100), value)
    meant = MEANT - 1 - missing.adjusted() if missing else 0
    digits = min(max(2, meant, places), MAX_PLACES)
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_FLOOR, context=EXACT)


class _Counting:
    """Parts counted one after another: how many happen, up to the number that matters.

    Counts those that work up to k − 1, or those that fail up to n − k, whichever is fewer.
    """

    def __init__(self, needed: int, chances: Sequence[Decimal]) -> None:
        spare = len(chances) - needed
        self.counts_work = needed - 1 <= spare
        self.most = needed - 1 if self.counts_work else spare
        self.happens = [each if self.counts_work else _ONE - each for each in chances]

    @property
    def at_least(self) -> Decimal:
        """The chance that enough work."""
        counts = [_ONE]
        for chance in self.happens:
            counts = self._counted(counts, chance)
        total = sum(counts, Decimal(0))
        return _ONE - total if self.counts_work else total

    def deciding(self) -> list[Decimal]:
        """For each part the chance that exactly one more is needed among the others."""
        before, behind = [[_ONE]], [[_ONE]]
        for chance in self.happens[:-1]:
            before.append(self._counted(before[-1], chance))
        for chance in self.happens[:0:-1]:
            behind.append(self._counted(behind[-1], chance))
        return [
            sum(
                (
                    first[n] * last[self.most - n]
                    for n in range(self.most + 1)
                    if n < len(first) and self.most - n < len(last)
                ),
                Decimal(0),
            )
            for first, last in zip(before, reversed(behind), strict=True)
        ]

    def _counted(self, counts: list[Decimal], chance: Decimal) -> list[Decimal]:
        other = _ONE - chance
        grown = [count * other for count in counts] + [Decimal(0)]
        for n, count in enumerate(counts):
            grown[n + 1] += count * chance
        return grown[: self.most + 1]


def _binomial(copies: int, counts: range, chance: Decimal, other: Decimal) -> Decimal:
    """The chance that one of these counts of the copies happens; counts begin with 0."""
    powers = [_ONE]
    for _each in range(copies):
        powers.append(powers[-1] * other)
    total, power = Decimal(0), _ONE
    for n in counts:
        total += comb(copies, n) * power * powers[copies - n]
        power *= chance
    return total


def _up(part: Part) -> Worked:
    """Chances, from the components to the whole."""
    if not part.is_group:
        known = part.chance is not None and part.needed <= part.copies
        chance = of_copies(part.needed, part.copies, part.chance) if known else None
        return Worked(part, chance)
    parts = tuple(_up(each) for each in part.parts)
    chances = [each.chance for each in parts if each.chance is not None]
    is_known = bool(parts) and len(chances) == len(parts) and part.needed <= len(parts)
    return Worked(part, at_least(part.needed, chances) if is_known else None, parts=parts)


def _down(found: Worked, weight: Decimal | None, *, is_single: bool) -> Worked:
    """Weights, from the whole to the components."""
    part = found.part
    if not part.is_group:
        return replace(found, weight=weight, is_single=is_single and part.needed >= part.copies)
    shares: list[Decimal | None] = [None] * len(found.parts)
    if weight is not None:
        chances = [each.chance for each in found.parts if each.chance is not None]
        shares = [weight * each for each in _Counting(part.needed, chances).deciding()]
    alone = is_single and part.needed >= len(found.parts)
    parts = tuple(
        _down(each, share, is_single=alone) for each, share in zip(found.parts, shares, strict=True)
    )
    return replace(found, weight=weight, parts=parts, is_single=alone)
