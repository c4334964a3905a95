"""What the teams of the demo filled into worksheets, measured, rehearsed and planned, as of the
time it happened. The data is in the YAML files of sheets/, one per workload."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from reviews.demo import rehearsing
from reviews.demo.course import ago
from reviews.models import Workload
from reviews.services import readings, worksheet_improvements, worksheets
from wellarch import clock
from wellarch.accounts.actor import Actor

_FILES = Path(__file__).parent / "sheets"


@lru_cache
def stories() -> dict[str, Mapping[str, Any]]:
    """What is told, by the name of the workload."""
    found = (yaml.safe_load(path.read_text("utf-8")) for path in sorted(_FILES.glob("*.yaml")))
    return {story["workload"]: story for story in found}


@dataclass
class Filling:
    """The worksheets of one workload as its story goes on. people: by their first name."""

    workload: Workload
    people: Mapping[str, Actor]
    told: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = stories().get(self.workload.name, {})

    def go_on(self, *, since: float, until: float) -> None:
        """What happened between two times, months ago."""
        for step in self.told.get("steps", ()):
            if since > step["months"] >= until:
                self._step(step)
        self._measure(since, until)
        rehearsing.go_on(self.people, self.workload, self.told, since=since, until=until)

    def _step(self, step: Mapping[str, Any]) -> None:
        actor, key, moment = self.people["cleo"], self.workload.pk, ago(step["months"])
        with clock.at(moment):
            for kind, content in step.get("start", {}).items():
                worksheets.replace(actor, key, kind, content=content)
            for kind, row in step.get("add", ()):
                worksheets.add(actor, key, kind, **row)
            for kind, number, parent in step.get("nest", ()):
                worksheets.move(actor, key, kind, number, parent=parent, is_nested=True)
            for kind, number, values in step.get("edit", ()):
                worksheets.edit(actor, key, kind, number, values=values)
            for kind, number, column, values in step.get("tested", ()):
                tested = {column: moment.date().isoformat(), **values}
                worksheets.edit(actor, key, kind, number, values=tested)
            for kind, number in step.get("improve", ()):
                worksheet_improvements.make(self.people["ben"], key, kind, number)

    def _measure(self, since: float, until: float) -> None:
        for kind, rows in self.told.get("readings", {}).items():
            for number, said in rows.items():
                found = [each for at, each in _values(said) if ago(since) < at <= ago(until)]
                if found:
                    with clock.at(max(ago(until), found[-1]["at"])):
                        readings.record(
                            self.people["cleo"], self.workload.pk, kind, number, readings=found
                        )


def _values(said: Mapping[str, Any]) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """The values with their moments, the oldest first. Those of a month carry its first day and
    are known at its end."""
    values, totals = said["values"], said.get("totals", ())
    for place, value in enumerate(values):
        left = len(values) - 1 - place
        if said.get("monthly"):
            at = _month(left + 1)
            known = _month(left)
        else:
            at = known = ago(said["ends"] + said["every"] * left)
        total = totals[place] if totals else None
        yield known, {"at": at, "value": str(value), "total": "" if total is None else str(total)}


def _month(back: int) -> datetime:
    """The first moment of a month, so many before this one."""
    first = clock.now().astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _step in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    return first
