"""What an improvement says when it is made from a question, where it stands on the board, and
how many were open over time. Pure: no database, no clock.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from lenses.compiled import CompiledQuestion
from lenses.document import Choice, Link, web_address

K = TypeVar("K", bound=Hashable)

GAP = 1 << 20  # between neighbours on the board: room for twenty halvings
TOP = 0  # "behind number 0": before all others, since numbers begin at 1
MAX_TITLE = 200
FINISHED = frozenset({"done", "accepted"})

# How much an improvement brings: as much as the risk it takes away.
_IMPACT = {"high": "high", "medium": "medium", "low": "low"}
_LEVELS = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The texts of a new improvement, from the lens. links: [{"title": …, "url": …}]."""

    title: str
    recommendation: str
    success_criteria: str
    links: tuple[dict[str, str], ...]
    impact: str
    effort: str


def prefill(asked: CompiledQuestion, practices: Sequence[Choice], risk: str) -> Prefilled:
    """What the lens says of putting these practices (at least one) in place.

    The recommendation is the improvement plan of each practice, else what it says of itself;
    links are the plans', practices' and the question's pages, each once.
    """
    return Prefilled(
        title=_title(asked, practices),
        recommendation=_recommendation(practices),
        success_criteria=_criteria(asked, practices),
        links=tuple(_links(asked, practices)),
        impact=_IMPACT.get(risk, "medium"),
        effort=effort_of(practice.effort for practice in practices),
    )


def advice(practice: Choice) -> str:
    """What the lens says one should do: the improvement plan, else the description."""
    plan, helpful = practice.improvement_plan, practice.helpful_resource
    texts = (plan.text if plan else "", practice.description, helpful.text if helpful else "")
    return next((text.strip() for text in texts if text.strip()), "")


def effort_of(efforts: Iterable[str]) -> str:
    """The effort of several practices together: the greatest one said; medium if none says."""
    said = [
        level for effort in efforts for level in _LEVELS if effort.strip().lower().startswith(level)
    ]
    return max(said, key=_LEVELS.index, default="medium")


def _title(asked: CompiledQuestion, practices: Sequence[Choice]) -> str:
    first = " ".join(practices[0].title.split())
    more = f" and {len(practices) - 1} more" if len(practices) > 1 else ""
    head = f"{asked.code} · " if asked.code and more else ""
    room = MAX_TITLE - len(head) - len(more)
    return f"{head}{first if len(first) <= room else first[: room - 1].rstrip() + '…'}{more}"


def _recommendation(practices: Sequence[Choice]) -> str:
    said = [(" ".join(p.title.split()), advice(p)) for p in practices]
    if len(said) == 1:
        return said[0][1]
    return "\n\n".join(f"{title}\n{text}" if text else title for title, text in said)


def _criteria(asked: CompiledQuestion, practices: Sequence[Choice]) -> str:
    in_place = [f"- {' '.join(practice.title.split())}" for practice in practices]
    shown = [f"- {' '.join(line.split())}" for line in asked.evidence if line.strip()]
    return "\n".join([*in_place, *shown])


def _links(asked: CompiledQuestion, practices: Sequence[Choice]) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    for title, link in _pages(asked, practices):
        url = web_address(link.url) if link else ""
        if url and url not in seen:
            seen.add(url)
            yield {"title": " ".join(title.split())[:MAX_TITLE], "url": url}


def _pages(
    asked: CompiledQuestion, practices: Sequence[Choice]
) -> Iterator[tuple[str, Link | None]]:
    for practice in practices:
        yield practice.title, practice.improvement_plan
        yield practice.title, practice.helpful_resource
        for more in practice.additional_resources:
            for link in more.content:
                yield link.text or practice.title, link
    yield asked.title, asked.helpful_resource


def placed(column: Sequence[tuple[K, int]], key: K, after: K | None) -> dict[K, int]:
    """The ranks to write so that `key` stands right behind `after` in a column of the board.

    column: (key, rank) of the others, in their order. after None, or one that is not there:
    at the end; TOP: before all. Mostly one rank; all of them when there is no room left.
    """
    keys = [other for other, _rank in column]
    place = 0 if after == TOP else keys.index(after) + 1 if after in keys else len(keys)
    before = column[place - 1][1] if place else None
    behind = column[place][1] if place < len(column) else None
    if before is None and behind is None:
        return {key: GAP}
    if behind is None and before is not None:
        return {key: before + GAP}
    if before is None and behind is not None:
        return {key: behind - GAP}
    middle = ((before or 0) + (behind or 0)) // 2
    if before is not None and behind is not None and before < middle < behind:
        return {key: middle}
    ordered = [*keys[:place], key, *keys[place:]]
    return {other: number * GAP for number, other in enumerate(ordered, start=1)}


@dataclass(frozen=True, slots=True)
class Course:
    """The life of one improvement: the day of each state it took, oldest first."""

    states: tuple[tuple[date, str], ...]

    def on(self, day: date) -> str:
        """Its state at the end of a day; empty before it was made."""
        found = ""
        for since, state in self.states:
            if since > day:
                break
            found = state
        return found


@dataclass(frozen=True, slots=True)
class Burndown:
    """How many improvements were unfinished, done and accepted at the end of a day."""

    on: date
    unfinished: int
    done: int
    accepted: int


def burndown(courses: Iterable[Course], days: Sequence[date]) -> tuple[Burndown, ...]:
    """The numbers at the end of each of these days."""
    known = tuple(courses)
    found = []
    for day in days:
        states = [state for course in known if (state := course.on(day))]
        done, accepted = states.count("done"), states.count("accepted")
        found.append(Burndown(day, len(states) - done - accepted, done, accepted))
    return tuple(found)


def weeks(first: date, last: date) -> tuple[date, ...]:
    """The Sundays from the week of `first` on, and `last` itself, which ends the last one."""
    day = first + timedelta(days=6 - first.weekday())
    found = []
    while day < last:
        found.append(day)
        day += timedelta(days=7)
    return (*found, last)


def months(first: date, last: date) -> tuple[date, ...]:
    """The last days of the months from that of `first` on, and `last` itself."""
    found = []
    day = _end_of_month(first)
    while day < last:
        found.append(day)
        day = _end_of_month(day + timedelta(days=1))
    return (*found, last)


def _end_of_month(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)
