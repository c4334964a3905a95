"""Trackers, lens sources and mail go through breakers, and lose nothing meanwhile."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend

from lenses.fetching import Refused
from lenses.services import source_pulls, sources
from reviews.services import tracker_clients, tracker_links, tracker_pushes, trackers
from tests.trackers.conftest import add, certificate, github, improvement, open_inside
from tests.trackers.fake_server import FakeTracker
from wellarch import clock
from wellarch.events.mailing import notices, sending
from wellarch.events.models import Breaker, Notice
from wellarch.outgoing import breakers

__all__ = ["certificate", "github", "improvement", "open_inside"]


def state(key: str) -> str:
    return Breaker.objects.get(key=key).state


# --- Trackers ------------------------------------------------------------------------------


def test_a_tracker_that_is_down_is_left_alone_and_everything_arrives_later(
    github: FakeTracker, actors, improvement
):
    tracker = add(actors, github)
    link = tracker_links.push(
        actors.cleo, improvement.workload_id, improvement.number, tracker_id=tracker.pk
    )
    now = clock.now()
    for _turn in range(5):
        github.goes_wrong("GET", "/user", 503)
        with clock.at(now), pytest.raises(Exception, match="trouble"):
            trackers.test(actors.ada, tracker.pk)
    key = tracker_clients.breaker_key(tracker)
    assert state(key) == "open"
    asked = len(github.asked)
    trackers_row = type(tracker).objects.filter(pk=tracker.pk)
    trackers_row.update(quiet_until=None)
    with clock.at(now):
        assert not tracker_pushes.push(link.pk)
    link.refresh_from_db()
    assert len(github.asked) == asked
    assert (link.state, link.attempts) == ("queued", 0)
    with clock.at(now + timedelta(seconds=31)):
        assert tracker_pushes.push(link.pk)
    link.refresh_from_db()
    assert link.state == "pushed"
    assert sum(issue["title"] == "Fit a bolt" for issue in github.issues) == 1


def test_a_tracker_that_refuses_works(github: FakeTracker, actors, improvement):
    tracker = add(actors, github)
    for _turn in range(6):
        github.goes_wrong("GET", "/user", 401)
        with pytest.raises(Exception, match="know us"):
            trackers.test(actors.ada, tracker.pk)
    assert state(tracker_clients.breaker_key(tracker)) == "closed"


def test_another_address_of_a_tracker_begins_anew(github: FakeTracker, actors):
    tracker = add(actors, github)
    for _turn in range(5):
        github.goes_wrong("GET", "/user", 500)
        with pytest.raises(Exception, match="trouble"):
            trackers.test(actors.ada, tracker.pk)
    assert Breaker.objects.count() == 1
    trackers.edit(actors.ada, tracker.pk, values={"name": "Renamed"})
    assert trackers.test(actors.ada, tracker.pk).name


# --- Lens sources --------------------------------------------------------------------------


def test_a_server_of_lenses_that_is_down_is_left_alone(actors, settings, monkeypatch):
    settings.WELLARCH_SOURCE_URLS = ["https://lenses.example.com/"]
    asked = []

    def down(*args, **named):
        asked.append(args)
        raise Refused("It cannot be reached.", is_down=True)

    monkeypatch.setattr(source_pulls, "fetch", down)
    source = sources.add(actors.ada, place="https://lenses.example.com/house.yaml")
    asked.clear()
    Breaker.objects.all().delete()
    now = clock.now()
    with clock.at(now):
        for _turn in range(5):
            assert source_pulls.pull(actors.ada, source.pk).problem
        with pytest.raises(breakers.Open):
            source_pulls.pull(actors.ada, source.pk)
        source_pulls.pull_alone(source.pk)  # a worker is silent
    assert len(asked) == 5
    source.refresh_from_db()
    assert source.claimed_at is None
    with clock.at(now + timedelta(seconds=31)):
        source_pulls.pull(actors.ada, source.pk)
    assert len(asked) == 6


# --- Mail ----------------------------------------------------------------------------------


class Server(BaseEmailBackend):
    """A mail server that says what it is told to."""

    error: Exception | None = None
    asked = 0

    def send_messages(self, email_messages):
        Server.asked += 1
        if Server.error:
            raise Server.error
        outbox.outbox.extend(email_messages)
        return len(email_messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "wellarch.outgoing.mail.Backend"
    settings.WELLARCH_MAIL_BACKEND = "tests.outgoing.test_others.Server"
    Server.error, Server.asked = None, 0
    outbox.outbox = []
    return Server


def write(cast, count: int) -> list[Notice]:
    return [
        Notice.objects.create(
            email=f"new{number}@example.com", organization=cast.northwind, kind="invitation",
            delivery="now", next_attempt_at=clock.now(),
            data={"organization": "Northwind", "inviter": "Ada", "role": "Viewer",
                  "url": "https://wellarch.example.com/", "expires_at": "2026-12-01"},
        )
        for number in range(count)
    ]  # fmt: skip


def test_a_mail_server_that_is_down_is_left_alone_and_every_mail_leaves_later(server, cast):
    now = clock.now()
    with clock.at(now):
        rows = write(cast, 7)
        server.error = ConnectionRefusedError("nobody")
        for row in rows:
            sending.send(row.pk)
        assert state("mail") == "open"
        assert server.asked == 5
        waiting = Notice.objects.filter(attempts=0)
        assert waiting.count() == 2  # not tried, so not counted
        assert {each.next_attempt_at - now for each in waiting} == {timedelta(seconds=30)}
    server.error = None
    with clock.at(now + timedelta(minutes=6)):
        for row in rows:
            sending.send(row.pk)
    assert Notice.objects.filter(sent_at=None).count() == 0
    assert len(outbox.outbox) == 7
    assert state("mail") == "closed"


def test_an_address_that_is_refused_says_nothing_about_the_server(server, cast):
    server.error = smtplib.SMTPRecipientsRefused({"x@example.com": (550, b"no")})
    for row in write(cast, 7):
        sending.send(row.pk)
    assert server.asked == 7
    assert state("mail") == "closed"


def test_mail_leaves_as_before_when_all_is_well(server, cast):
    assert notices.TASK
    (row,) = write(cast, 1)
    assert sending.send(row.pk) == sending.Outcome.SENT
    assert len(outbox.outbox) == 1
