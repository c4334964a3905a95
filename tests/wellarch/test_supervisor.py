"""The supervisor: real processes, killed for real."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

_RUN = """
import asyncio, json, sys
from wellarch.supervisor import Patience, Program, Supervisor
programs = [Program(name, command) for name, command in json.loads(sys.argv[1]).items()]
patience = Patience(first_restart=0.05, longest_restart=0.2, stop=1.0, failures=3)
supervisor = Supervisor(programs, patience=patience)
asked = iter(["not yet", "not yet", None])
sys.exit(asyncio.run(supervisor.run(
    health=(lambda: next(asked)) if "--healthy" in sys.argv else (lambda: "never"),
    on_ready=lambda: supervisor.say("ready"),
)))
"""
# Says its own number and that of a child that would live on without it.
_PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("pids", os.getpid(), child.pid, flush=True)
time.sleep(60)
"""
_STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("pids 0 0", flush=True)
time.sleep(60)
"""


class Running:
    """A supervisor in a process of its own, and what it has written so far."""

    def __init__(self, log: Path, *arguments: str, **scripts: str) -> None:
        programs = {name: [sys.executable, "-c", script] for name, script in scripts.items()}
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _RUN, json.dumps(programs), *arguments],
                stdout=output,
                stderr=output,
            )
        self._log = log

    @property
    def text(self) -> str:
        return self._log.read_text()

    def pids(self, at_least: int = 1) -> list[tuple[int, int]]:
        """Program and child of every start so far, waiting until there were so many."""
        eventually(lambda: len(self._pids()) >= at_least, self)
        return self._pids()

    def _pids(self) -> list[tuple[int, int]]:
        return [(int(a), int(b)) for a, b in re.findall(r"pids (\d+) (\d+)", self.text)]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts supervisors and leaves none behind."""
    started: list[Running] = []

    def _start(*arguments: str, **scripts: str) -> Running:
        started.append(Running(tmp_path / f"{len(started)}.log", *arguments, **scripts))
        return started[-1]

    yield _start
    for each in started:
        each.process.kill()
        each.process.wait()


def eventually(true: Callable[[], bool], running: Running, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"waited in vain; written so far:\n{running.text}"
        time.sleep(0.01)


def lives(pid: int) -> bool:
    """True if the process exists and is not merely waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_every_line_carries_the_name_of_the_program_that_wrote_it(start):
    running = start(web=_PARENT, worker=_PARENT)
    running.pids(at_least=2)
    assert re.search(r"^web    \| pids", running.text, re.MULTILINE)
    assert re.search(r"^worker \| pids", running.text, re.MULTILINE)


def test_a_killed_program_is_started_again_within_a_second_and_its_children_are_gone(start):
    running = start("--healthy", web=_PARENT)
    ((program, child),) = running.pids()
    killed_at = time.monotonic()
    os.kill(program, signal.SIGKILL)
    (_, (again, _)) = running.pids(at_least=2)
    assert time.monotonic() - killed_at < 1
    assert again != program
    assert not lives(child)
    assert "web was ended by SIGKILL; starting it again" in running.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_programs_with_their_children(start, number):
    running = start(web=_PARENT, worker=_PARENT)
    pids = [pid for pair in running.pids(at_least=2) for pid in pair]
    running.process.send_signal(number)
    assert running.process.wait(5) == 0
    assert [pid for pid in pids if lives(pid)] == []


def test_a_program_that_does_not_listen_is_killed_after_a_while(start):
    running = start(web=_STUBBORN)
    running.pids()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(5) == 0
    assert "web did not end within 1 s; killing it" in running.text


def test_programs_end_when_the_supervisor_itself_is_killed(start):
    running = start(web=_PARENT)
    ((program, _),) = running.pids()
    running.process.kill()
    eventually(lambda: not lives(program), running)


def test_a_program_that_never_starts_ends_everything_with_an_error(start):
    running = start(web="raise SystemExit(3)", worker=_PARENT)
    assert running.process.wait(10) == 1
    assert running.text.count("web ended with code 3") == 2
    assert "web does not start (last: ended with code 3). Giving up." in running.text


def test_readiness_is_told_once_and_only_when_health_is_good(start):
    running = start("--healthy", web=_PARENT)
    eventually(lambda: "ready" in running.text, running)
    assert running.text.count("up  | ready") == 1
    unhealthy = start(web=_PARENT)
    unhealthy.pids()
    assert "ready" not in unhealthy.text
