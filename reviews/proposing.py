"""What a template says anew, held against what a team says. Pure: no database, no clock.

Three flat states (reviews/changes.py) of one question: what the template said when it was
applied (then), what it says now, and what the review says (here). Choices, whether the question
applies, and why are one thing: who takes a template's answer takes it whole. Each text is a
thing of its own, and no text is ever lost to another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reviews import changes
from wellarch import wording

_TEXTS = ("notes", "note")
_ANSWER = "answer"

Known = Callable[[str], bool]  # whether both lens versions ask what a path is about


@dataclass(frozen=True, slots=True)
class Compared:
    """One question. wanted: what accepting the template's changes sets here."""

    by_template: bool  # it says something new that is not said here already
    by_team: bool  # the team said something else since
    clashes: bool  # both about the same thing
    wanted: changes.State


def compare(
    then: Mapping[str, changes.Value],
    now: Mapping[str, changes.Value],
    here: Mapping[str, changes.Value],
    known: Known = lambda path: True,
) -> Compared:
    """What changed on which side. What both sides say alike by now is no change of either."""
    then, now, here = ({p: v for p, v in s.items() if known(p)} for s in (then, now, here))
    open_paths = set(changes.difference(here, now))
    theirs = open_paths & set(changes.difference(then, now))
    ours = open_paths & set(changes.difference(then, here))
    things = {_thing(path) for path in theirs}
    return Compared(
        by_template=bool(theirs),
        by_team=bool(ours),
        clashes=bool(things & {_thing(path) for path in ours}),
        wanted=_wanted(here, now, things, ours),
    )


def _wanted(
    here: Mapping[str, changes.Value],
    now: Mapping[str, changes.Value],
    things: set[str],
    ours: set[str],
) -> changes.State:
    wanted: changes.State = {}
    for path, value in changes.difference(here, now).items():
        if _thing(path) not in things:
            continue
        is_text = changes.split(path)[1] in _TEXTS
        if is_text and path in ours:
            wanted[path] = wording.together(str(here.get(path, "")), str(value))
        else:
            wanted[path] = value
    return wanted


def _thing(path: str) -> str:
    return path if changes.split(path)[1] in _TEXTS else _ANSWER
