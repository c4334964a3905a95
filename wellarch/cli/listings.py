"""What there is: `workloads`, `show`, `improvements`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from wellarch.cli import finding, printing
from wellarch.cli.options import json_option, with_server, workload_argument
from wellarch.cli.server import Server

_STATES = ("open", "planned", "in_progress", "done", "accepted")


@click.command()
@click.option("--name", help="Only those with this in their name.")
@click.option("--environment", help="Only those of this environment, such as production.")
@click.option("--improvement-status", help="Only those whose improvement is this far.")
@click.option("--archived/--not-archived", default=False, help="Archived ones, or others.")
@click.option(
    "--order",
    type=click.Choice(["name", "created_at", "updated_at", "-name", "-created_at", "-updated_at"]),
    default="name",
    show_default=True,
    help="What comes first; - is the reverse.",
)
@json_option
@with_server
def workloads(
    server: Server,
    name: str | None,
    environment: str | None,
    improvement_status: str | None,
    archived: bool,
    order: str,
    as_json: bool,
) -> None:
    """List workloads with their risks."""
    rows = server.rows(
        "workloads/",
        name=name,
        environment=environment,
        improvement_status=improvement_status,
        archived=str(archived).lower(),
        ordering=order,
    )
    if as_json:
        printing.as_json(rows)
        return
    head = ("id", "environment", "high", "medium", "low", "unanswered", "name")
    printing.table(
        head,
        [
            (row["id"], row["environment"] or "–", *_three(row["counts"]), _open(row), row["name"])
            for row in rows
        ],
    )


@click.command()
@workload_argument
@json_option
@with_server
def show(server: Server, workload: str, as_json: bool) -> None:
    """Show a workload: its risks per review and pillar."""
    found = finding.workload(server, workload)
    reviews = [server.get(f"reviews/{each['id']}/") for each in found["reviews"]]
    if as_json:
        printing.as_json({**found, "reviews": reviews})
        return
    click.echo(click.style(printing.plain(found["name"]), bold=True))
    click.echo(f"{server.url}/workloads/{found['id']}/")
    for label, key in (("environment", "environment"), ("owner", "review_owner"), ("team", "team")):
        if found.get(key):
            click.echo(f"{label}: {printing.plain(found[key])}")
    click.echo(printing.counts_line(found["counts"]))
    for review in reviews:
        lens = review["lens"]
        click.echo()
        click.echo(
            printing.plain(
                f"{lens['name']} {lens['version']} ({lens['alias']}), {review['status']}"
            )
        )
        head = ("high", "medium", "low", "none", "n/a", "unanswered", "pillar")
        printing.table(head, [_pillar(each) for each in review["pillars"]])


@click.command()
@click.argument("workload", required=False)
@click.option("--state", multiple=True, type=click.Choice(_STATES), help="Only of this state.")
@click.option("--overdue", is_flag=True, help="Only unfinished ones whose day has passed.")
@json_option
@with_server
def improvements(
    server: Server, workload: str | None, state: tuple[str, ...], overdue: bool, as_json: bool
) -> None:
    """List improvements of WORKLOAD, or of all workloads you see."""
    path = "improvements/"
    if workload:
        path = f"workloads/{finding.workload(server, workload)['id']}/improvements/"
    rows = server.rows(path, state=list(state), overdue="true" if overdue else None)
    # What is due first, what has no day last.
    rows.sort(key=lambda row: (row["due_on"] or "9999", row["workload_name"], row["number"]))
    if as_json:
        printing.as_json(rows)
        return
    head = ["no", "state", "risk", "due", "owner", "title"]
    lines = [
        [
            row["number"],
            row["state"].replace("_", " "),
            printing.risk(row["risk"]) if row["risk"] else "–",
            printing.styled(row["due_on"] or "–", "red" if row["is_overdue"] else None),
            row["owner"]["name"] if row["owner"] else "–",
            row["title"],
        ]
        for row in rows
    ]
    if not workload:
        head.insert(0, "workload")
        lines = [[row["workload_name"], *line] for row, line in zip(rows, lines, strict=True)]
    printing.table(head, lines)


def _three(counts: Mapping[str, int]) -> tuple[str, str, str]:
    return _count(counts, "high"), _count(counts, "medium"), _count(counts, "low")


def _count(counts: Mapping[str, int], word: str) -> str:
    number = counts[word]
    return printing.styled(number, printing.COLOURS[word] if number else None)


def _open(row: Mapping[str, Any]) -> int:
    return int(row["counts"]["unanswered"])


def _pillar(row: Mapping[str, Any]) -> tuple[object, ...]:
    counts = row["counts"]
    name = f"{row['name']} (set aside)" if row["is_set_aside"] else row["name"]
    return (*_three(counts), counts["none"], counts["not_applicable"], counts["unanswered"], name)
