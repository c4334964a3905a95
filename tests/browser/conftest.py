"""A real browser against a real server, with its console watched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from unittest import mock

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from wellarch.accounts.models import User
from wellarch.live.door import LiveDoor

# Playwright's synchronous API runs an event loop in the test's thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
LIMIT = 15_000  # milliseconds; a loaded machine is slow, not wrong
expect.set_options(timeout=LIMIT)

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for something in the database that no page shows."""
    for _each in range(LIMIT // 100):
        if is_so():
            return
        page.wait_for_timeout(100)
    pytest.fail("It did not become so.")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("BROWSER_PATH", "/usr/bin/chromium"), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def _behind_the_door() -> Iterator[None]:
    """The server of the tests serves what web servers load: Django behind live updates."""
    with mock.patch("django.test.testcases._MediaFilesHandler", LiveDoor):
        yield


@dataclass
class Desk:
    """One person at one browser: what the page complained about is kept."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Keep errors of the console (a refused script or style shows there) and exceptions."""

        def heard(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.complaints.append(message.text)

        self.page.on("console", heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))


@pytest.fixture
def desk_of(chromium: Browser, live_server) -> Iterator[Callable[..., Desk]]:
    """A signed-in person's browser (signed out without a person), of a size and a theme."""
    contexts = []

    def sit(user: User | None = None, *, width: int = 1280, scheme: str = "light") -> Desk:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies["sessionid"]
            context.add_cookies(
                [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
            )
        desk = Desk(context.new_page())
        desk.watch()
        return desk

    yield sit
    for context in contexts:
        context.close()


@pytest.fixture(autouse=True)
def _real_transactions(transactional_db: None) -> None:
    """The server answers in another thread: it must see what the test wrote."""
