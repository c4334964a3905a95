"""`wellarch gate`: the command, its limits and its exit codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click

from wellarch.cli import saving
from wellarch.cli.failures import GATE_FAILED
from wellarch.cli.gate import junit, sarif, writing
from wellarch.cli.gate.collecting import Scope, collect
from wellarch.cli.gate.judging import Limits, Verdict, judge
from wellarch.cli.options import with_server, workload_argument
from wellarch.cli.server import Server

_AGE = re.compile(r"(\d{1,5})([dwh])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def _age(context: click.Context, option: click.Parameter, value: str | None) -> timedelta | None:
    """A length of time; a usage error when it is none."""
    if value is None:
        return None
    match = _AGE.fullmatch(value.strip().lower())
    if not match:
        raise click.BadParameter(f"{value} is no age. Say for example 90d, 12w or 36h.")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _limit(name: str, words: str, default: int | None) -> Callable[[Any], Any]:
    return click.option(
        f"--max-{name}",
        type=click.IntRange(min=0),
        default=default,
        show_default=default is not None,
        metavar="N",
        help=f"How many {words} are let through.",
    )


@click.command()
@workload_argument
@_limit("high", "high risks", 0)
@_limit("medium", "medium risks (any number, unless given)", None)
@_limit("unanswered", "unanswered questions (any number, unless given)", None)
@click.option(
    "--max-age",
    callback=_age,
    metavar="AGE",
    help="How long ago the newest milestone or completed review may be: 90d, 12w, 36h.",
)
@click.option("--lens", multiple=True, help="Only this lens (alias or id). May be repeated.")
@click.option("--pillar", multiple=True, help="Only this pillar, by its id. May be repeated.")
@click.option(
    "--baseline",
    default="",
    metavar="MILESTONE",
    help="Only what is worse than in this milestone (number or name) counts.",
)
@click.option(
    "--accepted-ok",
    is_flag=True,
    help="Risks that somebody accepted, for a reason and until a day, do not count.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json", "junit", "sarif"]),
    default="text",
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.option(
    "-o", "--output", help="Write the format to this file, and the text to standard output."
)
@click.option(
    "--location",
    default="",
    metavar="FILE",
    help="SARIF: the file of the repository its results are shown at (GitHub wants one).",
)
@with_server
def gate(
    server: Server,
    workload: str,
    kind: str,
    as_json: bool,
    output: str | None,
    location: str,
    **given: Any,
) -> None:
    """Stop a pipeline when WORKLOAD carries more risk than it may.

    Exit codes: 0 the gate is passed, 1 it is not, 2 a wrong option, 3 it could not be judged
    (server not reached, not signed in, no such workload, lens, pillar or milestone).

    A question counts once for each review that asks it. A workload without any lens fails.
    """
    scope = Scope(given["lens"], given["pillar"], given["baseline"], given["accepted_ok"])
    limits = Limits(
        given["max_high"], given["max_medium"], given["max_unanswered"], given["max_age"]
    )
    verdict = judge(collect(server, workload, scope), limits, now=datetime.now(UTC))
    _write(verdict, "json" if as_json else kind, output, location)
    if not verdict.passed:
        raise click.exceptions.Exit(GATE_FAILED)


def _write(verdict: Verdict, kind: str, output: str | None, location: str) -> None:
    writers: dict[str, Callable[[Verdict], str]] = {
        "text": writing.as_text,
        "json": writing.as_json,
        "junit": junit.write,
        "sarif": partial(sarif.write, file=location),
    }
    text = writers[kind](verdict)
    if output and output != "-":
        with saving.whole(Path(output)) as out:
            out.write(click.unstyle(text).encode("utf-8"))
        text = writing.as_text(verdict)
    click.echo(text, nl=False)
