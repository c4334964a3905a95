"""`manage.py profile load`: the built-in profiles. A thin door."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reviews.services import builtin_profiles


class Command(BaseCommand):
    """Built-in profiles."""

    help = "Make the built-in profiles and bring them up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand."""
        commands = parser.add_subparsers(dest="subcommand", required=True)
        commands.add_parser("load", help="make or renew what is new or changed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what is new; nothing when all is there."""
        for version in builtin_profiles.load():
            self.stdout.write(f"{version.profile.slug} version {version.number} is there.")
