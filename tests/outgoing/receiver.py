"""Somebody's program that receives webhooks: HTTP in a thread, and what it is to answer.

It checks messages with the package that the specification's authors publish, as it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook


@dataclass
class Got:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def opened(self, secret: str) -> Any:
        """The message, if it is signed with this secret; WebhookVerificationError if not."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """answers: (status, headers, body) given next, one after the other; then 204."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    before: Callable[[Got], None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?from=wellarch"

    def says(self, status: int, body: str = "", times: int = 1, **headers: str) -> None:
        given = {key.replace("_", "-"): value for key, value in headers.items()}
        self.answers += [(status, given, body)] * times

    @contextmanager
    def running(self) -> Iterator[Receiver]:
        server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        server.handle_error = lambda *args: None  # type: ignore[method-assign]
        self.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            got = Got(self.path, {k.lower(): v for k, v in self.headers.items()}, raw.decode())
            receiver.got.append(got)
            if receiver.before:
                receiver.before(got)
            status, headers, body = receiver.answers.pop(0) if receiver.answers else (204, {}, "")
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: Any) -> None:
            pass

    return Handler
