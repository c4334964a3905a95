"""`report`: asks for one, waits until it is ready, and fetches it."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from wellarch.cli import finding, printing, saving
from wellarch.cli.failures import Failure
from wellarch.cli.options import json_option, with_server, workload_argument
from wellarch.cli.server import Server

FORMATS = ("pdf", "html", "xlsx", "csv", "json", "md")
_PAUSE = 1.0
_UNFINISHED = ("queued", "rendering")


@click.command()
@workload_argument
@click.option("--format", "kind", type=click.Choice(FORMATS), default="pdf", show_default=True)
@click.option("-o", "--output", help="Where to write it; - is standard output.")
@click.option("--lens", default="", help="Only the review of this lens.")
@click.option("--milestone", default="", help="A milestone as it was, by number or name.")
@click.option("--compare-with", default="", help="Compare the milestone with this one, or now.")
@click.option("--pillar", multiple=True, help="Only this pillar, by its id.")
@click.option("--no-notes", is_flag=True, help="Leave notes out.")
@click.option("--timeout", type=float, default=300, show_default=True, help="Seconds to wait.")
@json_option
@with_server
def report(
    server: Server, workload: str, kind: str, output: str | None, as_json: bool, **wanted: Any
) -> None:
    """Make a report of a workload and fetch it."""
    if as_json and output == "-":
        raise click.UsageError("Standard output takes either the report or --json.")
    found = finding.workload(server, workload)
    asked = server.post(f"workloads/{found['id']}/reports/", _body(server, found, kind, wanted))
    ready = _followed(server, asked, wanted["timeout"])
    path = f"reports/{ready['id']}/file/"
    if output == "-":
        server.download(path, sys.stdout.buffer)
        return
    target = Path(output or f"{_file_name(found['name'])}.{kind}")
    size = saving.fetch(server, path, target)
    if as_json:
        printing.as_json({**ready, "saved_as": str(target)})
        return
    pages = f", {ready['pages']} pages" if ready.get("pages") else ""
    click.echo(f"{target}: {size:,} bytes{pages}")


def _body(server: Server, found: Mapping[str, Any], kind: str, wanted: Mapping[str, Any]) -> Any:
    body: dict[str, Any] = {"format": kind}
    if wanted["lens"]:
        body["review"] = finding.review(found, wanted["lens"])["id"]
    if wanted["milestone"]:
        body["milestone"] = finding.milestone(server, found, wanted["milestone"])["number"]
    if other := wanted["compare_with"]:
        is_now = other == "now"
        body["compare_with"] = (
            other if is_now else str(finding.milestone(server, found, other)["number"])
        )
    if wanted["pillar"]:
        body["pillars"] = list(wanted["pillar"])
    if wanted["no_notes"]:
        body["notes"] = False
    return body


def _followed(server: Server, asked: Mapping[str, Any], timeout: float) -> Mapping[str, Any]:
    """The report once it is ready. Failure when it failed or takes longer than `timeout`."""
    now, end = asked, time.monotonic() + timeout
    try:
        while now["status"] in _UNFINISHED:
            if time.monotonic() > end:
                raise Failure(
                    f"The report is not ready after {timeout:g} s. It goes on being made: "
                    f"{server.url}/api/v1/reports/{now['id']}/"
                )
            printing.progress(f"{now.get('progress') or 0} % {now.get('step') or now['status']}")
            time.sleep(_PAUSE)
            now = server.get(f"reports/{now['id']}/")
    finally:
        printing.progress_done()
    if now["status"] != "ready":
        raise Failure(f"The report is {now['status']}. {printing.plain(now.get('error') or '')}")
    return now


def _file_name(name: str) -> str:
    kept = "".join(each if each.isalnum() else "-" for each in name.lower())
    return "-".join(part for part in kept.split("-") if part) or "report"
