"""One way to speak to a tracker, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from reviews.tracking.github import GitHub
from reviews.tracking.jira import JiraCloud, JiraServer
from reviews.tracking.shapes import Draft, Issue, Reach, Standing, Target
from reviews.tracking.web import Through


class Client(Protocol):
    """A project of a tracker. Every function raises Refused or Delayed (tracking/problems.py)."""

    is_coarse: bool
    """Whether issues are open or closed and nothing else."""

    def standing(self) -> Standing:
        """Who we are there and whether we may make issues."""

    def find(self, marker: str, since: datetime) -> Issue | None:
        """The issue whose text holds the marker, made since then; None if there is none."""

    def create(self, draft: Draft) -> Issue:
        """A new issue."""

    def write(self, key: str, draft: Draft) -> None:
        """Another title and text for an issue."""

    def read(self, key: str) -> Issue:
        """An issue as it is."""

    def turn(self, issue: Issue, state: str) -> Issue:
        """Have an issue say our state, as far as the tracker lets us; the issue as it is then."""

    def changed(self, since: datetime) -> Iterator[Issue]:
        """The issues that changed since then, the longest unchanged first."""


_CLIENTS: dict[str, Callable[[Target, Reach, Through | None], Client]] = {
    "jira_cloud": JiraCloud,
    "jira_server": JiraServer,
    "github": GitHub,
}


def client(target: Target, reach: Reach, through: Through | None = None) -> Client:
    """Who speaks to this tracker. through: what each request is made through, if anything."""
    return _CLIENTS[target.kind](target, reach, through)
