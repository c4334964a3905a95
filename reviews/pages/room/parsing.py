"""What the room's forms send, as paths of an answer. Reads requests; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from reviews import changes

_OF_QUESTION = ("notes", "is_applicable", "reason")


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """Paths with their values, and the revision the page was made from."""

    wanted: dict[str, changes.Value]
    base_revision: int


def answer_form(data: QueryDict) -> AnswerForm:
    """Every path in a request: all of them from the whole form, a few from a single change.

    Field names are paths. A check box stands beside a hidden field with the value for
    "not ticked", so the more telling value of several counts. Where a conflict was decided
    for another version (`keep.<path>` is theirs or merged), that one takes the place of mine.
    """
    wanted: dict[str, changes.Value] = {}
    for path in data:
        if path.startswith("choices.") or path in _OF_QUESTION:
            wanted[path] = _value(path, data.getlist(path))
    for key in data:
        path = key.removeprefix("keep.")
        kept = f"{data[key]}.{path}"
        if path != key and data[key] in ("theirs", "merged") and kept in data:
            wanted[path] = _value(path, data.getlist(kept))
    # A page always sends one; without it nothing that others changed may be overwritten.
    return AnswerForm(wanted, number(data.get("base_revision", "")))


def text(value: str) -> str:
    """A text as it is stored: browsers send forms with CR LF."""
    return value.replace("\r\n", "\n")


def _value(path: str, values: list[str]) -> changes.Value:
    match changes.split(path)[1]:
        case "is_applicable":
            return "false" not in values
        case "status":
            return next((v for v in ("not_applicable", "selected") if v in values), values[-1])
    return text(values[-1])


def number(value: str, otherwise: int = 0) -> int:
    """A revision that a form sends; `otherwise` for anything that cannot be one."""
    return int(value) if value.isdecimal() and len(value) < 10 else otherwise
