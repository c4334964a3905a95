"""Signing in and out: `login`, `logout`, `whoami`."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from wellarch.cli import keeping, printing
from wellarch.cli.failures import Failure
from wellarch.cli.keeping import Place
from wellarch.cli.options import json_option, with_server
from wellarch.cli.server import Server


@click.command()
@click.argument("url")
@click.option("--token-stdin", is_flag=True, help="Read the token from standard input.")
@json_option
def login(url: str, token_stdin: bool, as_json: bool) -> None:
    """Sign in to the server at URL with a token.

    The token is asked for, or read from standard input (--token-stdin, or a pipe), or taken
    from WELLARCH_TOKEN. It is checked, then kept in a file only you can read.
    """
    where = keeping.address(url)
    if keeping.travels_in_the_clear(where):
        click.echo(f"Take care: {where} is not encrypted, others may read your token.", err=True)
    place = Place(where, _token(where, token_stdin))
    me = Server(place).get("me/")
    path = keeping.keep(place)
    if as_json:
        printing.as_json({"url": where, "file": str(path), **me})
        return
    click.echo(f"Signed in to {where}: {_sentence(me)}")
    click.echo(f"Kept in {path}")


@click.command()
def logout() -> None:
    """Forget the token that is kept. To end it for everybody, revoke it on the server."""
    click.echo("Signed out." if keeping.forget() else "Nobody was signed in.")


@click.command()
@json_option
@with_server
def whoami(server: Server, as_json: bool) -> None:
    """Tell who you are to the server, and what your token may do."""
    me = server.get("me/")
    if as_json:
        printing.as_json({"url": server.url, **me})
        return
    click.echo(f"{server.url}: {_sentence(me)}")


def _token(url: str, from_stdin: bool) -> str:
    if from_stdin or (not sys.stdin.isatty() and not os.environ.get(keeping.TOKEN_VARIABLE)):
        token = sys.stdin.readline().strip()
    else:
        token = os.environ.get(keeping.TOKEN_VARIABLE, "").strip() or click.prompt(
            f"Token (make one at {url}/account/tokens/)", hide_input=True
        )
    if not token:
        raise Failure("There is no token on standard input.")
    return str(token).strip()


def _sentence(me: dict[str, Any]) -> str:
    user, organization = me["user"], me["organization"]
    return printing.plain(
        f"{user['name'] or user['email']} ({user['email']}), {me['role']} of "
        f"{organization['name']}; the token's scope is {me['scope']}."
    )
