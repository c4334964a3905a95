"""If-Match for what counts no revisions: compared with what is there, under the same lock.

The one mechanism behind every PATCH, PUT and DELETE whose service does not compare revisions
itself: read what a GET of the same address would show, compare its tag, and carry the change
out, all in one transaction in which nobody else can change what was read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import exceptions
from rest_framework.response import Response

from wellarch.rest.etags import digest, names

F = TypeVar("F", bound=Callable[..., Any])
_TRIES = 3
_NOT_SERIALIZABLE = "40001"


class Changed(exceptions.APIException):
    """If-Match names another version than the one that is there. now: what is there, tag: its."""

    status_code = 412
    default_code = "stale"
    default_detail = "Somebody changed this since the version in If-Match. Here is what is there."

    def __init__(self, now: Any, tag: str) -> None:
        super().__init__()
        self.now, self.tag = now, tag


def merges(method: F) -> F:
    """Marks a method that hands the revision in If-Match to its service, which compares it and
    merges what can be merged; every other change is compared here."""
    method.merges_revisions = True  # type: ignore[attr-defined]
    return method


def is_merging(method: Callable[..., Any]) -> bool:
    """True for a method marked with `merges`."""
    return getattr(method, "merges_revisions", False)


def tag_of(response: HttpResponseBase, moving: frozenset[str]) -> str:
    """The tag of an answer: the one it carries, else made of its content; empty for files."""
    if given := response.headers.get("ETag"):
        return str(given)
    data = content_of(response)
    return digest(data, moving) if isinstance(data, dict) else ""


def content_of(response: HttpResponseBase) -> Any:
    """What an answer shows, as data; None for a file."""
    if isinstance(response, Response):
        return response.data
    is_json = response.headers.get("Content-Type", "").startswith("application/json")
    return json.loads(response.content) if is_json and isinstance(response, HttpResponse) else None


def carry_out(
    wanted: str,
    *,
    read: Callable[[], HttpResponseBase],
    change: Callable[[], HttpResponseBase],
    moving: frozenset[str],
) -> HttpResponseBase:
    """The answer of `change`, made only if `read` still shows the version in If-Match.

    wanted: the header. Raises Changed, and what `read` and `change` raise.
    """
    for left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                _hold_still()
                found = read()
                tag = tag_of(found, moving)
                if not names(wanted, tag):
                    raise Changed(content_of(found), tag)
                return change()
        except OperationalError as error:
            # Somebody was faster, between our look and our change: look again.
            state = getattr(error.__cause__, "sqlstate", "")
            if state != _NOT_SERIALIZABLE or not left:
                raise
    raise AssertionError("unreachable")


def _hold_still() -> None:
    """Nobody changes what this transaction reads before it writes.

    SQLite: it holds the only lock for writing since its first statement. PostgreSQL: from one
    snapshot, it may change or lock no row that somebody else changed meanwhile.
    """
    is_outermost = not connection.savepoint_ids
    if connection.vendor == "postgresql" and is_outermost:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
