"""Which operation a path means. The table is compiled from the model once per process.

Servers hand us the path decoded, so a slash inside an ARN looks like any other. What the client
sent, and so signed, is rebuilt from the labels; where two operations fit, the signature tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from botocore.model import OperationModel

from reviews.aws import model

_LABEL = re.compile(r"\{(\w+)\}")
# A plain name, or an ARN of this service, which has exactly one slash.
_VALUE = r"(?:arn:[^/]*/[^/]+|[^/]+)"
# What nobody has in mind, but may send: slashes anywhere.
_ANY_VALUE = r".+?"
_LONGEST = 1000  # characters of a path in which such labels are looked for


@dataclass(frozen=True)
class Route:
    """One operation's path: literal parts and labels in turn."""

    operation: OperationModel
    method: str
    parts: tuple[str, ...]
    pattern: re.Pattern[str]
    loose: re.Pattern[str]


@dataclass(frozen=True)
class Match:
    """An operation the path can mean. uri: the path in the one way a client writes it."""

    operation: OperationModel
    labels: dict[str, str]
    uri: str


def matches(method: str, path: str) -> Iterator[Match]:
    """Every operation that `path` (decoded, without the door's own prefix) can mean."""
    routes = _table().get(method, ())
    fitting = [(route, route.pattern.fullmatch(path)) for route in routes]
    if len(path) <= _LONGEST and not any(found for _route, found in fitting):
        fitting = [(route, route.loose.fullmatch(path)) for route in routes]
    for route, found in fitting:
        if found:
            yield Match(route.operation, found.groupdict(), _written(route, found, path))


def quoted(path: str) -> str:
    """A path of ours, percent-encoded, its slashes left."""
    return quote(path, safe="/-._~")


def encoded(text: str) -> str:
    """Percent-encoded as AWS clients write a label: all but the unreserved characters."""
    return quote(text, safe="-._~")


def _written(route: Route, found: re.Match[str], path: str) -> str:
    labels = found.groupdict()
    parts = [
        encoded(labels[part]) if n % 2 else part  # literals and labels take turns
        for n, part in enumerate(route.parts)
    ]
    return "".join(parts) + ("/" if path.endswith("/") and not parts[-1].endswith("/") else "")


@cache
def _table() -> dict[str, tuple[Route, ...]]:
    """Method → routes, the most literal first."""
    routes = sorted(
        (_route(operation) for operation in model.operations().values()),
        key=lambda route: len(route.parts),
    )
    methods = {route.method for route in routes}
    return {m: tuple(route for route in routes if route.method == m) for m in methods}


def _route(operation: OperationModel) -> Route:
    path = operation.http["requestUri"].rstrip("/")
    parts = tuple(_LABEL.split(path))
    method = operation.http["method"]
    return Route(operation, method, parts, _pattern(parts, _VALUE), _pattern(parts, _ANY_VALUE))


def _pattern(parts: tuple[str, ...], value: str) -> re.Pattern[str]:
    text = "".join(
        f"(?P<{part}>{value})" if n % 2 else re.escape(part) for n, part in enumerate(parts)
    )
    return re.compile(text + "/?", re.DOTALL)
