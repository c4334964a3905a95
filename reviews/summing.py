"""What is kept about a workload so that pages across workloads read instead of count. Pure.

From the answers of its reviews: practices in place and gaps; from its milestones: how its risks
changed from quarter to quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lenses.compiled import CompiledQuestion
from reviews.scoring import Counts, PracticeTally

AT_RISK = frozenset({"high", "medium", "low"})
HIGHS_KEPT = 24  # milestones of which a small line of high risks is drawn


@dataclass(slots=True)
class Sum:
    """Questions by risk and practices in place, of a pillar, a review or a workload."""

    counts: Counts = field(default_factory=Counts)
    tally: PracticeTally = field(default_factory=PracticeTally)

    def add(self, other: Sum) -> None:
        """Take the other's numbers in."""
        self.counts += other.counts
        self.tally += other.tally

    def as_dict(self) -> dict[str, int]:
        """{risk: questions, "in_place": n, "applicable": n}: the columns of kept rows."""
        numbers = self.counts.as_dict()
        return {
            **numbers,
            "in_place": self.tally.in_place,
            "applicable": self.tally.applicable,
        }


@dataclass(frozen=True, slots=True)
class Practices:
    """Those of one question: how many are in place of those that apply, and which are missing."""

    tally: PracticeTally
    missing: tuple[str, ...]


def practices(
    asked: CompiledQuestion | None, choices: Mapping[str, Any], is_applicable: bool
) -> Practices:
    """The practices of a question in this state.

    Nothing of a question that does not apply or is no longer known; a practice that is marked
    not applicable neither counts nor is missing, and "none of these" is none.
    """
    if asked is None or not is_applicable:
        return Practices(PracticeTally(), ())
    states = {choice.id: choices.get(choice.id, {}).get("status") for choice in asked.practices}
    applying = {key: state for key, state in states.items() if state != "not_applicable"}
    missing = tuple(key for key, state in applying.items() if state != "selected")
    return Practices(PracticeTally(len(applying) - len(missing), len(applying)), missing)


def quarter_of(moment: date | datetime) -> int:
    """The quarter as one number that grows by one: year * 4 + 0 to 3; of a moment, in UTC."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(UTC)
    return moment.year * 4 + (moment.month - 1) // 3


def end_of(quarter: int) -> date:
    """The last day of a quarter."""
    year, place = divmod(quarter, 4)
    first_after = date(year + (place == 3), (place * 3 + 3) % 12 + 1, 1)
    return first_after - timedelta(days=1)


def quarters(milestones: Iterable[tuple[datetime, Mapping[str, int]]]) -> dict[int, dict[str, int]]:
    """{quarter: {risk: change, "workloads": 1 in the first}} of a workload's milestones.

    Of several in a quarter the last one counts. Adding the changes up to a quarter gives the
    counts of the last milestone up to its end.
    """
    last: dict[int, Counts] = {}
    for at, counts in sorted(milestones, key=lambda each: each[0]):
        last[quarter_of(at)] = Counts.of(counts)
    found: dict[int, dict[str, int]] = {}
    before = Counts().as_dict()
    for quarter, now in last.items():
        numbers = now.as_dict()
        change = {risk: numbers[risk] - before[risk] for risk in numbers}
        found[quarter] = {"workloads": int(not found), **change}
        before = numbers
    return found


def running(
    changes: Mapping[int, Mapping[str, int]], *, until: int
) -> list[tuple[int, dict[str, int]]]:
    """[(quarter, sums)] from the first quarter with a change up to `until`, none left out."""
    if not changes or min(changes) > until:
        return []
    names = ("workloads", *Counts().as_dict())
    sums = dict.fromkeys(names, 0)
    found = []
    for quarter in range(min(changes), until + 1):
        change = changes.get(quarter, {})
        sums = {name: sums[name] + change.get(name, 0) for name in names}
        found.append((quarter, sums))
    return found
