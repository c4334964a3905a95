"""What is wrong, or looks wrong, in a draft: by element and field, fast enough for every edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lenses import editing
from lenses.access import Content
from lenses.document import check
from lenses.models import LensVersion


@dataclass(frozen=True, slots=True)
class Flaw:
    """One problem: level is error or warning, at the address of the element, field the one it is
    about, "" for the element as a whole. within: the question or pillar it is in, in words."""

    level: str
    code: str
    message: str
    pointer: str
    at: str
    field: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many problems there are."""

    errors: int = 0
    warnings: int = 0

    def __bool__(self) -> bool:
        return bool(self.errors or self.warnings)


NOTHING = Counts()


@dataclass(frozen=True, slots=True)
class Problems:
    """Every problem of a draft in the order of the document, errors of a place first."""

    flaws: tuple[Flaw, ...]
    names: Mapping[editing.Path, str]
    _own: Mapping[str, tuple[Flaw, ...]]
    _within: Mapping[str, Counts]

    @property
    def errors(self) -> tuple[Flaw, ...]:
        """Those that keep the draft from being published."""
        return tuple(flaw for flaw in self.flaws if flaw.level == "error")

    @property
    def counts(self) -> Counts:
        """How many there are in all."""
        return self.within("")

    def at(self, address: str) -> tuple[Flaw, ...]:
        """Those of an element itself."""
        return self._own.get(address, ())

    def own(self, address: str) -> Counts:
        """How many an element has itself."""
        return _counts(self.at(address))

    def within(self, address: str) -> Counts:
        """How many an element has with all that is in it."""
        return self._within.get(address, NOTHING)


def of(document: Mapping[str, Any], *, alias: str = "") -> Problems:
    """The problems of a document.

    alias: what the lens is called in addresses, which its document should say too.
    """
    names = editing.names_of_all(document)
    flaws = [_flaw(problem, names, document) for problem in check(document)]
    written = document.get("alias")
    if alias and written and written != alias:
        message = _("The lens is called %(alias)s in addresses; only its exports say this.")
        text = message % {"alias": alias}
        flaws.append(((), Flaw("warning", "alias-differs", text, "/alias", "", "alias")))
    order = {path: number for number, path in enumerate(names)}
    flaws.sort(key=lambda pair: (order[pair[0]], pair[1].level != "error"))
    own: dict[str, list[Flaw]] = {}
    within: dict[str, list[int]] = {}
    for path, flaw in flaws:
        own.setdefault(flaw.at, []).append(flaw)
        for end in range(0, len(path) + 1, 2):
            counted = within.setdefault(names[path[:end]], [0, 0])
            counted[flaw.level != "error"] += 1
    return Problems(
        flaws=tuple(flaw for _path, flaw in flaws),
        names=names,
        _own={address: tuple(found) for address, found in own.items()},
        _within={address: Counts(*found) for address, found in within.items()},
    )


def of_draft(draft: LensVersion) -> Problems:
    """The problems of a draft whose lens is loaded; remembered until the draft is edited."""
    return _of_content(Content.of(draft), draft.lens.alias, get_language() or "")


@lru_cache(maxsize=4)  # few, since each keeps the document of its draft
def _of_content(draft: Content, alias: str, _language: str) -> Problems:
    return of(draft.row.document, alias=alias)


def _flaw(
    problem: Any, names: Mapping[editing.Path, str], document: Mapping[str, Any]
) -> tuple[editing.Path, Flaw]:
    path, field = editing.spot_of(problem.pointer)
    while path not in names:  # what stands there is no element
        path, field = path[:-2], str(path[-2])
    within = _within(document, path[:4])
    flaw = Flaw(
        problem.level, problem.code, problem.message, problem.pointer, names[path], field, within
    )
    return path, flaw


def _within(document: Any, path: editing.Path) -> str:
    """What a question or pillar is called: its title or name, else its id."""
    for step in path:
        document = document[step]
    is_named = bool(path) and isinstance(document, Mapping)
    words = (document.get(key) for key in ("title", "name", "id")) if is_named else ()
    return next((word.strip() for word in words if isinstance(word, str) and word.strip()), "")


def _counts(flaws: tuple[Flaw, ...]) -> Counts:
    errors = sum(flaw.level == "error" for flaw in flaws)
    return Counts(errors, len(flaws) - errors)
