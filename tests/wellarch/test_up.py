"""`manage.py up`, the real one: from an empty folder to an answer, through a death, to the end."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def test_up_starts_survives_a_killed_worker_and_ends(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    # DEBUG spares the collecting of static files, which takes longer than all the rest.
    environment = {
        "PATH": os.environ["PATH"],
        "WELLARCH_DATA_DIR": str(tmp_path / "data"),
        "DEBUG": "1",
    }
    with log.open("wb") as output:
        up = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--prepare", "--no-demo", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_for(log, rf"WellArch is ready: http://localhost:{port}")
        assert _healthz(port) == 200

        os.kill(_worker_of(up.pid), signal.SIGKILL)
        _wait_for(log, "worker was ended by SIGKILL")
        assert _worker_of(up.pid)

        up.send_signal(signal.SIGINT)
        _wait_for(log, "Stopping")
        up.send_signal(signal.SIGINT)
        assert up.wait(10) == 0
        assert _children(up.pid) == []
        with pytest.raises(ConnectionRefusedError):
            _healthz(port)
    finally:
        up.kill()
        up.wait()


def _wait_for(log: Path, pattern: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not re.search(pattern, log.read_text()):
        assert time.monotonic() < deadline, f"never said {pattern!r}:\n{log.read_text()}"
        time.sleep(0.05)


def _healthz(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status
    finally:
        connection.close()


def _worker_of(pid: int) -> int:
    """The process of the worker, waiting until there is one."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for child in _children(pid):
            if b"celery" in Path(f"/proc/{child}/cmdline").read_bytes():
                return child
        time.sleep(0.05)
    raise AssertionError("no worker")


def _children(pid: int) -> list[int]:
    try:
        return [int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
