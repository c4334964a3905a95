"""`manage.py sign_out ada@example.com`: ends sessions, for who runs the server."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wellarch.accounts.models import User
from wellarch.accounts.sign_in import sessions


class Command(BaseCommand):
    """Ends every session of one person, or of everybody."""

    help = "Sign a person out everywhere, or everybody after something went wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address, or --everybody."""
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("address", nargs="?", help="e-mail address of an account")
        who.add_argument("--everybody", action="store_true", help="all accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many sessions ended; CommandError when nobody has the address."""
        person = None
        if not options["everybody"]:
            person = User.objects.filter(email=options["address"].strip().lower()).first()
            if person is None:
                raise CommandError(f"Nobody here has the address {options['address']}.")
        self.stdout.write(f"{sessions.end_all(person)} sessions ended.")
