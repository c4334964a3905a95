"""`manage.py rebuild_summaries`: counts every workload anew. A thin door."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from reviews.models import Workload
from reviews.services import summaries


class Command(BaseCommand):
    """Counts what pages across workloads show from the answers, in batches.

    Never needed while the workers run; after a restored backup, or to be sure. Can be stopped at
    any time and go on where it was.
    """

    help = "Count the summaries of all workloads anew, in batches."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--batch", type=int, default=summaries.BATCH, help="workloads in one transaction"
        )
        parser.add_argument(
            "--after", type=UUID, metavar="ID", help="go on after this workload, as was printed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how far it is after each batch. CommandError for a batch of nothing."""
        if options["batch"] < 1:
            raise CommandError("A batch has at least one workload.")
        after = options["after"]
        rows = Workload.objects.filter(pk__gt=after) if after else Workload.objects.all()
        total, done = rows.count(), 0
        for done, last in summaries.rebuild(after=after, batch=options["batch"]):
            self.stdout.write(f"{done} of {total}; to go on after a stop: --after {last}")
        self.stdout.write(f"Counted {done} workloads and their sums.")
