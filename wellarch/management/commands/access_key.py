"""`manage.py access_key create EMAIL`: an access key for the AWS-compatible API, printed once."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wellarch.accounts.credentials import access_keys
from wellarch.accounts.roles import Scope
from wellarch.errors import DomainError
from wellarch.management.members import command_actor


class Command(BaseCommand):
    """Makes access keys. The JSON of the key is all it writes to standard output."""

    help = "Make an access key for a member and print it as JSON; its secret is shown only once."

    def add_arguments(self, parser: CommandParser) -> None:
        """`create EMAIL [--scope] [--name] [--organization]`."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make an access key and print it")
        create.add_argument("email", help="whose key it is")
        create.add_argument(
            "--scope",
            choices=Scope.values,
            default=Scope.WRITE.value,
            help="what it may do at most (default: write)",
        )
        create.add_argument("--name", default="command line", help="what uses it")
        create.add_argument(
            "--organization", default="", help="slug, for a member of several organizations"
        )

    def handle(self, *args: Any, **options: Any) -> str:
        """Make the key; returns its JSON, which Django prints."""
        actor = command_actor(options["email"], options["organization"])
        try:
            key, secret = access_keys.create(actor, name=options["name"], scope=options["scope"])
        except DomainError as error:
            raise CommandError(error.message) from error
        return json.dumps(
            {
                "AccessKeyId": key.key_id,
                "SecretAccessKey": secret,
                "AccountId": actor.organization.number,
                "Organization": actor.organization.slug,
                "Name": key.name,
                "Scope": str(key.scope),
            },
            indent=2,
        )
