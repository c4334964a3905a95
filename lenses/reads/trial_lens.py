"""A lens to be tried out although it may hold errors: what can be read is there, the rest says why.

Pure. A question with an error is replaced by an empty one, so that the others can be tried. It
keeps its id when that names it in the editor too, so that addresses lead to it all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lenses import editing
from lenses.compiled import CompiledLens, compile_lens
from lenses.document import Problem, read

_QUESTION = re.compile(r"/pillars/(\d+)/questions/(\d+)(?:/|$)")
_PILLAR = re.compile(r"/pillars/(\d+)(?:/|$)")
_ROUNDS = 3  # mending one thing may show another

_Place = tuple[int, int]
"""The place of a pillar, and that of a question in it."""


@dataclass(frozen=True, slots=True)
class TrialLens:
    """What can be tried: content is None when nothing can.

    faults: question → what is wrong with it; problems: errors that are in no question.
    places: question that has faults → its address in the editor.
    """

    content: CompiledLens | None
    faults: Mapping[str, tuple[Problem, ...]]
    problems: tuple[Problem, ...]
    places: Mapping[str, str] = field(default_factory=dict)


def trial_lens(document: Mapping[str, Any]) -> TrialLens:
    """The lens of a document, without the questions that cannot be answered."""
    reading = read(document)
    if reading.lens:
        return TrialLens(compile_lens(reading.lens), {}, ())
    mended: Any = deepcopy(dict(document))
    names = editing.names_of_all(document)
    found: dict[_Place, list[Problem]] = {}
    keys: dict[_Place, str] = {}
    problems: list[Problem] = []
    for _round in range(_ROUNDS):
        if reading.lens:
            break
        for error in reading.errors:
            place = _place(error)
            if place is None:
                _mend(mended, error)
                problems.append(error)
                continue
            found.setdefault(place, []).append(error)
            keys[place] = _key(place, found[place], names.get(_path(place), ""))
            _empty(mended, place, keys[place])
        reading = read(mended)
    return TrialLens(
        content=compile_lens(reading.lens) if reading.lens else None,
        faults={keys[place]: tuple(errors) for place, errors in found.items()},
        problems=tuple(problems),
        places={keys[place]: names[_path(place)] for place in found if _path(place) in names},
    )


def _place(error: Problem) -> _Place | None:
    """The pillar and the question an error is in; None when it is in no question."""
    match = _QUESTION.match(error.pointer)
    return (int(match[1]), int(match[2])) if match else None


def _path(place: _Place) -> editing.Path:
    return ("pillars", place[0], "questions", place[1])


def _key(place: _Place, errors: Iterable[Problem], name: str) -> str:
    """The id of a question that names it, unless the id is what is wrong: then its place."""
    _word, is_named, own = name.partition("questions/")
    if is_named and not _word and not any(error.pointer.endswith("/id") for error in errors):
        return own
    return f"question-{place[0] + 1}-{place[1] + 1}"


def _mend(document: Any, error: Problem) -> None:
    """Take what is wrong with the lens or a pillar out of the way."""
    if match := _PILLAR.match(error.pointer):
        place = int(match[1])
        pillar = _item(document.get("pillars"), place)
        if isinstance(pillar, dict):
            pillar["id"] = f"pillar-{place + 1}"
    elif error.pointer == "/name" or not str(document.get("name") or "").strip():
        document["name"] = "…"


def _empty(document: Any, at: _Place, key: str) -> None:
    """Put an empty question there; the same when it was done already."""
    pillar, place = at
    questions = document["pillars"][pillar]["questions"]
    found = questions[place] if isinstance(questions[place], dict) else {}
    title = found.get("title")
    questions[place] = {
        "id": key,
        "title": title if isinstance(title, str) and title.strip() else key,
        "choices": [{"id": f"{key}_no", "title": "-"}],
        "riskRules": [{"condition": "default", "risk": "NO_RISK"}],
    }


def _item(items: Any, place: int) -> Any:
    return items[place] if isinstance(items, list) and place < len(items) else None


def sentences(problems: Iterable[Problem]) -> tuple[str, ...]:
    """What is wrong, each thing once."""
    return tuple(dict.fromkeys(problem.message for problem in problems))
