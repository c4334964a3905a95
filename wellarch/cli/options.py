"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from wellarch.cli import keeping
from wellarch.cli.server import Server

Command = Callable[..., Any]

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
workload_argument = click.argument("workload")


def with_server(command: Command) -> Command:
    """Gives a command the server one is signed in to, as its first argument."""

    @wraps(command)
    def signed_in(*args: Any, **options: Any) -> Any:
        return command(Server(keeping.current()), *args, **options)

    return signed_in
