"""The door of live updates: answers /live/ in front of Django, whose middleware costs more.

Hundreds of pages ask every second whether something is new, and mostly nothing is. They show
their pass in a header, because addresses are written into logs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

from django.db import close_old_connections

from wellarch.live import source
from wellarch.live.hub import Hub

PATH = "/live/"
_HEADERS = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class LiveDoor:
    """A WSGI application around another one: /live/ is its own, all else goes through."""

    def __init__(self, application: Application, *, hub: Hub | None = None) -> None:
        self._application = application
        self._hub = hub
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer the request, or hand it on."""
        if environ["PATH_INFO"] != PATH:
            return self._application(environ, start_response)
        if environ["REQUEST_METHOD"] != "GET":
            status, body = HTTPStatus.METHOD_NOT_ALLOWED, b""
        else:
            status, body = self._ask(environ)
        headers = list(_HEADERS)
        if body:
            headers += [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        elif status != HTTPStatus.NO_CONTENT:
            headers.append(("Content-Length", "0"))
        start_response(f"{status.value} {status.phrase}", headers)
        return [body] if body else []

    def _ask(self, environ: Environ) -> tuple[HTTPStatus, bytes]:
        asked = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        place = asked.get("place")
        return self._open().ask(
            environ.get("HTTP_X_LIVE_PASS", ""),
            asked.get("at", ""),
            place=place[:128] if place is not None else None,
            is_leaving="leaving" in asked,
        )

    def _open(self) -> Hub:
        """The hub of this process, made by the first who asks."""
        if self._hub is None:
            with self._lock:
                self._hub = self._hub or Hub(_with_connections(source.configured()))
        return self._hub


def _with_connections(found: source.Source) -> source.Source:
    """The same source, which treats connections as Django does around each of its requests."""

    def tidy(ask: Callable[..., Any]) -> Callable[..., Any]:
        def tidied(*arguments: Any) -> Any:
            close_old_connections()
            try:
                return ask(*arguments)
            finally:
                close_old_connections()

        return tidied

    return source.Source(
        revisions=tidy(found.revisions),
        people=tidy(found.people),
        admitted=tidy(found.admitted),
        keep=tidy(found.keep),
    )
