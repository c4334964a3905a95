"""Questions and their answers: `questions`, `answers`, `answer`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from wellarch.cli import finding, printing
from wellarch.cli.options import json_option, with_server, workload_argument
from wellarch.cli.server import Server

RISKS = ("unanswered", "high", "medium", "low", "none", "not_applicable")
REASONS = ("none", "out_of_scope", "business_priorities", "architecture_constraints", "other")
_MARKS = {"selected": "[x]", "unselected": "[ ]", "not_applicable": "[-]"}
_RISK = click.option("--risk", multiple=True, type=click.Choice(RISKS), help="Only of this risk.")
_PILLAR = click.option("--pillar", help="Only of this pillar, by its id.")


@click.command()
@workload_argument
@click.argument("lens", required=False)
@_PILLAR
@_RISK
@json_option
@with_server
def questions(
    server: Server,
    workload: str,
    lens: str | None,
    pillar: str | None,
    risk: tuple[str, ...],
    as_json: bool,
) -> None:
    """List questions with their choices.

    Of one LENS of the workload, or of all. [x] is selected, [-] does not apply. What
    `wellarch answer` takes are the ids in front.
    """
    rows = _rows(server, workload, lens, pillar, risk)
    if as_json:
        printing.as_json(rows)
        return
    for row in rows:
        title = printing.plain(f"{row['code']}  {row['question']}")
        click.echo(f"{click.style(title, bold=True)}  {printing.risk(row['risk'])}")
        click.echo(f"  {printing.plain(row['title'])}")
        for name, choice in row["choices"].items():
            mark = _MARKS[choice["status"]]
            click.echo(f"  {mark} {printing.plain(name)}  {printing.plain(choice['title'])}")
        click.echo()


@click.command()
@workload_argument
@click.argument("lens", required=False)
@_PILLAR
@_RISK
@json_option
@with_server
def answers(
    server: Server,
    workload: str,
    lens: str | None,
    pillar: str | None,
    risk: tuple[str, ...],
    as_json: bool,
) -> None:
    """List answers: a line for each question.

    Of one LENS of the workload, or of all.
    """
    rows = _rows(server, workload, lens, pillar, risk)
    if as_json:
        printing.as_json(rows)
        return
    printing.table(
        ("code", "question", "risk", "changed", "by", "title"),
        [
            (
                row["code"],
                row["question"],
                printing.risk(row["risk"]),
                printing.day(row["changed_at"]),
                row["changed_by"] or "–",
                row["title"],
            )
            for row in rows
        ],
    )


@click.command()
@workload_argument
@click.argument("question")
@click.option("--lens", default="", help="Its lens, when several ask it (alias or id).")
@click.option("--select", multiple=True, metavar="CHOICE", help="A choice that is in place.")
@click.option("--unselect", multiple=True, metavar="CHOICE", help="A choice that is not.")
@click.option(
    "--not-applicable",
    multiple=True,
    metavar="CHOICE[:REASON]",
    help=f"A choice that does not apply, and why: {', '.join(REASONS)}.",
)
@click.option("--note", multiple=True, metavar="CHOICE:TEXT", help="A note on a choice.")
@click.option("--notes", help="The notes of the answer; - reads them from standard input.")
@click.option(
    "--set-aside", type=click.Choice(REASONS), help="The whole question does not apply, and why."
)
@click.option("--applies", is_flag=True, help="The question applies (again).")
@click.option(
    "--revision",
    type=click.IntRange(min=0),
    help="The revision you decided on (`answers --json`); else the one there is now.",
)
@json_option
@with_server
def answer(
    server: Server, workload: str, question: str, lens: str, as_json: bool, **given: Any
) -> None:
    """Answer a question of a workload.

    QUESTION is its id, or its code such as "SEC 1". Only what you name changes. If somebody else
    changed the same part since it was read, nothing is written, both versions are shown, and the
    exit code is 3.
    """
    body = _body(**{key: value for key, value in given.items() if key != "revision"})
    found = finding.workload(server, workload)
    review, before = finding.question(server, found, question, lens)
    revision = given["revision"] if given["revision"] is not None else before["revision"]
    path = f"reviews/{review['id']}/answers/{before['question']}/"
    after = server.patch(path, body, etag=f'"{revision}"').data
    if as_json:
        printing.as_json(after)
        return
    name = printing.plain(f"{after['code']} {after['title']}")
    if after["revision"] == before["revision"]:
        click.echo(f"{name}\nNothing changed; risk: {printing.risk(after['risk'])}")
        return
    moved = f"{printing.risk(before['risk'])} → " if before["risk"] != after["risk"] else ""
    click.echo(f"{name}\nrisk: {moved}{printing.risk(after['risk'])}; revision {after['revision']}")


def _rows(
    server: Server, workload: str, lens: str | None, pillar: str | None, risk: Iterable[str]
) -> list[Mapping[str, Any]]:
    found = finding.workload(server, workload)
    return [
        {"review": review["id"], "lens": review["lens"]["alias"], **row}
        for review in finding.reviews(found, [lens] if lens else [])
        for row in server.get(f"reviews/{review['id']}/answers/", pillar=pillar, risk=sorted(risk))[
            "results"
        ]
    ]


def _body(
    *,
    select: Iterable[str],
    unselect: Iterable[str],
    not_applicable: Iterable[str],
    note: Iterable[str],
    notes: str | None,
    set_aside: str | None,
    applies: bool,
) -> dict[str, Any]:
    """AnswerPatch. UsageError for a choice named twice, or when nothing is to change."""
    choices: dict[str, dict[str, str]] = {}
    for name in select:
        _state(choices, name, status="selected")
    for name in unselect:
        _state(choices, name, status="unselected")
    for text in not_applicable:
        name, _colon, reason = text.partition(":")
        if reason and reason not in REASONS:
            raise click.UsageError(f"“{reason}” is no reason. Use one of: {', '.join(REASONS)}.")
        _state(choices, name, status="not_applicable", reason=reason or "none")
    for text in note:
        name, colon, words = text.partition(":")
        if not colon:
            raise click.UsageError("--note takes CHOICE:TEXT.")
        choices.setdefault(name, {})["note"] = words.strip()
    body: dict[str, Any] = {"choices": choices} if choices else {}
    if notes is not None:
        body["notes"] = sys.stdin.read() if notes == "-" else notes
    if set_aside and applies:
        raise click.UsageError("Say either --set-aside or --applies.")
    if set_aside:
        body |= {"is_applicable": False, "reason": set_aside}
    if applies:
        body |= {"is_applicable": True}
    if not body:
        raise click.UsageError("Say what is to change, such as --select CHOICE.")
    return body


def _state(choices: dict[str, dict[str, str]], name: str, **state: str) -> None:
    if "status" in choices.get(name, {}):
        raise click.UsageError(f"{name} is named twice.")
    choices.setdefault(name, {}).update(state)
