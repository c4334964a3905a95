"""What the rules of a question do to every answer a person can give, short enough to be read.

An answer is a set of practices, at least one, or “None of these” alone. Nothing is guessed: rows,
counts, ways and warnings come from truth tables of all answers. docs/risk-rules.md says how it
is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lenses.rules.cover import cover, mask
from lenses.rules.risk import RISK_ORDER, Risk
from lenses.rules.ruleset import Outcome, RuleSet, Selection, evaluate
from lenses.rules.space import Box, Space, named_practices, space_of
from lenses.rules.tables import MAX_CHOICES, Tables, column, minimal, table, tabulate
from lenses.rules.ways import Way, ways_between, ways_from_nothing

ROWS = 48
"""Most rows of one view; every rule has an equal part of them, but at least LEAST_ROWS."""

LEAST_ROWS = 4

RISKS = (Risk.HIGH, Risk.MEDIUM, Risk.LOW, Risk.NONE)


@dataclass(frozen=True, slots=True)
class Term:
    """How many of some choices are selected: from least to most."""

    choices: tuple[str, ...]
    least: int
    most: int

    @property
    def form(self) -> str:
        """all, none, not-all, any, some, at-least, at-most, exactly or between."""
        size, least, most = len(self.choices), self.least, self.most
        if least == size or most == 0:
            return "all" if least == size else "none"
        if least == 0:
            return "not-all" if most == size - 1 else "at-most"
        if most == size:
            return "any" if least == 1 else "at-least"
        if least == most:
            return "exactly"
        return "some" if (least, most) == (1, size - 1) else "between"


@dataclass(frozen=True, slots=True)
class Row:
    """Answers with one risk, decided by one rule: those for which every term holds.

    rule: None when no rule matches. answers: how many it stands for; an answer may stand in more
    than one row of its rule.
    """

    rule: int | None
    risk: Risk
    terms: tuple[Term, ...]
    answers: int


@dataclass(frozen=True, slots=True)
class Alone:
    """“None of these” and nothing else."""

    choice: str
    risk: Risk
    rule: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of one rule: the answers it is true for, and those it decides.

    fate: decides, contradiction (true for no answer), only-empty (true only when nothing is
    selected, which is no answer), or shadowed; by: the earlier rules that decide what it is
    true for.
    """

    rule: int
    risk: Risk
    holds: int
    decides: int
    fate: str
    by: tuple[int, ...]
    more: int
    """Answers it decides that none of its rows shows."""


