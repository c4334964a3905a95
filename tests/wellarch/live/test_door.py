"""The door of live updates, in front of Django: what it answers and what it hands on."""

from __future__ import annotations

import json
import time

import pytest
from django.test import RequestFactory

from reviews.models import Visit
from reviews.reads import live
from tests.builders import select
from wellarch import wsgi
from wellarch.live.door import LiveDoor
from wellarch.live.hub import FRESH

# Connections are treated as between requests: what was not committed would be gone.
pytestmark = pytest.mark.django_db(transaction=True)


class Asked:
    """What a WSGI application answered."""

    def __init__(self, application, path: str, *, method: str = "GET", show: str = "") -> None:
        environ = RequestFactory().generic(method, path, HTTP_X_LIVE_PASS=show).environ
        self.body = b"".join(application(environ, self._start))

    def _start(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status, self.headers = int(status.split()[0]), dict(headers)


@pytest.fixture
def door() -> LiveDoor:
    """A door of its own around Django, as after a restart."""
    return LiveDoor(wsgi.django_application)


def test_web_servers_load_the_door():
    assert isinstance(wsgi.application, LiveDoor)


def test_everything_else_is_djangos(door):
    for path in ("/live", "/live/x/", "/accounts/login/"):
        assert Asked(door, path).headers["Content-Type"].startswith("text/html")


def test_without_a_pass_there_is_nothing_to_hear_and_nothing_is_asked(
    door, django_assert_num_queries
):
    with django_assert_num_queries(0):
        for show in ("", "nonsense"):
            answer = Asked(door, "/live/", show=show)
            assert (answer.status, answer.body) == (401, b"")
        assert Asked(door, "/live/", method="POST").status == 405


def test_a_viewer_hears_of_a_change_and_is_seen(door, actors, review):
    show = live.pass_for(actors.vic, review)
    first = Asked(door, "/live/?place=locks", show=show)
    assert (first.status, first.headers["Cache-Control"]) == (200, "no-store")
    tag = json.loads(first.body)["tag"]
    select(actors.ada, review, "locks", "locks_dog")
    time.sleep(FRESH)
    news = json.loads(Asked(door, f"/live/?place=locks&at={tag}", show=show).body)
    review.workload.refresh_from_db()
    assert news["revision"] == review.workload.revision
    assert [(each["name"], each["place"]) for each in news["people"]] == [("Vic Example", "locks")]
    assert Asked(door, f"/live/?place=locks&at={news['tag']}", show=show).status == 204
    assert Visit.objects.get().user == actors.vic.user


def test_two_processes_see_each_others_people(actors, review):
    one, other = LiveDoor(wsgi.django_application), LiveDoor(wsgi.django_application)
    Asked(one, "/live/?place=locks", show=live.pass_for(actors.ada, review))
    Asked(other, "/live/?place=keys", show=live.pass_for(actors.ben, review))
    time.sleep(FRESH)
    answers = [
        json.loads(Asked(door, "/live/", show=live.pass_for(actors.vic, review)).body)
        for door in (one, other)
    ]
    places = {each["name"]: each["place"] for each in answers[0]["people"]}
    assert places == {"Ada Example": "locks", "Ben Example": "keys"}
    assert answers[1]["people"][:2] == answers[0]["people"]


def test_who_was_removed_is_refused_although_the_pass_is_good(door, actors, cast, review):
    show = live.pass_for(actors.vic, review)
    assert Asked(door, "/live/", show=show).status == 200
    cast.vic.memberships.all().delete()
    for watch in door._open()._watches.values():
        watch.checked -= 60  # a minute later
    time.sleep(FRESH)
    assert Asked(door, "/live/", show=show).status == 403


def test_an_idle_viewer_costs_no_query_between_two_looks(
    door, actors, review, django_assert_num_queries
):
    show = live.pass_for(actors.vic, review)
    tag = json.loads(Asked(door, "/live/?place=locks", show=show).body)["tag"]
    with django_assert_num_queries(0):
        for _again in range(10):
            Asked(door, f"/live/?place=locks&at={tag}", show=show)
