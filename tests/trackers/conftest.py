"""Trackers to push to, and improvements to push."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reviews.models import Improvement, Tracker
from reviews.services import improvements, trackers
from tests.lenses.sources.conftest import certificate
from tests.trackers.fake_github import REPOSITORY, FakeGitHub
from tests.trackers.fake_jira import ACCOUNT, FakeJira
from tests.trackers.fake_server import TOKEN, FakeTracker

__all__ = ["certificate"]


@pytest.fixture
def open_inside(settings: Any, certificate: tuple[str, str]) -> None:
    """The settings allow trackers on this machine."""
    settings.WELLARCH_TRACKER_PRIVATE_HOSTS = ["localhost"]
    settings.WELLARCH_TRACKER_CA_FILE = certificate[0]
    settings.WELLARCH_TRACKER_TIMEOUT = 5


@pytest.fixture
def jira(certificate: tuple[str, str], open_inside: None) -> Iterator[FakeTracker]:
    with FakeJira(certificate).running() as fake:
        yield fake


@pytest.fixture
def jira_server(certificate: tuple[str, str], open_inside: None) -> Iterator[FakeTracker]:
    with FakeJira(certificate, version="2").running() as fake:
        yield fake


@pytest.fixture
def github(certificate: tuple[str, str], open_inside: None) -> Iterator[FakeTracker]:
    with FakeGitHub(certificate).running() as fake:
        yield fake


@pytest.fixture(params=["jira_cloud", "jira_server", "github"])
def fake(request: pytest.FixtureRequest) -> FakeTracker:
    """Each of them."""
    name = {"jira_cloud": "jira"}.get(request.param, request.param)
    return request.getfixturevalue(name)


def values_for(fake: FakeTracker, **more: Any) -> dict[str, Any]:
    """What an admin types for a fake."""
    if isinstance(fake, FakeGitHub):
        found = {"kind": "github", "project": REPOSITORY}
    elif isinstance(fake, FakeJira) and fake.version == "2":
        found = {"kind": "jira_server", "project": "PAY", "issue_type": "Task"}
    else:
        found = {"kind": "jira_cloud", "project": "PAY", "account": ACCOUNT}
    return {"name": "Payments", "base_url": fake.address, "secret": TOKEN, **found, **more}


def add(actors: Any, fake: FakeTracker, **more: Any) -> Tracker:
    """The fake as a tracker of Northwind."""
    return trackers.create(actors.ada, values=values_for(fake, **more))[0]


@pytest.fixture
def improvement(actors: Any, workload: Any) -> Improvement:
    """Something to do."""
    return improvements.make(
        actors.cleo,
        workload.pk,
        title="Fit a bolt",
        recommendation="Ask @smith.\n\nEvery door {needs} one.",
        steps="1. Buy\n2. Fit",
    )
