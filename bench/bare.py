"""The least a Django view can do: run the same SQL on the same database, send the same bytes.

A real request is recorded once (every statement with its parameters, and the answer's body).
The bare view then runs those statements through a plain cursor, fetches every row, and
answers with that body: no middleware, no ORM, no template, no rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

Statement = tuple[str, Any]


@dataclass
class Recording:
    """What one request did."""

    statements: list[Statement] = field(default_factory=list)
    body: bytes = b""
    revisions: Iterator[int] = field(default_factory=lambda: count(1_000_000))

    def next_parameters(self, sql: str, parameters: Any) -> Any:
        """Parameters for a replay: a history row needs a revision nobody used."""
        columns = re.match(r'INSERT INTO "reviews_answerchange" \(([^)]*)\)', sql)
        if not columns or parameters is None:
            return parameters
        place = [name.strip(' "') for name in columns.group(1).split(",")].index("revision")
        fresh: list[Any] = list(parameters)
        fresh[place] = next(self.revisions)
        return tuple(fresh)


@contextmanager
def recorded() -> Iterator[Recording]:
    """Record every statement of the block; what it wrote is rolled back by the caller or kept."""
    recording = Recording()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not many:
            recording.statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield recording


current: dict[str, Recording] = {}


def replay(request: HttpRequest, name: str) -> HttpResponse:
    """Run what was recorded under this name."""
    recording = current[name]
    writes = any(sql.startswith(("INSERT", "UPDATE")) for sql, _params in recording.statements)
    if writes:
        with transaction.atomic():
            _run(recording)
    else:
        _run(recording)
    return HttpResponse(recording.body)


def _run(recording: Recording) -> None:
    with connection.cursor() as cursor:
        for sql, parameters in recording.statements:
            if sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")):
                continue
            cursor.execute(sql, recording.next_parameters(sql, parameters))
            if cursor.description:
                cursor.fetchall()


urlpatterns = [path("<str:name>", replay)]


class UseBareUrls:
    """The only middleware of the bare handler: points it at the views above."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from bench.bare."""
        request.urlconf = "bench.bare"  # type: ignore[assignment]
        return self.get_response(request)


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which this part of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
