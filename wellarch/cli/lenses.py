"""Lenses: `lens list`, `lens import`, `lens publish`, `lens export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO
from urllib.parse import quote

import click

from wellarch.cli import printing, saving
from wellarch.cli.options import json_option, with_server
from wellarch.cli.server import Server


@click.group()
def lens() -> None:
    """List, import, publish and export lenses."""


@lens.command("list")
@click.option("--search", help="Words in the name, alias or description.")
@json_option
@with_server
def list_(server: Server, search: str | None, as_json: bool) -> None:
    """List the lenses you may use."""
    rows = server.rows("lenses/", q=search)
    if as_json:
        printing.as_json(rows)
        return
    printing.table(
        ("alias", "version", "questions", "draft", "name"),
        [
            (
                row["alias"],
                row["published"]["name"] if row["published"] else "–",
                row["published"]["question_count"] if row["published"] else "–",
                "yes" if row["draft"] else "–",
                row["name"],
            )
            for row in rows
        ],
    )


@lens.command("import")
@click.argument("file", type=click.File("rb"))
@json_option
@with_server
def import_(server: Server, file: IO[bytes], as_json: bool) -> None:
    """Import a lens document as a draft.

    FILE is JSON or YAML; - is standard input.
    """
    made = server.post("lenses/", file.read(), content_type="application/yaml")
    if as_json:
        printing.as_json(made)
        return
    version = made["version"]
    for warning in made["warnings"]:
        place = warning["pointer"] or "/"
        click.echo(printing.plain(f"{place}: {warning['message']}"), err=True)
    alias = made["lens"]["alias"]
    asked = printing.number(version["question_count"], "question")
    pillars = printing.number(version["pillar_count"], "pillar")
    click.echo(f"{alias}: draft with {asked} in {pillars}.")
    click.echo(f"Publish it: wellarch lens publish {alias} VERSION")


@lens.command()
@click.argument("alias")
@click.argument("version")
@click.option("--notes", default="", help="What changed.")
@click.option("--minor", is_flag=True, help="Reviews need not be upgraded to it.")
@json_option
@with_server
def publish(
    server: Server, alias: str, version: str, notes: str, minor: bool, as_json: bool
) -> None:
    """Publish the draft of a lens as VERSION, for ever."""
    body = {"name": version, "notes": notes, "major": not minor}
    made = server.post(f"lenses/{quote(alias, safe='')}/publish/", body)
    if as_json:
        printing.as_json(made)
        return
    asked = printing.number(made["question_count"], "question")
    click.echo(f"{alias} {made['name']} is published: {asked}.")


@lens.command()
@click.argument("alias")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["json", "yaml", "aws"]),
    default="json",
    show_default=True,
    help="json and yaml lose nothing; aws is the reference format.",
)
@click.option("--version", default="", help="The name of a version; else the newest.")
@click.option("-o", "--output", default="-", help="Where to write it; else standard output.")
@with_server
def export(server: Server, alias: str, kind: str, version: str, output: str) -> None:
    """Write a lens as a document."""
    path = f"lenses/{quote(alias, safe='')}/export/"
    wanted = {"as": kind, "version": version}
    if output == "-":
        server.download(path, sys.stdout.buffer, **wanted)
        return
    size = saving.fetch(server, path, Path(output), **wanted)
    click.echo(f"{output}: {size:,} bytes")
