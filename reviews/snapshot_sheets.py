"""What a snapshot tells of rehearsals and of the review plan; worksheets are plain content
already (reviews/worksheets/content.py). Pure.

All of it is optional, like what stands in reviews/snapshot_work.py: content from before there was
any has none of these keys, and what is empty is left out of what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from reviews.worksheets.content import Content, from_json

_OF_ROW = ("parent", "owner_name", "owner_id", "readings")
_OF_READING = ("total", "note", "by")
_OF_GAME_DAY = (
    "hypothesis", "scenario", "blast_radius", "stop_conditions", "runbook", "runbook_url",
    "environment", "planned_at", "repeat_months", "source_row", "scenario_key", "started_at",
    "ended_at", "stopped_early", "held", "broke", "learned", "parts", "entries", "findings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SnapshotPart:
    """Who took part in a game day, and as what. person_id 0: somebody without an account."""

    person_name: str = ""
    person_id: int = 0
    role: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotEntry:
    """A line of what happened. at: ISO 8601. person: who wrote it down."""

    at: str
    kind: str
    text: str
    person_name: str = ""
    person_id: int = 0


@dataclass(frozen=True, slots=True)
class SnapshotGameDayFinding:
    """Something a game day showed. improvements: the numbers of those that came of it."""

    number: int
    text: str
    impact: str
    improvements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SnapshotGameDay:
    """A rehearsal of a failure. Moments are ISO 8601, empty where there is none.

    source_row: the number of the failure mode it rehearses, 0 for none. was_confirmed: None while
    nobody said so.
    """

    number: int
    title: str
    state: str
    hypothesis: str = ""
    scenario: str = ""
    blast_radius: str = ""
    stop_conditions: str = ""
    runbook: str = ""
    runbook_url: str = ""
    environment: str = ""
    planned_at: str = ""
    planned_minutes: int = 0
    repeat_months: int = 0
    source_row: int = 0
    scenario_key: str = ""
    started_at: str = ""
    ended_at: str = ""
    stopped_early: bool = False
    held: str = ""
    broke: str = ""
    learned: str = ""
    was_confirmed: bool | None = None
    parts: tuple[SnapshotPart, ...] = ()
    entries: tuple[SnapshotEntry, ...] = ()
    findings: tuple[SnapshotGameDayFinding, ...] = ()

    @property
    def day(self) -> str:
        """The moment it belongs to: when it began, else when it is to begin; ISO 8601."""
        return self.started_at or self.planned_at


@dataclass(frozen=True, slots=True)
class SnapshotPlannedReview:
    """A moment at which the workload is to be reviewed.

    session_minutes: what its sessions took; extra_minutes: time outside of them. milestone: the
    number of the one that came of it, 0 for none.
    """

    number: int
    kind: str
    title: str
    planned_on: str = ""
    budget_minutes: int = 0
    session_minutes: int = 0
    extra_minutes: int = 0
    note: str = ""
    milestone: int = 0

    @property
    def spent_minutes(self) -> int:
        """All the time it took."""
        return self.session_minutes + self.extra_minutes


def worksheets(content: Mapping[str, Any]) -> tuple[Content, ...]:
    """Those of stored content."""
    return from_json(content.get("worksheets", ()))


def game_days(content: Mapping[str, Any]) -> tuple[SnapshotGameDay, ...]:
    """Those of stored content."""
    return tuple(
        SnapshotGameDay(
            **{
                **value,
                "parts": tuple(SnapshotPart(**part) for part in value.get("parts", ())),
                "entries": tuple(SnapshotEntry(**entry) for entry in value.get("entries", ())),
                "findings": tuple(_finding(each) for each in value.get("findings", ())),
            }
        )
        for value in content.get("game_days", ())
    )


def planned_reviews(content: Mapping[str, Any]) -> tuple[SnapshotPlannedReview, ...]:
    """Those of stored content."""
    return tuple(SnapshotPlannedReview(**value) for value in content.get("planned_reviews", ()))


def trim(content: Mapping[str, Any]) -> None:
    """Leave out what is empty in content that is about to be stored."""
    for sheet in content.get("worksheets", ()):
        for row in sheet["rows"]:
            _without(row, _OF_ROW)
            for reading in row.get("readings", ()):
                _without(reading, _OF_READING)
    for day in content.get("game_days", ()):
        _without(day, _OF_GAME_DAY)
        if day["was_confirmed"] is None:
            del day["was_confirmed"]


def _without(values: MutableMapping[str, Any], optional: Iterable[str]) -> None:
    for key in optional:
        if not values[key]:
            del values[key]


def _finding(value: Mapping[str, Any]) -> SnapshotGameDayFinding:
    numbers = tuple(value.get("improvements", ()))
    return SnapshotGameDayFinding(**{**value, "improvements": numbers})
