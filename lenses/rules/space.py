"""The answers to one question, all at once, and which of its choices the rules treat alike.

Only practices that some rule names have a bit; practices that none names change nothing and are
counted. Choices that may be swapped without any rule noticing form a group, so that “8 of these
15” is one thing and not 6,435.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lenses.rules.language import names
from lenses.rules.ruleset import RuleSet
from lenses.rules.tables import column, full

Box = tuple[tuple[int, int], ...]
"""Per group, how many of it are selected: at least and at most. A set of answers."""


@dataclass(frozen=True, slots=True)
class Space:
    """The selections among the practices that rules name.

    names: bit i is names[i]. idle: practices no rule names. groups: the bits that rules treat
    alike, every bit in one group. counts[g][n]: the selections with exactly n of group g.
    """

    names: tuple[str, ...]
    idle: tuple[str, ...]
    groups: tuple[tuple[int, ...], ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def size(self) -> int:
        """How many practices have a bit."""
        return len(self.names)

    @property
    def given(self) -> int:
        """The selections that stand for an answer.

        The empty one does when a practice that no rule names can be selected; else nothing is
        answered by it.
        """
        return full(self.size) if self.idle else full(self.size) & ~1

    @property
    def answers(self) -> int:
        """How many answers practices can give."""
        return (1 << (self.size + len(self.idle))) - 1

    def number_of(self, bits: int) -> int:
        """How many answers a table stands for, whatever else is selected."""
        return (bits.bit_count() << len(self.idle)) - (bits & 1)

    def between(self, group: int, least: int, most: int) -> int:
        """The selections with so many of a group."""
        if least == 0 and most == len(self.groups[group]):
            return full(self.size)
        result = 0
        for number in range(least, most + 1):
            result |= self.counts[group][number]
        return result

    def counted(self, selection: int) -> tuple[int, ...]:
        """How many of each group a selection has."""
        return tuple(sum(selection >> bit & 1 for bit in group) for group in self.groups)

    def alike(self, numbers: Sequence[int]) -> int:
        """The selections with exactly these numbers of each group."""
        result = full(self.size)
        for group, number in enumerate(numbers):
            result &= self.counts[group][number]
        return result

    def members(self, group: int) -> tuple[str, ...]:
        """The ids of a group, in choice order."""
        return tuple(self.names[bit] for bit in self.groups[group])


def named_practices(rules: RuleSet) -> tuple[str, ...]:
    """The practices that some condition mentions, in choice order."""
    named = {name for rule in rules.rules if rule.expression for name in names(rule.expression)}
    return tuple(each for each in rules.choices if each in named and each in rules.practices)


def space_of(rules: RuleSet, order: tuple[str, ...], tables: Sequence[int]) -> Space:
    """The space of these named practices; tables: per rule, the selections it decides."""
    size = len(order)
    groups = _groups(list(_planes(tables)), size)
    return Space(
        names=order,
        idle=tuple(each for each in rules.choices if each in rules.practices - set(order)),
        groups=groups,
        counts=tuple(_counts(group, size) for group in groups),
    )


def _planes(tables: Sequence[int]) -> Iterator[int]:
    """The same as the tables, in fewer: bit k of the number of the rule that decides."""
    for bit in range(len(tables).bit_length()):
        plane = 0
        for number, bits in enumerate(tables, start=1):
            if number >> bit & 1:
                plane |= bits
        yield plane


def _groups(planes: Iterable[int], size: int) -> tuple[tuple[int, ...], ...]:
    planes = tuple(planes)
    groups: list[list[int]] = []
    for bit in range(size):
        alike = (group for group in groups if _swappable(planes, group[0], bit, size))
        group = next(alike, None)
        if group is None:
            groups.append([bit])
        else:
            group.append(bit)
    return tuple(tuple(group) for group in groups)


def _swappable(planes: Iterable[int], first: int, second: int, size: int) -> bool:
    """Whether exchanging two choices changes no table. first is the lower bit."""
    only_first = column(first, size) & ~column(second, size)
    only_second = column(second, size) & ~column(first, size)
    shift = (1 << second) - (1 << first)
    return all((bits & only_first) << shift == bits & only_second for bits in planes)


def _counts(group: Sequence[int], size: int) -> tuple[int, ...]:
    tables = [full(size)] + [0] * len(group)
    for bit in group:
        inside = column(bit, size)
        for number in range(len(group), -1, -1):
            gained = tables[number - 1] & inside if number else 0
            tables[number] = tables[number] & ~inside | gained
    return tuple(tables)
