"""The server is killed and started again while two people answer: nothing is lost."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from reviews.models import Answer
from tests.contracts.house import ROOT

pytestmark = pytest.mark.browser

LIMIT = 30  # seconds until a server must answer
BACK = 30_000  # milliseconds until a page has found it again


class Server:
    """A web server as in production, a process of its own, on the database of the test."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"--interface wsgi --no-ws --host 127.0.0.1 --port {self.port}".split()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "WELLARCH_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "granian", *options, "wellarch.wsgi:application"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + LIMIT
        while not self.answers():
            assert time.monotonic() < until, "the server did not start"
            assert self.process.poll() is None, "the server ended"
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether it serves pages."""
        try:
            with urlopen(f"{self.url}/accounts/login/", timeout=LIMIT):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self.process:
            os.killpg(self.process.pid, 9)
            self.process.wait()
            self.process = None


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    server = Server()
    server.start()
    yield server
    server.kill()


def light(page: Page):
    return page.locator("[data-save-state]")


def test_what_two_people_answer_while_the_server_is_away_arrives_when_it_is_back(
    cast, review, desk_of, server
):
    ada, cleo = desk_of(cast.ada).page, desk_of(cast.cleo).page
    for page in (ada, cleo):
        page.goto(f"{server.url}/reviews/{review.pk}/questions/locks/")
    with ada.expect_response(lambda answer: "/changes/" in answer.url):
        ada.keyboard.press("1")
    expect(light(ada)).to_contain_text("All changes saved")  # the page has read what came
    server.kill()

    ada.keyboard.press("2")
    cleo.get_by_label("Notes").fill("Typed while nobody listened")
    cleo.get_by_label("Notes").blur()
    for page in (ada, cleo):
        expect(light(page)).to_contain_text("Offline: kept in this browser 1 waiting")
    ada.keyboard.press("n")  # the next question cannot come: this page stays
    expect(ada.get_by_text("This one stays open")).to_be_visible()
    assert "/locks/" in ada.url

    server.start()
    for page in (ada, cleo):
        expect(light(page)).to_contain_text("All changes saved", timeout=BACK)
    answer = Answer.objects.get(review=review, question_key="locks")
    assert set(answer.choices) == {"locks_key", "locks_bolt"}
    assert answer.notes == "Typed while nobody listened"
    expect(ada.get_by_label("Notes")).to_have_value(answer.notes, timeout=BACK)
    expect(cleo.locator("#choice-locks_bolt")).to_be_checked(timeout=BACK)
