"""Encryption decisions: how each class of data is protected (seed 000, section 3). Pure.

Each decision is held against a class of the framework (encryption_framework.yaml): the one the
row says it is like, else the one its name means. Only what is surely weaker is called below it;
a text that is not understood, or does not say enough, is said to be just that.

Facts for the evidence mapping: filled; decided, owners (every class has all three, has one);
at-rest-met, in-transit-met, keys-met (every class that is held against one of the framework is
surely no weaker in this); framework-met (all three).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from reviews.worksheets import encryption_words
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content, Row
from reviews.worksheets.encryption_words import AT_REST, IN_TRANSIT, KEYS
from reviews.worksheets.spec import Fact, Kind, Mark, Outcome, Table
from reviews.worksheets.wording import Said, _

MET, BELOW, UNCLEAR, UNDECIDED, FREE = "met", "below", "unclear", "undecided", "free"
NONE_OF_THEM = "none"
CELLS = (AT_REST, IN_TRANSIT, KEYS)
_NAMES = {AT_REST: _("At rest"), IN_TRANSIT: _("In transit"), KEYS: _("Key management")}


@dataclass(frozen=True, slots=True)
class Standard:
    """A class of data of the framework and what it needs at least."""

    key: str
    name: str
    also: tuple[str, ...]
    wanted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One decision beside what is wanted. state: met, below, unclear (not understood, or it does
    not say enough), undecided (nothing written), free (held against nothing)."""

    key: str
    label: str
    said: str
    wanted: str
    state: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A class of data. standard: None while nobody decided which class of the framework it is
    like, or when it is like none (is_free)."""

    number: int
    data: str
    standard: Standard | None
    is_free: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Encryption:
    """All that follows from the worksheet."""

    decisions: tuple[Decision, ...]
    framework: tuple[Standard, ...]


@lru_cache
def framework() -> tuple[Standard, ...]:
    """The classes of the framework, as the seed prints them."""
    path = Path(__file__).with_name("encryption_framework.yaml")
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Standard(
            each["key"], each["name"], tuple(each["also"]), {key: each[key] for key in CELLS}
        )
        for each in said["classes"]
    )  # fmt: skip


def like(row: Row) -> Standard | None:
    """The class of the framework a row is held against."""
    by_key = {each.key: each for each in framework()}
    if chosen := row.text("like"):
        return by_key.get(chosen)
    name = _plain(row.text("data"))
    return next(
        (each for each in framework() if name in map(_plain, (each.name, *each.also))), None
    )


def work_out(content: Content, _today: date) -> Outcome:
    """What is below the framework, and what cannot be told."""
    rows = content.table("classes")
    decisions = tuple(_decision(row) for row in rows)
    details = Encryption(decisions, framework())
    if not rows:
        return Outcome(details=details)
    return Outcome(
        summary=tuple(_summary(decisions)),
        marks=tuple(mark for each in decisions for mark in _marks(each)),
        facts=frozenset(_facts(rows, decisions)),
        details=details,
    )


def improvement(_content: Content, row: Row, _today: date) -> Mapping[str, Any]:
    """An improvement that raises a class of data to what the framework asks for."""
    found = _decision(row)
    short = [cell for cell in found.cells if cell.state in (BELOW, UNCLEAR, UNDECIDED)]
    lines = [
        Said(
            _("- %(what)s: %(wanted)s instead of %(said)s"),
            {"what": Said(cell.label), "wanted": cell.wanted,
             "said": cell.said or Said(_("nothing that is decided"))},
        )
        for cell in short
        if cell.wanted
    ]  # fmt: skip
    criteria = [
        Said(_("- %(what)s: %(wanted)s"), {"what": Said(cell.label), "wanted": cell.wanted})
        for cell in short
        if cell.wanted
    ]
    reason = row.text("reason")
    return {
        "title": Said(_("%(data)s: encrypt as the framework asks"), {"data": found.data[:150]}),
        "recommendation": (
            *lines,
            *((Said(_("Decided so far because: %(text)s"), {"text": reason}),) if reason else ()),
        ),
        "success_criteria": tuple(criteria),
        "impact": "high" if any(cell.state == BELOW for cell in short) else "medium",
    }


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())


def _decision(row: Row) -> Decision:
    standard = like(row)
    cells = tuple(_cell(key, row.text(key), standard) for key in CELLS)
    is_free = row.text("like") == NONE_OF_THEM
    return Decision(row.number, row.text("data"), standard, is_free, cells)


def _cell(key: str, said: str, standard: Standard | None) -> Cell:
    wanted = standard.wanted[key] if standard else ""
    return Cell(key, _NAMES[key], said, wanted, _state(key, said, wanted))


def _state(key: str, said: str, wanted: str) -> str:
    if not said:
        return UNDECIDED
    asked = encryption_words.read(key, wanted)
    if asked is None:
        return FREE
    found = encryption_words.read(key, said)
    if found is None:
        return UNCLEAR
    if found.most < asked.least:
        return BELOW
    return MET if found.least >= asked.least else UNCLEAR


def _marks(decision: Decision) -> Iterable[Mark]:
    n = decision.number
    if decision.standard is None and not decision.is_free:
        text = Said(_("Decide which class of the framework it is like."))
        yield Mark(text, n, "data", "warn")
    for cell in decision.cells:
        said = {"said": cell.said, "wanted": cell.wanted}
        match cell.state:
            case "below":
                text = Said(_("Below the framework, which asks for %(wanted)s."), said)
                yield Mark(text, n, cell.key)
            case "unclear":
                text = Said(
                    _("Cannot tell whether “%(said)s” is as strong as %(wanted)s."), said
                )  # fmt: skip
                yield Mark(text, n, cell.key, "warn")
            case "undecided" if cell.wanted:
                text = Said(_("Not decided; the framework asks for %(wanted)s."), said)
                yield Mark(text, n, cell.key)
            case "undecided":
                yield Mark(Said(_("Not decided.")), n, cell.key, "warn")


def _facts(rows: Iterable[Row], decisions: tuple[Decision, ...]) -> Iterable[str]:
    yield "filled"
    if all(cell.said for each in decisions for cell in each.cells):
        yield "decided"
    if all(row.owner_name for row in rows):
        yield "owners"
    held = [each for each in decisions if each.standard]
    if not held or any(each.standard is None and not each.is_free for each in decisions):
        return
    met = {
        key for key in CELLS
        if all(cell.state == MET for each in held for cell in each.cells if cell.key == key)
    }  # fmt: skip
    for key in met:
        yield f"{key.replace('_', '-')}-met"
    if len(met) == len(CELLS):
        yield "framework-met"


def _summary(decisions: tuple[Decision, ...]) -> Iterable[Fact]:
    yield Fact(_("Classes of data"), Said("%(n)d", {"n": len(decisions)}))
    held = [each for each in decisions if each.standard]
    met = [each for each in held if all(cell.state == MET for cell in each.cells)]
    states = [cell.state for each in held for cell in each.cells]
    below = states.count(BELOW) + states.count(UNDECIDED)
    if held:
        yield Fact(
            _("As the framework asks"),
            Said(_("%(n)d of %(all)d"), {"n": len(met), "all": len(held)}),
            "good" if len(met) == len(held) else "bad" if below else "warn",
        )
    if below:
        yield Fact(_("Below the framework"), Said("%(n)d", {"n": below}), "bad",
                   Said(_("decisions that are weaker or missing")))  # fmt: skip
    if unclear := states.count(UNCLEAR):
        yield Fact(_("Cannot be told"), Said("%(n)d", {"n": unclear}), "warn",
                   Said(_("say who manages the key, or which version")))  # fmt: skip
    if open_ := sum(each.standard is None and not each.is_free for each in decisions):
        yield Fact(_("Like no class yet"), Said("%(n)d", {"n": open_}), "warn")


def _offered(key: str, *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(each.wanted[key] for each in framework()), *more]))


KIND = Kind(
    key="encryption",
    title=_("Encryption decisions"),
    lead=_("How each class of data is protected at rest and on its way, and who holds the keys."),
    pillar="security",
    tables=(
        Table(
            "classes", _("Classes of data"), _("class of data"), label="data", has_owner=True,
            makes_improvements=True,
            columns=(
                Column("data", _("Class of data"), is_required=True,
                       suggestions=tuple(each.name for each in framework())),
                Column("like", _("Like"), Type.CHOICE,
                       _("The class of the framework it is held against. Empty: as its name says."),
                       choices=(
                           *((each.key, each.name) for each in framework()),
                           (NONE_OF_THEM, _("None of them")),
                       )),
                Column("at_rest", _("At rest"), limit=200,
                       suggestions=_offered(AT_REST, "SSE-KMS (AWS-managed key)", "None")),
                Column("in_transit", _("In transit"), limit=200,
                       suggestions=_offered(IN_TRANSIT, "TLS 1.2", "None")),
                Column("keys", _("Key management"), limit=500, is_wide=True,
                       suggestions=_offered(KEYS)),
                Column("where", _("Where it is"), limit=500, is_wide=True),
                Column("reason", _("Why so"), limit=2000, is_wide=True),
            ),
            shown=("data", "at_rest", "in_transit", "keys"),
            empty=_("No class of data yet."),
        ),
    ),
    work_out=work_out,
    improvement=improvement,
)  # fmt: skip