@dataclass(frozen=True, slots=True)
class Raise:
    """Selecting a practice (any one of these) can raise the risk. example: what was selected."""

    choices: tuple[str, ...]
    answers: int
    example: tuple[str, ...]
    before: Risk
    after: Risk


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything about the rules of one question.

    answers: how many there are. risks: how many get each risk. unmatched: how many no rule
    matches (they are no risk), unmatched_more: those of them that no row shows. idle: practices
    that no rule names.
    """

    answers: int
    risks: Mapping[Risk, int]
    rows: tuple[Row, ...]
    alone: tuple[Alone, ...]
    tallies: tuple[Tally, ...]
    unmatched: int
    unmatched_more: int
    idle: tuple[str, ...]
    ways: tuple[Way, ...]
    raises: tuple[Raise, ...]


def truth(rules: RuleSet) -> Truth | None:
    """The truth view of compiled rules; None beyond MAX_CHOICES practices that rules name."""
    order = named_practices(rules)
    if len(order) > MAX_CHOICES:
        return None
    tables = tabulate(rules, order)
    return _View(rules, tables, space_of(rules, order, tables.matched)).seen()


class _View:
    """The rules with their tables; row 0 of a table is an answer only if something idle is."""

    def __init__(self, rules: RuleSet, tables: Tables, space: Space) -> None:
        self.rules = rules
        self.tables = tables
        self.space = space
        self.alone = tuple(_alone(rules))

    def seen(self) -> Truth:
        """Everything, in the order it is read."""
        space = self.space
        rows: list[Row] = []
        tallies: list[Tally] = []
        for index, bits in enumerate(self.tables.matched):
            found, more = self.rows(index, self.tables.risks[index], bits)
            rows += found
            tallies.append(self.tally(index, more))
        left = self.tables.unmatched
        found, more = self.rows(None, Risk.NONE, left)
        return Truth(
            answers=space.answers + len(self.alone),
            risks=self.risks(),
            rows=(*rows, *found),
            alone=self.alone,
            tallies=tuple(tallies),
            unmatched=space.number_of(left) + self.deciding_alone(None),
            unmatched_more=more,
            idle=space.idle,
            ways=tuple(self.ways()),
            raises=tuple(self.raises()),
        )

    def deciding_alone(self, rule: int | None) -> int:
        return sum(each.rule == rule for each in self.alone)

    def risks(self) -> dict[Risk, int]:
        return {
            risk: self.space.number_of(self.tables.with_risk(risk))
            + sum(each.risk is risk for each in self.alone)
            for risk in RISKS
        }

    def rows(self, rule: int | None, risk: Risk, bits: int) -> tuple[list[Row], int]:
        """The rows of a rule, the widest first, and the answers left out."""
        space = self.space
        wanted = bits & space.given
        limit = max(LEAST_ROWS, ROWS // (len(self.rules.rules) + 1))
        boxes, left = cover(space, wanted, wanted | ~space.given, limit)
        found = [Row(rule, risk, _terms(space, box), self.within(box)) for box in boxes]
        found.sort(key=lambda row: -row.answers)
        return found, space.number_of(left)

    def within(self, box: Box) -> int:
        return self.space.number_of(mask(self.space, box) & self.space.given)

    def tally(self, index: int, more: int) -> Tally:
        """What became of a rule, and why when it decides nothing."""
        rule = self.rules.rules[index]
        held = table(rule.expression or True, self._at(), self.space.size)
        real = held & self.space.given
        matched = self.tables.matched
        decides = self.space.number_of(matched[index]) + self.deciding_alone(index)
        alone = [each for each in self.alone if self._holds(index, each.choice)]
        before = {each.rule for each in alone if each.rule != index}
        by = [number for number in range(index) if matched[number] & real or number in before]
        fate = "decides" if decides else "shadowed" if by else "contradiction"
        if fate == "contradiction" and held & 1:
            fate = "only-empty"
        holds = self.space.number_of(real) + len(alone)
        return Tally(index, rule.risk, holds, decides, fate, () if decides else tuple(by), more)

    def _at(self) -> dict[str, int]:
        return {name: bit for bit, name in enumerate(self.space.names)}

    def _holds(self, index: int, choice: str) -> bool:
        expression = self.rules.rules[index].expression
        return bool(table(True if expression is None else expression, {choice: 0}, 1) & 2)

    def ways(self) -> Iterator[Way]:
        """From nothing and from every risk that occurs to every lower one that does."""
        space, tables = self.space, self.tables
        occurring = [risk for risk in RISKS if tables.with_risk(risk) & space.given]
        for target in reversed(occurring[1:]):
            there = tables.no_worse_than(target)
            found = ways_from_nothing(space, target, there, minimal(there & ~1, space.size))
            if found:
                yield found
        for source in occurring:
            here = tables.with_risk(source) & space.given
            for target in occurring:
                if RISK_ORDER[target] < RISK_ORDER[source]:
                    there = tables.no_worse_than(target) & space.given
                    if way := ways_between(space, source, target, here, there):
                        yield way

    def raises(self) -> Iterator[Raise]:
        """The practices whose selection can raise the risk, each with its smallest example."""
        space, tables = self.space, self.tables
        safe = [tables.no_worse_than(risk) for risk in (Risk.NONE, Risk.LOW, Risk.MEDIUM)]
        for group, bits in enumerate(space.groups):
            inside, step = column(bits[0], space.size), 1 << bits[0]
            raised = 0
            for better in safe:
                raised |= better & ~inside & (~better & inside) >> step
            raised &= space.given
            if raised:
                lowest = (raised & -raised).bit_length() - 1
                example = [name for bit, name in enumerate(space.names) if lowest >> bit & 1]
                yield Raise(
                    choices=space.members(group),
                    answers=space.number_of(raised) * len(bits),
                    example=tuple(example) or space.idle[:1],
                    before=self.risk_of(lowest),
                    after=self.risk_of(lowest | step),
                )

    def risk_of(self, selection: int) -> Risk:
        return next(risk for risk in RISKS if self.tables.with_risk(risk) >> selection & 1)


def _alone(rules: RuleSet) -> Iterator[Alone]:
    for choice in rules.choices:
        if choice in rules.none_choices:
            outcome: Outcome = evaluate(rules, Selection(frozenset({choice})))
            yield Alone(choice, outcome.risk, outcome.rule)


def _terms(space: Space, box: Box) -> tuple[Term, ...]:
    """A box as it is read: what must all be there, so many of some, what must not be there."""
    present: list[str] = []
    absent: list[str] = []
    some: list[Term] = []
    for group, (least, most) in enumerate(box):
        members = space.members(group)
        if least == len(members):
            present += members
        elif most == 0:
            absent += members
        elif (least, most) != (0, len(members)):
            some.append(Term(members, least, most))
    order = {name: place for place, name in enumerate(space.names)}
    whole = tuple(sorted(present, key=order.__getitem__))
    none = tuple(sorted(absent, key=order.__getitem__))
    first = [Term(whole, len(whole), len(whole))] if whole else []
    return (*first, *some, *([Term(none, 0, 0)] if none else []))
