"""What would have to be done so that one side holds what the other does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reviews.copying import differences
from reviews.copying.differences import Difference
from reviews.copying.documents import KINDS, Account, Document, data, digest, name_of


class Deed(StrEnum):
    """What becomes of a document."""

    SAME = "same"  # nothing to do; differences are what could not be copied last time
    CREATE = "create"
    CHANGE = "change"
    KEEP = "keep"  # changed on the side that is written to since it was copied


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was copied last time. key: of the document on the side it was copied to. wanted, left:
    the digests of what was to be copied and of what stood there afterwards; empty when the copy
    was begun and not finished."""

    key: str
    wanted: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One document. found: what stands for it on the side that is written to."""

    kind: str
    deed: Deed
    wanted: Document
    found: Document | None = None
    differences: tuple[Difference, ...] = ()


def digest_of(document: Document) -> str:
    """The digest that is remembered of a document."""
    return digest(data(document, risks=False))


def plan(
    wanted: Account,
    found: Account,
    remembered: Mapping[tuple[str, str], Remembered],
    *,
    times: bool = True,
    overwrite: bool = False,
) -> tuple[Step, ...]:
    """A step for every document of `wanted`, in the order in which they are needed.

    remembered: {(kind, key of the wanted document): …}. What was copied before is found by its
    key, anything else by its name. What changed since on the side that is written to is kept,
    and what could not be copied last time is not tried again, unless `overwrite`.
    """
    steps = []
    for kind in KINDS:
        by_key = {one.key: one for one in found.of(kind)}
        by_name = {name_of(one): one for one in found.of(kind)}
        for one in wanted.of(kind):
            before = remembered.get((kind, one.key))
            there = by_key.get(before.key) if before else None
            there = there or by_name.get(name_of(one))
            steps.append(_step(kind, one, there, before, times, overwrite))
    return tuple(steps)


def _step(
    kind: str,
    wanted: Document,
    found: Document | None,
    before: Remembered | None,
    times: bool,
    overwrite: bool,
) -> Step:
    if found is None:
        return Step(kind, Deed.CREATE, wanted)
    differ = differences.between(wanted, found, times=times)
    if not differ:
        return Step(kind, Deed.SAME, wanted, found)
    return Step(kind, _deed(wanted, found, before, overwrite), wanted, found, differ)


def _deed(wanted: Document, found: Document, before: Remembered | None, overwrite: bool) -> Deed:
    if before is None or before.key != found.key or not before.left:
        return Deed.CHANGE
    if digest_of(found) != before.left:
        return Deed.CHANGE if overwrite else Deed.KEEP
    is_known = digest_of(wanted) == before.wanted and not overwrite
    return Deed.SAME if is_known else Deed.CHANGE


def as_data(step: Step) -> dict[str, Any]:
    """A step for a report."""
    return {
        "kind": step.kind,
        "name": step.wanted.name,
        "key": step.wanted.key,
        "deed": step.deed.value,
        "there": step.found.key if step.found else "",
        "differences": shown(step.differences),
    }


def shown(rows: Iterable[Difference]) -> list[dict[str, Any]]:
    """Differences for a report."""
    return [{"path": one.path, "wanted": one.wanted, "found": one.found} for one in rows]
