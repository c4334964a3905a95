"""`manage.py verify_audit`: is the log of changes still what WellArch wrote?"""

from __future__ import annotations

import re
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wellarch.accounts.models import Organization
from wellarch.events.auditing import verification
from wellarch.events.auditing.verification import Found

_SHOWN = 100  # faults named for each organization; more are counted


class Command(BaseCommand):
    """Walks the chains and names every fault. Exit code 1 if there is one."""

    help = "Check that no row of the audit log was changed, added or removed; 1 if one was."

    def add_arguments(self, parser: CommandParser) -> None:
        """`[--organization SLUG [--head NUMBER:DIGEST]]`."""
        parser.add_argument("--organization", metavar="SLUG", default="", help="only this one")
        parser.add_argument(
            "--head",
            metavar="NUMBER:DIGEST",
            default="",
            help="a head that was kept elsewhere; needs --organization",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, tell, and end with 1 where something is wrong."""
        anchor = _anchor(options["head"], options["organization"])
        rows = Organization.objects.order_by("slug")
        if options["organization"]:
            rows = rows.filter(slug=options["organization"])
            if not rows.exists():
                raise CommandError(f"There is no organization {options['organization']}.")
        started, checked, faults = time.monotonic(), 0, 0
        for organization in rows.iterator():
            verdict = self._check(organization, anchor)
            checked += verdict.checked
            faults += verdict.faults
        seconds = time.monotonic() - started
        self.stdout.write(f"{checked} events checked in {seconds:.1f} s, {faults} faults.")
        if faults:
            sys.exit(1)

    def _check(
        self, organization: Organization, anchor: tuple[int, str] | None
    ) -> verification.Verdict:
        told = 0

        def tell(found: Found) -> None:
            nonlocal told
            told += 1
            if told <= _SHOWN:
                self.stdout.write(f"{organization.slug}: {found.fault}: {found.message}")

        verdict = verification.verify(organization, tell, anchor=anchor)
        if told > _SHOWN:
            self.stdout.write(f"{organization.slug}: and {told - _SHOWN} more.")
        state = "sound" if not verdict.faults else f"{verdict.faults} faults"
        self.stdout.write(f"{organization.slug}: {state}; head {verdict.head or 'none'}")
        return verdict


def _anchor(text: str, slug: str) -> tuple[int, str] | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text.strip())
    if not found:
        raise CommandError("A head is NUMBER:DIGEST, as verify_audit prints it.")
    if not slug:
        raise CommandError("Say --organization: each has a head of its own.")
    return int(found[1]), found[2]
