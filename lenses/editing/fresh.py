"""New elements: ids made from titles, and what a new question begins with. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from lenses.editing.addresses import children, id_of, questions
from lenses.rules import NONE_SUFFIX, is_none_choice

MADE_LENGTH = 48
"""Longest id that is made from a title; one that is typed may be longer."""

NONE_TITLE = "None of these"


def made_id(title: str, taken: Collection[str], fallback: str) -> str:
    """An id from a title that nobody has yet: ``how_do_you_lock_the_doors``, then ``…_2``.

    fallback: the word for a title without letters that ids are made of.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or fallback
    if len(words) > MADE_LENGTH:
        words = words[: MADE_LENGTH + 1].rpartition("_")[0] or words[:MADE_LENGTH]
    return free_id(words, taken)


def free_id(wanted: str, taken: Collection[str]) -> str:
    """The id, with a number behind it when somebody has it. It stays none of these, or not."""
    is_none = is_none_choice(wanted)
    stem = wanted.removesuffix(NONE_SUFFIX) if is_none else wanted
    number = 1
    while True:
        text = stem if number == 1 else f"{stem}_{number}"
        found = f"{text}{NONE_SUFFIX}" if is_none else text
        if found not in taken:
            return found
        number += 1


def made_choice_id(question: str, title: str, taken: Collection[str]) -> str:
    """An id for a practice: that of the question and the title, as the format's lenses do."""
    made = made_id(title, (), "practice")
    whole = f"{question}_{made}" if question else made
    return free_id(f"{whole}_" if is_none_choice(whole) else whole, taken)


def question_ids(document: Mapping[str, Any]) -> set[str]:
    """The ids of all questions."""
    return {id_of(each) for _path, each in questions(document)}


def ids(items: Iterable[Any]) -> set[str]:
    """The ids of the elements of a list."""
    return {id_of(each) for each in items}


def new_question(question_id: str, title: str) -> dict[str, Any]:
    """A question that reads without errors: none of these, and a rule for everything else."""
    return {
        "id": question_id,
        "title": title,
        "choices": [{"id": f"{question_id}{NONE_SUFFIX}", "title": NONE_TITLE}],
        "riskRules": [{"condition": "default", "risk": "HIGH_RISK"}],
    }


def again(document: Mapping[str, Any], kind: str, path: tuple[str | int, ...], item: Any) -> Any:
    """A copy of an element with ids of its own. Choices keep theirs within a question's copy."""
    if not isinstance(item, Mapping) or kind == "rule":
        return item
    beside = children(document, path[:-2], str(path[-2]))
    if kind == "choice":
        return {**item, "id": free_id(id_of(item) or "practice", ids(beside)), **_titled(item)}
    taken = question_ids(document)
    if kind == "question":
        return {**item, "id": free_id(id_of(item) or "question", taken), **_titled(item)}
    copies = []
    for each in children(document, path, "questions"):
        if isinstance(each, Mapping):
            own = free_id(id_of(each) or "question", taken)
            taken.add(own)
            each = {**each, "id": own}
        copies.append(each)
    name = item.get("name")
    named = {"name": f"{name} (copy)"} if isinstance(name, str) and name else {}
    inside = {"questions": copies} if copies else {}
    return {**item, "id": free_id(id_of(item) or "pillar", ids(beside)), **named, **inside}


def _titled(item: Mapping[str, Any]) -> dict[str, str]:
    title = item.get("title")
    return {"title": f"{title} (copy)"} if isinstance(title, str) and title else {}
