"""What runs when WellArch is started as one thing: a web server and a worker, and how to ask them.

Knows their command lines; `supervisor` keeps them running.
"""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils import timezone

from wellarch.events.heartbeat import WORKER
from wellarch.events.models import Heartbeat
from wellarch.supervisor import Program

WEB_THREADS = 4  # more would wait for the interpreter, fewer for the database
# Celery warns of root at every start; on a machine that is tried out, root is what people are.
_ROOT_WARNING = "ignore:You're running the worker with superuser privileges"


def programs(*, host: str, port: int, workers: int, tasks: int, url: str) -> list[Program]:
    """The web server (`workers` processes) and the Celery worker (`tasks` processes) with beat."""
    environment = {
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": ",".join(filter(None, [os.environ.get("PYTHONWARNINGS"), _ROOT_WARNING])),
        "WELLARCH_URL": url,
    }
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(WEB_THREADS)),
        *("--workers-kill-timeout", "5", "--log-level", "warning", "--no-access-log"),
        "wellarch.wsgi:application",
    ]
    worker = [
        *(sys.executable, "-m", "celery", "--quiet", "--skip-checks", "-A", "wellarch"),
        *("worker", "--beat", "--concurrency", str(tasks), "--loglevel", "WARNING"),
        *("--without-mingle", "--without-gossip", "--without-heartbeat"),
    ]
    return [Program("web", web, environment), Program("worker", worker, environment)]


def port_problem(host: str, port: int) -> str | None:
    """Why nobody can listen on host and port, in a sentence, or None."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        return f"{host} is not an address of this machine: {error.strerror}."
    family, kind, protocol, _, address = found[0]
    with closing(socket.socket(family, kind, protocol)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            return f"Cannot listen on {host}, port {port}: {error.strerror}."
    return None


@contextmanager
def only_one(folder: Path) -> Iterator[bool]:
    """Hold the folder of state for this process; yields False when another one holds it.

    Two would run every periodic task twice. The lock ends with the process, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "up.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def health(host: str, port: int, name: str) -> Callable[[], str | None]:
    """A function that says what is not up yet, or None; it asks /healthz under host name `name`.

    The worker counts when it wrote a heartbeat since now: an old one would be of its predecessor.
    """
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared only)
    since = timezone.now()

    def ask() -> str | None:
        # The worker first: an unwell answer of /healthz would be logged as an error.
        try:
            if not Heartbeat.objects.filter(name=WORKER, at__gte=since).exists():
                return "no worker has run a task yet"
        except DatabaseError as error:
            return f"the database does not answer ({error})"
        finally:
            connection.close()
        return _ask_web(address, port, name)

    return ask


def _ask_web(address: str, port: int, name: str) -> str | None:
    """What /healthz says is wrong, or None."""
    with closing(http.client.HTTPConnection(address, port, timeout=2)) as web:
        try:
            web.request("GET", "/healthz", headers={"Host": name})
            response = web.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            return f"the web server does not answer ({error})"
    return None if response.status == http.HTTPStatus.OK else _what_is_down(body)


def _what_is_down(body: bytes) -> str:
    """The answer of an unwell /healthz on one line."""
    try:
        return json.dumps(json.loads(body))
    except ValueError:
        return body.decode(errors="replace")[:200]
