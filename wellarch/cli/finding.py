"""Workloads, reviews, questions and milestones by the names people use for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from wellarch.cli.failures import Failure
from wellarch.cli.printing import plain
from wellarch.cli.server import Server

_MOST_NAMED = 12
Row = Mapping[str, Any]


def workload(server: Server, name: str) -> Row:
    """The workload of this id or name, or the only one with this in its name.

    Failure lists them when several fit.
    """
    if _is_id(name):
        found: Row = server.get(f"workloads/{name}/")
        return found
    rows = server.rows("workloads/", name=" ".join(name.split()))
    same = [row for row in rows if _same(row["name"], name)]
    row = _only(same or rows, f"workload “{name}”", lambda row: f"{row['name']}  {row['id']}")
    # A list counts some seconds late; one workload is exact.
    exact: Row = server.get(f"workloads/{row['id']}/")
    return exact


def review(found: Row, lens: str) -> Row:
    """The review of a workload by its lens (alias, name or id) or its own id."""
    reviews: Sequence[Row] = found["reviews"]
    fits = [each for each in reviews if lens in (each["id"], each["lens"]["id"])] or [
        each
        for each in reviews
        if _same(each["lens"]["alias"], lens) or _same(each["lens"]["name"], lens)
    ]
    if not fits:
        known = ", ".join(sorted(each["lens"]["alias"] for each in reviews)) or "none"
        raise Failure(f"{found['name']} has no lens “{lens}”. It has: {known}.")
    return fits[0]


def reviews(found: Row, lenses: Iterable[str]) -> list[Row]:
    """These reviews of a workload, or all, in the order they were attached."""
    if not lenses:
        return list(found["reviews"])
    wanted = {review(found, lens)["id"] for lens in lenses}
    return [each for each in found["reviews"] if each["id"] in wanted]


def question(server: Server, found: Row, name: str, lens: str) -> tuple[Row, Row]:
    """The review and the answer of a question, by its id or its code (SEC 1)."""
    fits = [
        (held, answer)
        for held in reviews(found, [lens] if lens else [])
        for answer in server.get(f"reviews/{held['id']}/answers/")["results"]
        if answer["question"] == name or _same(answer["code"], name)
    ]
    if not fits:
        raise Failure(
            f"{found['name']} has no question “{name}”. See: wellarch questions “{found['name']}”"
        )
    if len(fits) > 1:
        lenses = ", ".join(held["lens"]["alias"] for held, _answer in fits)
        raise Failure(f"Several lenses ask “{name}”. Add --lens with one of: {lenses}.")
    return fits[0]


def milestone(server: Server, found: Row, name: str) -> Row:
    """A milestone of a workload by its number or name."""
    rows = server.rows(f"workloads/{found['id']}/milestones/")
    fits = [row for row in rows if str(row["number"]) == name] or [
        row for row in rows if _same(row["name"], name)
    ]
    if not fits:
        known = ", ".join(f"{row['number']} ({plain(row['name'])})" for row in rows) or "none"
        raise Failure(f"{found['name']} has no milestone “{name}”. It has: {known}.")
    return fits[0]


def _only(rows: Sequence[Row], what: str, shown: Any) -> Row:
    if not rows:
        raise Failure(f"There is no {what}, or not for you.")
    if len(rows) > 1:
        names = sorted(plain(shown(row)) for row in rows)
        more = len(names) - _MOST_NAMED
        listed = "\n".join(f"  {name}" for name in names[:_MOST_NAMED])
        rest = f"\n  and {more} more" if more > 0 else ""
        raise Failure(f"Several fit {what}; say which by its whole name or id:\n{listed}{rest}")
    return rows[0]


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
