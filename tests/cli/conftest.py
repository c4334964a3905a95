"""`wellarch` as people run it, its requests answered by Django's test client: no network."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result
from django.test import Client, TestCase
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from tests.conftest import Cast
from wellarch.accounts.actor import member_actor
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations
from wellarch.cli import keeping, server
from wellarch.cli.program import program

URL = "https://testserver"


class Inside(BaseAdapter):
    """Carries a request to the application in this process. `asked` keeps them."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[requests.PreparedRequest] = []
        self.before: Callable[[requests.PreparedRequest], Any] = lambda request: None

    def send(self, request: requests.PreparedRequest, **_how: Any) -> requests.Response:
        """The answer; `before` is called first and may answer itself or raise."""
        self.asked.append(request)
        early = self.before(request)
        return early if early is not None else self.answer(request)

    def answer(self, request: requests.PreparedRequest) -> requests.Response:
        headers = {k.lower(): v for k, v in request.headers.items()}
        body = request.body or b""
        # What a request commits sends its tasks, and these run at once.
        with TestCase.captureOnCommitCallbacks(execute=True):
            sent = Client(raise_request_exception=False).generic(
                request.method or "GET",
                request.path_url,
                data=body.encode() if isinstance(body, str) else body,
                content_type=headers.pop("content-type", ""),
                secure=True,
                headers=headers,
            )
        response = requests.Response()
        response.status_code = sent.status_code
        response.headers = CaseInsensitiveDict(sent.headers)
        response.url = request.url or ""
        response.request = request
        response.raw = BytesIO(sent.getvalue() if sent.streaming else sent.content)
        return response

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Inside:
    adapter = Inside()

    def connect() -> requests.Session:
        session = requests.Session()
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        return session

    monkeypatch.setattr(server, "connect", connect)
    monkeypatch.setattr(server.time, "sleep", lambda seconds: None)
    return adapter


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the platform keeps settings, empty; and nothing of this machine's environment."""
    monkeypatch.setattr(keeping.click, "get_app_dir", lambda name: str(tmp_path / "settings"))
    for name in (keeping.URL_VARIABLE, keeping.TOKEN_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "settings"


def token_of(user: User, scope: str = "write", **how: Any) -> str:
    membership = organizations.memberships_of(user).get()
    actor = member_actor(membership, Via.BROWSER)
    return tokens.create(actor, name="pipeline", scope=scope, **how)[1]


@pytest.fixture
def run(inside: Inside, folder) -> Callable[..., Result]:
    """Run a command; `token` signs in as a pipeline does."""

    def invoke(*words: str, token: str = "", stdin: str | bytes | None = None) -> Result:
        env = {keeping.URL_VARIABLE: URL, keeping.TOKEN_VARIABLE: token} if token else {}
        result = CliRunner().invoke(program, words, env=env, input=stdin, prog_name="wellarch")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def ben(run, cast: Cast) -> Callable[..., Result]:
    """Run a command as Ben, with a token that may write."""
    token = token_of(cast.ben)
    return lambda *words, **how: run(*words, token=token, **how)
