"""A tracker under our control: HTTPS in a thread, and a list of things that go wrong.

What it answers is said by fake_jira.py and fake_github.py, after the published interfaces.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from wellarch import clock

TOKEN = "tracker-token-that-nobody-may-see"


@dataclass
class Fault:
    """One thing that goes wrong at the next request it fits. status: answered instead; after:
    the connection breaks once the request was carried out; seconds: it then waits to say so."""

    method: str
    path: str
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False
    seconds: float = 0


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Said:
    """One answer."""

    status: int
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class FakeTracker:
    """What all of them have in common. base: the path its interface begins with."""

    base = ""

    def __init__(self, certificate: tuple[str, str]) -> None:
        self.ca_file = certificate[0]
        self._certificate = certificate
        self.port = 0
        self.asked: list[Asked] = []
        self.faults: list[Fault] = []
        self.issues: list[dict[str, Any]] = []
        self.changed: dict[int, datetime] = {}  # number → when
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}"

    def goes_wrong(self, method: str, path: str, status: int = 0, **how: Any) -> None:
        """Once, at the next such request (`path` is how it ends)."""
        headers = {key.replace("_", "-"): value for key, value in how.pop("headers", {}).items()}
        self.faults.append(Fault(method, path, status, headers, **how))

    def count(self, method: str, ending: str) -> int:
        """How many such requests there were."""
        return sum(a.method == method and a.path.endswith(ending) for a in self.asked)

    def answer(self, asked: Asked) -> Said:
        raise NotImplementedError

    def touch(self, number: int) -> None:
        self.changed[number] = clock.now()

    @contextmanager
    def running(self) -> Iterator[FakeTracker]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self._certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
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


def _handler(fake: FakeTracker) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(
                self.command,
                parts.path,
                {key: values[0] for key, values in parse_qs(parts.query).items()},
                {key.lower(): value for key, value in self.headers.items()},
                json.loads(raw) if raw else None,
            )
            with fake.lock:
                fake.asked.append(asked)
                fault = self._fault(asked)
            if fault and fault.status:
                return self._send(Said(fault.status, {"message": "Not now."}, fault.headers))
            with fake.lock:
                said = fake.answer(asked)
            if fault and fault.seconds:
                time.sleep(fault.seconds)
            if fault and fault.after:
                self.close_connection = True
                return None
            return self._send(said)

        do_POST = do_PUT = do_PATCH = do_GET

        def _fault(self, asked: Asked) -> Fault | None:
            for fault in fake.faults:
                if fault.method == asked.method and asked.path.endswith(fault.path):
                    fake.faults.remove(fault)
                    return fault
            return None

        def _send(self, said: Said) -> None:
            body = b"" if said.data is None else json.dumps(said.data).encode()
            self.send_response(said.status)
            for key, value in said.headers.items():
                self.send_header(key, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    return Handler
