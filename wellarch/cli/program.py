"""The program: its commands, brought together."""

from __future__ import annotations

import os

import click

from wellarch.cli import answers, lenses, listings, milestones, reports, signing
from wellarch.cli.gate import command as gate

_EPILOG = (
    "Exit codes: 0 done (or gate passed), 1 gate failed, 2 wrong option or argument, "
    "3 could not be done: server not reached, not signed in, not found, refused."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EPILOG)
@click.pass_context
def program(context: click.Context) -> None:
    """Well-Architected reviews from the command line, over the REST API of a WellArch server.

    Sign in once with `wellarch login URL`, or set WELLARCH_URL and WELLARCH_TOKEN. WORKLOAD is
    a name (or the only one with this in its name) or an id; --json prints what programs read.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False


for _command in (
    signing.login, signing.logout, signing.whoami,
    listings.workloads, listings.show, listings.improvements,
    answers.questions, answers.answers, answers.answer,
    milestones.milestones, milestones.milestone,
    reports.report, lenses.lens, gate.gate,
):  # fmt: skip
    program.add_command(_command)


def main() -> None:
    """The console script."""
    program(prog_name="wellarch")
