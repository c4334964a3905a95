"""Content of milestones as one text, its digest, and taking a person out of it. Pure.

Knows content only as the JSON values that are stored (reviews/snapshot.py makes them).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Set
from typing import Any

FORMAT = 2  # 1: the digest covers names of people as well
# Who it was; in properties only the second, since tags may be called anything.
_PEOPLE = ("owner", "accepted_by", "decided_by", "confirmed_by", "person")
_NAMES_ANYWHERE = frozenset({"changed_by", "review_owner"})
_NAMES = _NAMES_ANYWHERE | {f"{key}{end}" for key in _PEOPLE for end in ("_name", "_id")}


def canonical(content: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no blanks, UTF-8. The base of digests."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(content: Mapping[str, Any], previous: str) -> str:
    """SHA-256 over the digest before it and the canonical content: a chain.

    Names of people are not covered since format 2, so that somebody can be forgotten.
    """
    covered = content if content.get("format") == 1 else _nameless(content, _NAMES)
    return hashlib.sha256(f"{previous}\n{canonical(covered)}".encode()).hexdigest()


def people(content: Mapping[str, Any]) -> tuple[int, ...]:
    """The ids of people whom the content names together with their id, in order."""
    named = (row.get(f"{key}_id") for row in _with_people(content) for key in _PEOPLE)
    return tuple(sorted({int(found) for found in named if found}))


def replace_person(
    content: dict[str, Any],
    answered: Set[tuple[str, str, str]],
    names: Set[str],
    by: str,
    person_id: int | None = None,
) -> bool:
    """Put `by` for a person in stored content, which becomes of the current format; True if
    they were in it.

    answered: (review, question, moment) of each of their answers. names: what they are called,
    in lower case, where somebody wrote it down. person_id: theirs, where content keeps it.
    """
    properties, is_found = content["properties"], False
    if str(properties.get("review_owner", "")).lower() in names:
        properties["review_owner"], is_found = by, True
    for review in content["reviews"]:
        for question in (one for pillar in review["pillars"] for one in pillar["questions"]):
            if (review["id"], question["id"], question["changed_at"]) in answered:
                question["changed_by"], is_found = by, True
    for part in (part for day in content.get("game_days", ()) for part in day.get("parts", ())):
        if not part.get("person_id") and part.get("person_name", "").lower() in names:
            part["person_name"], is_found = by, True
    for row in _with_people(content) if person_id else ():
        for key in _PEOPLE:
            if row.get(f"{key}_id") == person_id:
                row[f"{key}_name"], row[f"{key}_id"], is_found = by, 0, True
    if is_found:
        content["format"] = FORMAT
    return is_found


def _with_people(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What names people together with their ids."""
    yield from content.get("improvements", ())
    yield from content.get("tradeoffs", ())
    for sheet in content.get("worksheets", ()):
        yield from sheet["rows"]
    for day in content.get("game_days", ()):
        yield from day.get("parts", ())
        yield from day.get("entries", ())
    for review in content["reviews"]:
        for pillar in review["pillars"]:
            yield from pillar["questions"]


def _nameless(value: Any, names: Set[str]) -> Any:
    if isinstance(value, Mapping):
        return {
            key: _nameless(inner, _NAMES_ANYWHERE if key == "properties" else names)
            for key, inner in value.items()
            if key not in names
        }
    if isinstance(value, list | tuple):
        return [_nameless(inner, names) for inner in value]
    return value
