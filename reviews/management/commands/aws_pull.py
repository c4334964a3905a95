"""`manage.py aws_pull`: an account of the AWS API copied into an organization. A thin door."""

from __future__ import annotations

from typing import Any

from reviews.management import aws_copying
from reviews.services import aws_pulls
from wellarch.accounts.actor import Actor


class Command(aws_copying.CopyCommand):
    """Copies lenses, profiles, templates and workloads with their milestones and shares."""

    help = (
        "Copy what an AWS account (or another WellArch, with --endpoint-url) holds into an "
        "organization. Says what would be done; --apply does it. Interrupted, it goes on."
    )

    def digest(self, actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
        """Of the account."""
        return aws_pulls.digest_there(actor, aws_copying.client_of(options))

    def copy(self, actor: Actor, client: Any, **how: Any) -> aws_pulls.Report:
        """From the account."""
        return aws_pulls.pull(actor, client, **how)
