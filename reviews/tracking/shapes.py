"""What is said between our rows and the clients of trackers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wellarch.outgoing.pinned import Reach

__all__ = ["Draft", "Issue", "Part", "Reach", "Standing", "Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """A project of a tracker and who we are there. kind: one of TrackerKind."""

    kind: str
    base_url: str
    project: str
    account: str = ""
    secret: str = field(default="", repr=False)
    issue_type: str = ""
    labels: tuple[str, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an issue's text: a heading (may be empty), lines below it, a web address."""

    heading: str = ""
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue as we want it. marker: 32 hexadecimal digits by which it is found again."""

    title: str
    parts: tuple[Part, ...]
    marker: str


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as the tracker has it.

    status: its own word; stage: "new", "active", "done" or "dropped", whatever it is called.
    """

    key: str
    url: str
    status: str
    stage: str
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Who we are in a tracker (name), and what keeps us from making issues there."""

    name: str
    problems: tuple[str, ...] = ()
