"""`manage.py aws_push`: an organization copied into an account of the AWS API. A thin door."""

from __future__ import annotations

from typing import Any

from reviews.management import aws_copying
from reviews.services import aws_pulls, aws_pushes
from wellarch.accounts.actor import Actor


class Command(aws_copying.CopyCommand):
    """Copies lenses, profiles, templates and workloads with their milestones."""

    help = (
        "Copy what an organization holds into an AWS account (or another WellArch, with "
        "--endpoint-url). Says what would be done; --apply does it. Interrupted, it goes on."
    )

    def digest(self, actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
        """Of the organization, without a call."""
        return aws_pulls.digest_here(actor)

    def copy(self, actor: Actor, client: Any, **how: Any) -> aws_pulls.Report:
        """Into the account."""
        return aws_pushes.push(actor, client, **how)
