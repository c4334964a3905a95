"""The conversation: pages are followed, a busy server is asked again, refusals are sentences."""

from __future__ import annotations

import json

import pytest
import requests

from tests.builders import start_workload
from tests.cli.conftest import token_of
from wellarch.rest.pagination import CursorPages


def answer(status: int, body: bytes = b"", **headers: str) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response._content = body
    response.url = "https://testserver/api/v1/"
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


def test_every_page_of_a_list_is_read(ben, actors, inside, monkeypatch):
    monkeypatch.setattr(CursorPages, "max_page_size", 2)
    for number in range(5):
        start_workload(actors.ada, f"Workload {number}")
    names = [row["name"] for row in json.loads(ben("workloads", "--json").stdout)]
    assert names == [f"Workload {number}" for number in range(5)]
    assert len(inside.asked) == 3


def test_next_is_followed_on_our_server_whatever_address_it_names(ben, workload, inside):
    first = answer(
        200,
        b'{"next": "http://internal:8000/api/v1/workloads/?cursor=abc", "results": []}',
    )
    replies = iter([first, answer(200, b'{"next": null, "results": []}')])
    inside.before = lambda request: next(replies)
    assert ben("workloads", "--json").exit_code == 0
    assert inside.asked[1].url == "https://testserver/api/v1/workloads/?cursor=abc"


def test_a_busy_server_is_asked_again(ben, workload, inside):
    replies = iter([answer(429, Retry_After="1"), answer(503), None])
    inside.before = lambda request: next(replies)
    assert ben("whoami").exit_code == 0
    assert len(inside.asked) == 3


def test_a_server_that_stays_busy_is_given_up(ben, inside):
    body = b'{"detail": "Too many requests.", "code": "throttled"}'
    inside.before = lambda request: answer(429, body, Content_Type="application/problem+json")
    done = ben("whoami")
    assert done.exit_code == 3
    assert "Too many requests." in done.stderr
    assert len(inside.asked) == 4


def test_a_server_that_is_not_there_is_named(ben, inside):
    def down(request):
        raise requests.ConnectionError("NewConnectionError: Connection refused")

    inside.before = down
    done = ben("whoami")
    assert done.exit_code == 3
    assert "https://testserver cannot be reached" in done.stderr
    assert "Connection refused" in done.stderr
    assert len(inside.asked) == 1


def test_a_lost_answer_is_asked_for_once_more_with_the_same_key(ben, review, inside):
    lost = iter([True, False])

    def before(request):
        if request.method == "POST" and next(lost):
            inside.answer(request)  # it was carried out, and nobody heard
            raise requests.ReadTimeout("read timed out")

    inside.before = before
    done = ben("milestone", "checkout", "First look", "--json")
    posts = [request for request in inside.asked if request.method == "POST"]
    keys = {request.headers["Idempotency-Key"] for request in posts}
    assert (len(posts), len(keys)) == (2, 1)
    assert done.exit_code == 0, done.output
    assert review.workload.milestones.count() == 1


def test_a_lost_change_is_not_repeated(ben, review, inside):
    def before(request):
        if request.method == "PATCH":
            raise requests.ReadTimeout("read timed out")

    inside.before = before
    done = ben("answer", "checkout", "locks", "--select", "locks_key")
    assert done.exit_code == 3
    assert sum(request.method == "PATCH" for request in inside.asked) == 1


@pytest.mark.parametrize("kind", ["text/html", "application/json"])
def test_what_is_not_wellarch_is_said_to_be(ben, inside, kind):
    inside.before = lambda request: answer(
        200 if "json" in kind else 404, b"<html>", Content_Type=kind
    )
    done = ben("whoami")
    assert done.exit_code == 3
    assert "does not answer as WellArch does" in done.stderr


def test_every_wrong_field_is_a_line(ben, workload):
    done = ben("milestone", "checkout", "x" * 101, "--note", "n" * 2001)
    assert done.exit_code == 3
    assert "name:" in done.stderr
    assert "note:" in done.stderr


def test_a_refusal_says_why(run, cast, workload):
    done = run("milestone", "checkout", "First look", token=token_of(cast.vic))
    assert done.exit_code == 3
    assert done.stderr.startswith("Error: ")
