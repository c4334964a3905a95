"""`manage.py token create EMAIL`: a REST token for a member, printed once."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wellarch.accounts.credentials import tokens
from wellarch.accounts.roles import Scope
from wellarch.errors import DomainError
from wellarch.management.members import command_actor


class Command(BaseCommand):
    """Makes tokens. The clear text is all it writes to standard output."""

    help = "Make a REST token for a member and print it; it is shown only once."

    def add_arguments(self, parser: CommandParser) -> None:
        """`create EMAIL [--scope] [--name] [--workload …] [--days] [--organization]`."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a token and print it")
        create.add_argument("email", help="whose token it is")
        create.add_argument(
            "--scope",
            choices=Scope.values,
            default=Scope.READ.value,
            help="what it may do at most (default: read)",
        )
        create.add_argument("--name", default="command line", help="what uses it")
        create.add_argument(
            "--workload",
            action="append",
            metavar="ID",
            type=_workload_id,
            help="the only workload it may touch; repeat it for more (default: all)",
        )
        create.add_argument(
            "--days", type=int, metavar="N", help="days until it expires (default: never)"
        )
        create.add_argument(
            "--organization", default="", help="slug, for a member of several organizations"
        )

    def handle(self, *args: Any, **options: Any) -> str:
        """Make the token; returns its clear text, which Django prints."""
        actor = command_actor(options["email"], options["organization"])
        try:
            _token, clear = tokens.create(
                actor,
                name=options["name"],
                scope=options["scope"],
                expires_at=_end(options["days"]),
                workload_ids=options["workload"],
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        return clear


def _end(days: int | None) -> datetime | None:
    return None if days is None else timezone.now() + timedelta(days=days)


def _workload_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not the id of a workload.") from error
