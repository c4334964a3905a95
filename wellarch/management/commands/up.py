"""`manage.py up`: the whole of WellArch in one terminal. A door: it parses, starts and prints."""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from kombu.exceptions import OperationalError

from wellarch import prepare, start
from wellarch.celery import app
from wellarch.supervisor import Supervisor


class Command(BaseCommand):
    """Starts the web server and a worker, keeps them running, and ends both on Ctrl-C."""

    help = "Start the web server and a worker; Ctrl-C stops both."
    requires_system_checks = []  # each program runs them itself

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen and how many processes to run."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--workers", type=int, default=1, help="processes of the web server")
        parser.add_argument("--tasks", type=int, default=2, help="processes for tasks")
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="first migrate, collect static files and load the demo into an empty database",
        )
        parser.add_argument(
            "--no-demo", dest="demo", action="store_false", help="prepare without the demo"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse what cannot work, prepare if asked to, then run until a signal comes."""
        with start.only_one(settings.DATA_DIR) as alone:
            if not alone:
                raise CommandError(
                    f"WellArch is already running on {settings.DATA_DIR}. Stop it first, or name "
                    "another folder in WELLARCH_DATA_DIR."
                )
            host, port = options["host"], options["port"]
            if problem := start.port_problem(host, port):
                raise CommandError(f"{problem} Choose another: up --port N, or make run PORT=N.")
            hints = ""
            if options["prepare"]:
                hints = prepare.bring_up_to_date(self._say, demo=options["demo"])
            elif problem := prepare.missing():
                raise CommandError(problem)
            connections.close_all()
            code = self._run(host, port, options, hints)
        if code:
            sys.exit(code)

    def _run(self, host: str, port: int, options: dict[str, Any], hints: str) -> int:
        """Supervise both programs; returns the exit code."""
        url = _address(host, port)
        supervisor = Supervisor(
            start.programs(
                host=host, port=port, workers=options["workers"], tasks=options["tasks"], url=url
            )
        )

        def on_ready() -> None:
            if hints:
                self._say(hints)
            self._say(f"WellArch is ready: {url}    (Ctrl-C stops it)")

        # The worker's first heartbeat at once, instead of when beat first sends one.
        try:
            app.send_task("wellarch.heartbeat", expires=10, retry=False)
        except (OperationalError, OSError) as error:
            raise CommandError(f"The broker does not answer: {error}") from error
        return asyncio.run(
            supervisor.run(health=start.health(host, port, _host_name()), on_ready=on_ready)
        )

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _address(host: str, port: int) -> str:
    """The address to open: WELLARCH_URL if somebody set it, else where we listen."""
    if "WELLARCH_URL" in os.environ:
        return str(settings.WELLARCH_URL)
    shown = "localhost" if host in {"127.0.0.1", "::1", "0.0.0.0", "::"} else host  # noqa: S104
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _host_name() -> str:
    """A host name that ALLOWED_HOSTS lets in, for asking ourselves."""
    named = [each for each in settings.ALLOWED_HOSTS if each != "*"]
    return (
        named[0].lstrip(".") if named else urlsplit(settings.WELLARCH_URL).hostname or "localhost"
    )
