"""States of an answer and changes between them. Pure: no database, no clock.

A state is kept flat, {path: value}, with only the values that differ from an untouched
answer. Paths: `choices.<choice id>.status`, `….reason`, `….note`, `notes`, `is_applicable`,
`reason`. Because a change names only what it touches, two people's changes merge unless
they touch the same path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Value = str | bool
State = dict[str, Value]
Delta = dict[str, tuple[Value, Value]]  # path → (before, after)

_DEFAULTS: dict[str, Value] = {
    "status": "unselected",
    "reason": "none",
    "note": "",
    "notes": "",
    "is_applicable": True,
}


def default(path: str) -> Value:
    """The value a path has in an untouched answer."""
    return _DEFAULTS[path.rpartition(".")[2]]


def choice_path(choice: str, part: str) -> str:
    """The path of one part (status, reason, note) of a choice."""
    return f"choices.{choice}.{part}"


def split(path: str) -> tuple[str, str]:
    """(choice id, part) of a path; the choice id is empty for parts of the question."""
    head, _dot, part = path.rpartition(".")
    return head.removeprefix("choices.") if head else "", part


def flatten(
    choices: Mapping[str, Mapping[str, str]], is_applicable: bool, reason: str, notes: str
) -> State:
    """The flat state of an answer's columns."""
    state: State = {"is_applicable": is_applicable, "reason": reason, "notes": notes}
    for choice, parts in choices.items():
        for part, value in parts.items():
            state[choice_path(choice, part)] = value
    return {path: value for path, value in state.items() if value != default(path)}


def nest(state: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    """The `choices` column of a flat state."""
    choices: dict[str, dict[str, Value]] = {}
    for path, value in state.items():
        choice, part = split(path)
        if choice:
            choices.setdefault(choice, {})[part] = value
    for parts in choices.values():
        parts.setdefault("status", "unselected")
    return choices


def selection(state: Mapping[str, Value]) -> tuple[frozenset[str], frozenset[str]]:
    """(selected, set aside) choice ids of a state."""
    chosen: dict[Value, set[str]] = {"selected": set(), "not_applicable": set()}
    for path, value in state.items():
        choice, part = split(path)
        if choice and part == "status" and value in chosen:
            chosen[value].add(choice)
    return frozenset(chosen["selected"]), frozenset(chosen["not_applicable"])


def apply(state: Mapping[str, Value], wanted: Mapping[str, Value]) -> tuple[State, Delta]:
    """The state after setting `wanted`, and what really changed."""
    after: State = dict(state)
    delta: Delta = {}
    for path, value in wanted.items():
        before = state.get(path, default(path))
        if value == before:
            continue
        delta[path] = (before, value)
        if value == default(path):
            after.pop(path, None)
        else:
            after[path] = value
    return after, delta


def revert(state: Mapping[str, Value], delta: Mapping[str, Iterable[Value]]) -> State:
    """The state before a change that led to `state`."""
    before, _delta = apply(state, {path: next(iter(pair)) for path, pair in delta.items()})
    return before


def difference(base: Mapping[str, Value], wanted: Mapping[str, Value]) -> State:
    """What must be set to come from one whole state to another (a whole form was sent)."""
    paths = {*base, *wanted}
    return {
        path: wanted.get(path, default(path))
        for path in sorted(paths)
        if wanted.get(path, default(path)) != base.get(path, default(path))
    }


@dataclass(frozen=True, slots=True)
class Clash:
    """One path that somebody else changed to another value meanwhile."""

    path: str
    mine: Value
    theirs: Value


def clashes(
    current: Mapping[str, Value], wanted: Mapping[str, Value], touched_since: Iterable[str]
) -> list[Clash]:
    """Paths both sides changed to different values since the common state."""
    touched = set(touched_since)
    return [
        Clash(path, value, theirs)
        for path, value in wanted.items()
        if path in touched and (theirs := current.get(path, default(path))) != value
    ]


def exclude_none(
    state: Mapping[str, Value], wanted: Mapping[str, Value], none_choice: str
) -> State:
    """`wanted`, extended so that "none of these" stands alone (the rule of the page).

    Selecting it unselects the others, also those selected with it; selecting another unselects it.
    """
    result: State = dict(wanted)
    selecting = {
        split(path)[0]
        for path, value in wanted.items()
        if split(path)[1] == "status" and value == "selected"
    }
    if none_choice in selecting:
        for choice in (selection(state)[0] | selecting) - {none_choice}:
            result[choice_path(choice, "status")] = "unselected"
    elif selecting:
        result[choice_path(none_choice, "status")] = "unselected"
    return result
