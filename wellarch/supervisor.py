"""Keeps a few programs running as one: restarts what dies, stops everything together.

Knows nothing of Django, of the web or of tasks: it is given command lines and an address to ask.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

# Started in front of every program: asks Linux to end it when its supervisor is gone, even by
# kill -9, then becomes the program. A process of its own, because the same done between fork and
# exec (preexec_fn) may deadlock beside threads. 1 is PR_SET_PDEATHSIG, 15 is SIGTERM.
_LAUNCH = """\
import os, sys
try:
    import ctypes
    ctypes.CDLL(None).prctl(1, 15, 0, 0, 0)
except (ImportError, AttributeError, OSError):
    pass
if os.getppid() != int(sys.argv[1]):
    sys.exit(143)
os.execvp(sys.argv[2], sys.argv[2:])
"""
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_COLOURS = (36, 35, 33, 32)
_LONGEST_LINE = 64 * 1024


@dataclass(frozen=True)
class Program:
    """A command to keep running. `name` is shown before each line it writes."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Patience:
    """How long the supervisor waits, in seconds; tests make it short."""

    first_restart: float = 0.2
    longest_restart: float = 30.0
    stable_after: float = 10.0
    stop: float = 10.0
    ready: float = 60.0
    # Deaths in a row, each within `stable_after`, before anything was ever ready: then give up.
    failures: int = 4


class Supervisor:
    """Runs programs until a signal, or until one of them cannot be started at all."""

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        output: TextIO | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._programs = programs
        self._output = output or sys.stdout
        self._patience = patience or Patience()
        self._width = max(len(program.name) for program in programs)
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._pumps: set[asyncio.Task[None]] = set()
        self._stop = asyncio.Event()
        self._ready = False
        self._exit_code = 0

    async def run(
        self,
        *,
        health: Callable[[], str | None] | None = None,
        on_ready: Callable[[], None] | None = None,
    ) -> int:
        """Start all programs and keep them; returns the exit code once all have ended.

        health is asked in a thread until it returns None (a text says what is still down); then
        on_ready is called once. SIGINT, SIGTERM and SIGHUP stop everything; a second one at once.
        They are ignored when this returns: the process is expected to end then.
        """
        loop = asyncio.get_running_loop()
        for number in _STOPPING:
            loop.add_signal_handler(number, self._on_signal)
        keepers = [
            asyncio.create_task(self._keep(each, i)) for i, each in enumerate(self._programs)
        ]
        watcher = asyncio.create_task(self._await_ready(health, on_ready))
        await self._stop.wait()
        self.say("Stopping (a second Ctrl-C stops at once) ...")
        watcher.cancel()
        await self._end_all(keepers)
        await asyncio.gather(watcher, return_exceptions=True)
        if self._pumps:
            await asyncio.wait(self._pumps, timeout=1)
        for number in _STOPPING:  # one that comes too late must not look like a failure
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_IGN)
        return self._exit_code

    def say(self, text: str, *, name: str = "up", colour: int = 0) -> None:
        """Write one line with the name of who says it in front."""
        label = f"{name:<{self._width}} |"
        if colour and self._output.isatty():
            label = f"\033[{colour}m{label}\033[0m"
        with contextlib.suppress(BrokenPipeError):
            self._output.write(f"{label} {text}\n")
            self._output.flush()

    def _on_signal(self) -> None:
        if self._stop.is_set():
            for process in self._running.values():
                _signal_group(process, signal.SIGKILL)
        self._stop.set()

    async def _keep(self, program: Program, index: int) -> None:
        """Run one program again and again, waiting longer after each quick death."""
        colour = _COLOURS[index % len(_COLOURS)]
        delay, quick_deaths = self._patience.first_restart, 0
        while not self._stop.is_set():
            started = time.monotonic()
            code = await self._run_once(program, colour)
            if self._stop.is_set():
                return
            if time.monotonic() - started >= self._patience.stable_after:
                delay, quick_deaths = self._patience.first_restart, 0
            quick_deaths += 1
            if not self._ready and quick_deaths >= self._patience.failures:
                self.say(f"{program.name} does not start (last: {_in_words(code)}). Giving up.")
                self._exit_code = 1
                self._stop.set()
                return
            self.say(f"{program.name} {_in_words(code)}; starting it again in {delay:.1f} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), delay)
            delay = min(delay * 2, self._patience.longest_restart)

    async def _run_once(self, program: Program, colour: int) -> int:
        """Run one program to its end; nothing of its process group is left behind."""
        # A pipe of our own: asyncio's would make wait() last until orphans close theirs as well.
        reading, writing = os.pipe()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", "-c", _LAUNCH, str(os.getpid())),
            *program.command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=writing,
            stderr=writing,
            env={**os.environ, **program.environment},
            start_new_session=True,
        )
        os.close(writing)
        self._running[program.name] = process
        if self._stop.is_set():  # asked to stop while it was being started
            process.terminate()
        pump = asyncio.create_task(self._pump(reading, program.name, colour))
        self._pumps.add(pump)
        pump.add_done_callback(self._pumps.discard)
        code = await process.wait()
        # Children of a killed parent would keep its port or its tasks: end them before a restart.
        _signal_group(process, signal.SIGKILL)
        del self._running[program.name]
        return code

    async def _pump(self, descriptor: int, name: str, colour: int) -> None:
        """Copy what a program writes, line by line, until it and its children closed the pipe."""
        reader = asyncio.StreamReader(limit=_LONGEST_LINE)
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb", 0)
        )
        try:
            rest = b""
            while chunk := await reader.read(_LONGEST_LINE):
                *lines, rest = (rest + chunk).split(b"\n")
                if len(rest) > _LONGEST_LINE:
                    lines, rest = [*lines, rest], b""
                for line in lines:
                    self.say(line.decode(errors="replace").rstrip(), name=name, colour=colour)
            if rest:
                self.say(rest.decode(errors="replace").rstrip(), name=name, colour=colour)
        finally:
            transport.close()

    async def _await_ready(
        self, health: Callable[[], str | None] | None, on_ready: Callable[[], None] | None
    ) -> None:
        """Ask for the health until it is good; complain once when that takes too long."""
        if health is None:
            return
        deadline, told = time.monotonic() + self._patience.ready, False
        while (problem := await asyncio.to_thread(health)) is not None:
            if time.monotonic() > deadline and not told:
                self.say(f"Still not ready after {self._patience.ready:.0f} s: {problem}")
                told = True
            await asyncio.sleep(0.1)
        self._ready = True
        if on_ready:
            on_ready()

    async def _end_all(self, keepers: Sequence[asyncio.Task[None]]) -> None:
        """Ask every program to end; whoever has not after a while is killed with its children."""
        for process in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        await asyncio.wait(keepers, timeout=self._patience.stop)
        for name, process in self._running.items():
            self.say(f"{name} did not end within {self._patience.stop:.0f} s; killing it")
            _signal_group(process, signal.SIGKILL)
        for outcome in await asyncio.gather(*keepers, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome


def _signal_group(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Signal a program and all its children: each leads a process group of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _in_words(code: int) -> str:
    """An exit code as a person says it."""
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"
