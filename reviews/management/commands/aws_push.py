"""`manage.py aws_push`: an organization copied into an account of the AWS API. A thin door."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.management import aws_copying
from reviews.services import aws_pulls, aws_pushes
from reviews.services.aws_copy_calls import Refused
from wellarch.errors import DomainError


class Command(BaseCommand):
    """Copies lenses, profiles, templates and workloads with their milestones."""

    help = (
        "Copy what an organization holds into an AWS account (or another WellArch, with "
        "--endpoint-url). Says what would be done; --apply does it. Interrupted, it goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """See reviews/management/aws_copying.py."""
        aws_copying.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the report; exit code 3 when something is left to do."""
        begun = time.monotonic()
        actor = aws_copying.actor_of(options["email"], options["organization"])
        if options["digest"]:
            self.stdout.write(json.dumps(aws_pulls.digest_here(actor)))
            return
        try:
            client = aws_copying.client_of(options)
            report = aws_pushes.push(
                actor,
                client,
                apply=options["apply"],
                overwrite=options["overwrite"],
                tell=self._tell,
            )
        except (DomainError, Refused, *aws_copying.OUTSIDE) as error:
            raise CommandError(f"{error} What was done stays; run it again.") from error
        write = aws_copying.as_json if options["format"] == "json" else aws_copying.as_text
        self.stdout.write(write(report, time.monotonic() - begun))
        if not report.is_done:
            sys.exit(aws_copying.LEFT)

    def _tell(self, line: str) -> None:
        self.stderr.write(line)
