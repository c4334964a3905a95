"""`manage.py demo`: loads the demo company and prints its sign-ins."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews.demo import company, story
from wellarch import prepare
from wellarch.accounts.models import User


class Command(BaseCommand):
    """Loads the demo once; a second call changes nothing."""

    help = "Load a demo company with twelve workloads and print its sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where people have signed up"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell the story unless it is there, then say how to get in.

        CommandError where tables are missing.
        """
        if problem := prepare.missing_tables():
            raise CommandError(problem)
        if story.exists():
            self.stdout.write("The demo is loaded already.")
        elif options["if_empty"] and User.objects.exists():
            return
        else:
            started = time.monotonic()
            made = story.tell()
            seconds = time.monotonic() - started
            self.stdout.write(f"Loaded {len(made)} workloads in {seconds:.1f} s.")
        self.stdout.write("Sign in as")
        for email, name, role in company.PEOPLE:
            self.stdout.write(f"  {email:26} {company.PASSWORD:16} {name}, {role}")
