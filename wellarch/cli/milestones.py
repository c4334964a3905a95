"""Milestones: `milestones` lists them, `milestone` records one."""

from __future__ import annotations

import click

from wellarch.cli import finding, printing
from wellarch.cli.options import json_option, with_server, workload_argument
from wellarch.cli.server import Server

_KINDS = ("early_design", "pre_go_live", "regular", "lens_upgrade", "other")


@click.command()
@workload_argument
@json_option
@with_server
def milestones(server: Server, workload: str, as_json: bool) -> None:
    """List the milestones of a workload, newest first."""
    found = finding.workload(server, workload)
    rows = server.rows(f"workloads/{found['id']}/milestones/")
    if as_json:
        printing.as_json(rows)
        return
    printing.table(
        ("no", "recorded", "high", "medium", "low", "unanswered", "name"),
        [
            (
                row["number"],
                printing.day(row["recorded_at"]),
                row["counts"]["high"],
                row["counts"]["medium"],
                row["counts"]["low"],
                row["counts"]["unanswered"],
                row["name"],
            )
            for row in rows
        ],
    )


@click.command()
@workload_argument
@click.argument("name")
@click.option("--kind", type=click.Choice(_KINDS), help="On which occasion.")
@click.option("--note", default="", help="Why, in words.")
@json_option
@with_server
def milestone(
    server: Server, workload: str, name: str, kind: str | None, note: str, as_json: bool
) -> None:
    """Record a milestone.

    The workload as it is now is kept for ever under NAME.
    """
    found = finding.workload(server, workload)
    body = {"name": name, "note": note, **({"kind": kind} if kind else {})}
    made = server.post(f"workloads/{found['id']}/milestones/", body)
    if as_json:
        printing.as_json(made)
        return
    name = printing.plain(made["name"])
    click.echo(f"Milestone {made['number']} “{name}” of {printing.plain(found['name'])} recorded.")
    counts = made["counts"]
    answered = sum(counts[each] for each in ("high", "medium", "low", "none", "not_applicable"))
    total = answered + counts["unanswered"]
    click.echo(printing.counts_line({**counts, "answered": answered, "total": total}))
