"""Above the encryption decisions: what the framework asks for, beside what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reviews.telling import words
from reviews.worksheets.content import Content
from reviews.worksheets.encryption import BELOW, MET, UNCLEAR, UNDECIDED, Cell, Decision, Encryption
from reviews.worksheets.spec import Outcome


@dataclass(frozen=True, slots=True)
class Beside:
    """A decision and what is asked for. verdict: in words, empty where nothing is asked for."""

    label: str
    said: str
    wanted: str
    tone: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of data. like: the class of the framework it is held against, "" for none; is_open:
    nobody decided which yet."""

    number: int
    data: str
    like: str
    is_open: bool
    cells: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class EncryptionPanel:
    """Every class of data beside the framework. missing: classes of it the sheet does not have."""

    lines: tuple[ClassLine, ...]
    heads: tuple[str, ...]
    missing: tuple[str, ...]


_TONES = {MET: "good", BELOW: "bad", UNCLEAR: "warn", UNDECIDED: "warn"}


def panel(_content: Content, outcome: Outcome, _today: date) -> EncryptionPanel | None:
    """The panel; None without classes of data."""
    found = outcome.details
    if not isinstance(found, Encryption) or not found.decisions:
        return None
    there = {each.standard.key for each in found.decisions if each.standard}
    return EncryptionPanel(
        lines=tuple(_line(each) for each in found.decisions),
        heads=tuple(words(cell.label) for cell in found.decisions[0].cells),
        missing=tuple(each.name for each in found.framework if each.key not in there),
    )


def _line(decision: Decision) -> ClassLine:
    like = decision.standard.name if decision.standard else ""
    return ClassLine(
        number=decision.number,
        data=decision.data,
        like="" if like == decision.data else like,
        is_open=decision.standard is None and not decision.is_free,
        cells=tuple(_beside(cell) for cell in decision.cells),
    )


def _beside(cell: Cell) -> Beside:
    tone = "bad" if cell.state == UNDECIDED and cell.wanted else _TONES.get(cell.state, "")
    return Beside(words(cell.label), cell.said, cell.wanted, tone, _verdict(cell))


def _verdict(cell: Cell) -> str:
    match cell.state:
        case "met":
            return _("as asked")
        case "below":
            return _("asked for: %(wanted)s") % {"wanted": cell.wanted}
        case "unclear":
            return _("cannot be told; asked for: %(wanted)s") % {"wanted": cell.wanted}
        case "undecided" if cell.wanted:
            return _("not decided; asked for: %(wanted)s") % {"wanted": cell.wanted}
        case "undecided":
            return _("not decided")
    return ""
