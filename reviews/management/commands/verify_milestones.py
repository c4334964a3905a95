"""`manage.py verify_milestones`: are the milestones still what was recorded?"""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.models import Milestone
from reviews.reads import milestone_chain
from wellarch.accounts.models import Organization


class Command(BaseCommand):
    """Walks every chain and names every break. Exit code 1 if there is one."""

    help = "Check that no milestone was changed, added, swapped or removed; 1 if one was."

    def add_arguments(self, parser: CommandParser) -> None:
        """`[--organization SLUG]`."""
        parser.add_argument("--organization", metavar="SLUG", default="", help="only this one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, tell, and end with 1 where something is wrong."""
        rows = Organization.objects.order_by("slug")
        if options["organization"]:
            rows = rows.filter(slug=options["organization"])
            if not rows.exists():
                raise CommandError(f"There is no organization {options['organization']}.")
        started, faults = time.monotonic(), 0
        checked = Milestone.objects.filter(organization__in=rows.order_by()).count()
        for organization in rows:
            faults += self._check(organization)
        seconds = time.monotonic() - started
        self.stdout.write(f"{checked} milestones checked in {seconds:.1f} s, {faults} breaks.")
        if faults:
            sys.exit(1)

    def _check(self, organization: Organization) -> int:
        log, faults = milestone_chain.log_of(organization), 0
        for workload in milestone_chain.workloads_of(organization, log):
            for found in milestone_chain.breaks(workload, log):
                faults += 1
                name = f" {found.name}" if found.name else ""
                self.stdout.write(
                    f"{organization.slug}: {found.workload} ({found.workload_id}): "
                    f"milestone {found.number}{name}: {found.message}"
                )
        return faults
