"""What aws_pull and aws_push have in common: who, which account, how it is told."""

from __future__ import annotations

import json
import os
import sys
import time
from abc import abstractmethod
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.services.aws_copy_calls import Refused
from reviews.services.aws_pulls import Report
from wellarch.accounts.actor import Actor
from wellarch.errors import DomainError
from wellarch.management.members import command_actor

_LEFT = 3  # exit code: something would be done, or could not be
_OUTSIDE = (BotoCoreError, ClientError)  # the other side is not well, or there are no credentials


class CopyCommand(BaseCommand):
    """A command that copies one way. Exit codes: 0 all is the same on both sides, 3 something is
    left to do, 1 it did not come to that."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Who acts, in which organization, on which account, and how it is told."""
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the report, or only the digest of what is copied from."""
        begun = time.monotonic()
        actor = command_actor(options["email"], options["organization"])
        try:
            if options["digest"]:
                self.stdout.write(json.dumps(self.digest(actor, options)))
                return
            chosen = {key: options[key] for key in ("apply", "overwrite")}
            report = self.copy(actor, client_of(options), tell=self.stderr.write, **chosen)
        except (DomainError, Refused, *_OUTSIDE) as error:
            raise CommandError(f"{error} What was done stays; run it again.") from error
        write = as_json if options["format"] == "json" else as_text
        self.stdout.write(write(report, time.monotonic() - begun))
        if not report.is_done:
            sys.exit(_LEFT)

    @abstractmethod
    def digest(self, actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
        """The digest of what is copied from."""

    @abstractmethod
    def copy(self, actor: Actor, client: Any, **how: Any) -> Report:
        """Plan, or carry out; how: the keywords of the service."""


def add_arguments(parser: CommandParser) -> None:
    """Who acts, in which organization, on which account, and how it is told."""
    parser.add_argument("--organization", required=True, metavar="SLUG", help="which one")
    parser.add_argument(
        "--as", dest="email", required=True, metavar="EMAIL", help="who does it: a member"
    )
    parser.add_argument("--endpoint-url", metavar="URL", help="not AWS itself, but this address")
    parser.add_argument("--region", metavar="REGION", help="default: as boto3 finds it")
    parser.add_argument("--profile", metavar="NAME", help="of the AWS configuration files")
    parser.add_argument(
        "--access-key", metavar="ID", help="its secret comes from AWS_SECRET_ACCESS_KEY"
    )
    parser.add_argument("--apply", action="store_true", help="do it; else only say what would be")
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="also what was changed on the written side since it was copied",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--digest", action="store_true", help="only print the digest of what is copied from"
    )


def client_of(options: dict[str, Any]) -> Any:
    """The boto3 client; it slows down when it is told to and tries again what may be."""
    found: dict[str, str] = {}
    if key := options["access_key"]:
        secret = os.environ.get("AWS_SECRET_ACCESS_KEY", "")
        if not secret:
            raise CommandError("Put the secret of --access-key into AWS_SECRET_ACCESS_KEY.")
        found = {"aws_access_key_id": key, "aws_secret_access_key": secret}
    session = boto3.Session(profile_name=options["profile"], region_name=options["region"], **found)
    return session.client(
        "wellarchitected",
        endpoint_url=options["endpoint_url"],
        region_name=session.region_name or ("us-east-1" if options["endpoint_url"] else None),
        config=Config(
            retries={"mode": "adaptive", "total_max_attempts": 10},
            connect_timeout=10,
            read_timeout=60,
        ),
    )


def as_json(report: Report, seconds: float) -> str:
    """The whole report."""
    return json.dumps(
        {
            "place": report.place,
            "applied": report.applied,
            "nothing_left": report.is_done,
            "steps": report.steps,
            "not_copied": report.lost,
            "other_risks": report.risks,
            "shares": report.shares,
            "calls": report.calls,
            "seconds": round(seconds, 1),
        },
        indent=2,
        ensure_ascii=False,
        default=str,
    )


def as_text(report: Report, seconds: float) -> str:
    """The report in lines for people: what is to be done first, then what is not copied."""
    lines = []
    for row in report.steps:
        lines.append(f"{_word(row, report.applied):<14} {row['kind']:<9} {row['name']}")
        if row["problem"]:
            lines.append(f"    {row['problem']}")
        lines += [f"    {_difference(one)}" for one in row["differences"][:_SHOWN]]
        if len(row["differences"]) > _SHOWN:
            lines.append(f"    and {len(row['differences']) - _SHOWN} more (--format json)")
    lines += _part("Not copied, or otherwise", report.lost)
    lines += _part("Other risks, as the rules of a lens differ", report.risks)
    lines += _part(
        "Shares",
        [
            f"{row['kind']} {row['name']} with {row['to']} ({row['permission']})"
            + (f": not copied, {row['why_not']}" if row["why_not"] else "")
            for row in report.shares
        ],
    )
    lines.append("")
    lines.append(f"{report.place}: {report.calls} calls in {seconds:.1f} s.")
    if not report.applied and not report.is_done:
        lines.append("Nothing was written. Say --apply to do it.")
    return "\n".join(lines)


_SHOWN = 8


def _word(row: dict[str, Any], applied: bool) -> str:
    deed = str(row["deed"])
    if deed == "keep":
        return "kept (differs)"
    if deed == "same":
        return "same"
    if row["problem"]:
        return "FAILED"
    return {"create": "created", "change": "changed"}[deed] if applied else f"would {deed}"


def _difference(row: dict[str, Any]) -> str:
    wanted, found = (_short(row[key]) for key in ("wanted", "found"))
    return f"{row['path']}: {found} -> {wanted}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _part(title: str, lines: list[str]) -> list[str]:
    return ["", f"{title}:", *(f"  {line}" for line in lines)] if lines else []
