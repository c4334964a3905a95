"""Where two documents of the same kind differ, by the path of each value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reviews.copying.documents import Document, LensFile, WorkloadFile, data


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same. None stands for "not there"."""

    path: str
    wanted: Any
    found: Any


def between(wanted: Document, found: Document, *, times: bool = True) -> tuple[Difference, ...]:
    """Every value of `wanted` that `found` has otherwise, or has alone. Risks follow from
    answers and rules, so they are no difference of their own; nor are more versions of a lens,
    as published ones stay for ever."""
    left = data(wanted, risks=False, times=times)
    right = data(found, risks=False, times=times)
    if isinstance(wanted, LensFile):
        right["versions"] = {k: v for k, v in right["versions"].items() if k in left["versions"]}
    return tuple(_walk("", left, right))


def risks(wanted: Document, found: Document) -> tuple[str, ...]:
    """Where the same answers have another risk, as the rules of the lens differ: one line each."""
    if not (isinstance(wanted, WorkloadFile) and isinstance(found, WorkloadFile)):
        return ()
    lines = []
    for ref, review in wanted.standing.reviews.items():
        there = found.standing.reviews.get(ref)
        for question, said in review.answers.items():
            other = there.answers.get(question) if there else None
            if other is not None and other.state == said.state and other.risk != said.risk:
                lines.append(f"{ref} {question}: {said.risk} there, {other.risk} here")
    return tuple(lines)


def _walk(path: str, wanted: Any, found: Any) -> Iterator[Difference]:
    if wanted == found:
        return
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        for key in sorted({*wanted, *found}):
            yield from _walk(f"{path}/{key}", wanted.get(key), found.get(key))
    elif isinstance(wanted, list) and isinstance(found, list) and _are_rows(wanted, found):
        for place in range(max(len(wanted), len(found))):
            yield from _walk(f"{path}/{place + 1}", _at(wanted, place), _at(found, place))
    else:
        yield Difference(path, wanted, found)


def _are_rows(*lists: list[Any]) -> bool:
    return all(isinstance(each, Mapping) for rows in lists for each in rows)


def _at(rows: list[Any], place: int) -> Any:
    return rows[place] if place < len(rows) else None
