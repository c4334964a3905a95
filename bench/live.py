"""`python -m bench.live`: what idle viewers of live updates cost one web server process.

Starts granian on an installation of its own (SQLite in a temporary folder, the demo), lets many
people each keep a connection and ask as the page's script does, and prints the CPU time of the
server. The viewers run in this process, on 127.0.0.1 only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PERIOD = 1.2  # as in static/js/live.js
WARM = 8.0


def main() -> None:
    """Set up, start, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("--viewers", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wellarch-bench-") as folder:
        os.environ |= {"WELLARCH_DATA_DIR": folder, "SECRET_KEY": "for-measuring-only"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        passes = _people(options.viewers)
        with _server() as (port, process):
            asyncio.run(_measure(passes, port, process, options.seconds))


def _people(number: int) -> list[str]:
    """Passes of that many members of the demo's organization, over all its reviews."""
    import django  # noqa: PLC0415  settings must know the folder first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from reviews.demo import story  # noqa: PLC0415
    from reviews.models import Review  # noqa: PLC0415
    from reviews.reads import live  # noqa: PLC0415
    from wellarch.accounts.actor import member_actor  # noqa: PLC0415
    from wellarch.accounts.models import Membership, User  # noqa: PLC0415
    from wellarch.accounts.roles import Via  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    story.tell()
    reviews = list(Review.objects.attached().select_related("workload"))
    organization = User.objects.get(email="ada@northwind.example").memberships.get().organization
    found = []
    for n in range(number):
        user = User.objects.create(email=f"viewer{n}@example.com", name=f"Viewer {n}")
        row = Membership.objects.create(organization=organization, user=user, role="viewer")
        found.append(live.pass_for(member_actor(row, Via.BROWSER), reviews[n % len(reviews)]))
    return found


@contextmanager
def _server() -> Iterator[tuple[int, int]]:
    """A web server as `up` starts it; yields its port and the process that answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        "--port",
        str(port),
    ]
    command += ["--blocking-threads", "4", "--log-level", "warning", "wellarch.wsgi:application"]
    process = subprocess.Popen(command)
    try:
        for _try in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield port, int(children[0])
    finally:
        process.terminate()
        process.wait()


async def _measure(passes: list[str], port: int, process: int, seconds: float) -> None:
    told: Counter[str] = Counter()
    viewers = [asyncio.create_task(_view(n, each, port, told)) for n, each in enumerate(passes)]
    await asyncio.sleep(WARM)
    told.clear()
    cpu, began = _cpu(process), time.monotonic()
    await asyncio.sleep(seconds)
    took, used = time.monotonic() - began, _cpu(process) - cpu
    for viewer in viewers:
        viewer.cancel()
    print(f"{len(passes)} viewers, {took:.0f} s: {100 * used / took:.1f} % of a core,")
    print(f"{told.total() / took:.0f} requests/s, {1e6 * used / told.total():.0f} µs each;")
    print(f"answers {dict(told)}; load average {os.getloadavg()[0]:.1f}")


async def _view(number: int, show: str, port: int, told: Counter[str]) -> None:
    await asyncio.sleep(random.uniform(0, PERIOD))
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    tag = ""
    while True:
        path = f"/live/?at={tag}&place=q{number % 57}"
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Live-Pass: {show}\r\n\r\n"
        writer.write(head.encode())
        status, *fields = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        sizes = [line.split(":")[1] for line in fields if line.lower().startswith("content-length")]
        body = await reader.readexactly(int(sizes[0])) if sizes else b""
        code = status.split()[1]
        told[code] += 1
        tag = json.loads(body)["tag"] if code == "200" else tag
        await asyncio.sleep(PERIOD * random.uniform(0.9, 1.1))


def _cpu(process: int) -> float:
    """Seconds of CPU a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
