"""The scenarios that everybody can begin with. Pure; the data is in scenarios.yaml beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "scenarios.yaml"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One failure to rehearse: what one believes, what to do, and when to stop.

    group: what it is about (its heading); component, mode: as the failure modes worksheet would
    name them; environment: where to run it first; roles: who is needed, as words.
    """

    key: str
    group: str
    title: str
    component: str
    mode: str
    hypothesis: str
    scenario: str
    blast_radius: str
    stop_conditions: str
    runbook: str
    environment: str
    minutes: int
    repeat_months: int
    roles: tuple[str, ...]

    @property
    def fields(self) -> dict[str, Any]:
        """What a game day that begins with it holds."""
        return {
            "title": self.title,
            "hypothesis": self.hypothesis,
            "scenario": self.scenario,
            "blast_radius": self.blast_radius,
            "stop_conditions": self.stop_conditions,
            "runbook": self.runbook,
            "environment": self.environment,
            "planned_minutes": self.minutes,
            "repeat_months": self.repeat_months,
            "parts": [{"role": role} for role in self.roles],
        }


@lru_cache
def scenarios() -> dict[str, Scenario]:
    """All scenarios by key, in the order of the file."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {each["key"]: _scenario(each, said["roles"]) for each in said["scenarios"]}


def groups(found: Iterable[Scenario]) -> dict[str, list[Scenario]]:
    """{heading: its scenarios}, in their order."""
    by: dict[str, list[Scenario]] = {}
    for each in found:
        by.setdefault(each.group, []).append(each)
    return by


def _scenario(said: Mapping[str, Any], usual: Iterable[str]) -> Scenario:
    return Scenario(
        key=said["key"],
        group=said["group"],
        title=said["title"],
        component=said["component"],
        mode=said["mode"],
        hypothesis=" ".join(said["hypothesis"].split()),
        scenario=_lines(said["steps"], numbered=True),
        blast_radius=" ".join(said["blast_radius"].split()),
        stop_conditions=_lines(said["stop"]),
        runbook=_lines(said["runbook"]),
        environment=said.get("environment", "Staging"),
        minutes=said.get("minutes", 120),
        repeat_months=said.get("repeat_months", 6),
        roles=(*usual, *said.get("roles", ())),
    )


def _lines(said: Iterable[str], *, numbered: bool = False) -> str:
    lines = [" ".join(each.split()) for each in said]
    return "\n".join(f"{n}. {line}" if numbered else line for n, line in enumerate(lines, 1))
