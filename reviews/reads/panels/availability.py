"""Above an availability model: its diagram, target beside result, and what another copy gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.charts.block_diagram import BlockDiagram, BlockPart, block_diagram
from reviews.telling import words
from reviews.worksheets import downtime
from reviews.worksheets.availability_model import Worked
from reviews.worksheets.availability_result import (
    K_OF_N,
    PARALLEL,
    Another,
    Details,
    headline,
    said,
    said_percent,
)
from reviews.worksheets.columns import plain
from reviews.worksheets.content import Content, Row
from reviews.worksheets.spec import Outcome
from reviews.worksheets.wording import Said

PAPER = 660  # as wide as a diagram may be on a page of a report
NOTHING: tuple[Said | str, ...] = ("", "", "")
MAX_FIRST = 4  # components whose further copy is shown at once


@dataclass(frozen=True, slots=True)
class Period:
    """A period with the downtime the target allows and the downtime of the result."""

    name: str
    allowed: str
    result: str


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One more copy of a component. fields: what the row says now, for a form that changes
    `copies` only."""

    number: int
    name: str
    copies: int
    result: str
    whole: str
    potential: str
    gain: str
    is_enough: bool
    is_weakest: bool
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part in the diagram's table of numbers."""

    depth: int
    name: str
    what: str
    result: str


@dataclass(frozen=True, slots=True)
class AvailabilityPanel:
    """Everything the page draws. exact: all digits of the whole; plan: which copies to add."""

    chart: BlockDiagram
    parts: tuple[PartLine, ...]
    statement: str
    tone: str
    exact: str
    is_met: bool | None
    periods: tuple[Period, ...]
    copies: tuple[CopyLine, ...]
    plan: str

    @property
    def first_copies(self) -> tuple[CopyLine, ...]:
        """Those that raise the whole most."""
        return self.copies[:MAX_FIRST]

    @property
    def more_copies(self) -> tuple[CopyLine, ...]:
        """The others."""
        return self.copies[MAX_FIRST:]


def panel(content: Content, outcome: Outcome, _today: date) -> AvailabilityPanel | None:
    """The panel of a model; None while there is nothing in it."""
    found = outcome.details
    if not isinstance(found, Details):
        return None
    line, tone = headline(found)
    return AvailabilityPanel(
        chart=diagram(content, found),
        parts=tuple(_lines(content, found.root, -1)),
        statement=words(line),
        tone=tone,
        exact="" if found.whole is None else f"{plain(found.whole)}%",
        is_met=found.is_met,
        periods=periods(found),
        copies=tuple(_copy(content, each, found) for each in found.another),
        plan=_plan(content, found),
    )


def diagram(content: Content, found: Details, *, width: int = 1000) -> BlockDiagram:
    """The reliability block diagram, for pages and reports."""
    roles = {row.number: row.text("role") for row in content.rows}
    return block_diagram([_block(part, found, roles) for part in found.root.parts], width=width)


def periods(found: Details) -> tuple[Period, ...]:
    """The downtime a year, month and week, allowed and resulting; nothing while unknown."""
    names = (_("A year"), _("A month"), _("A week"))
    allowed: tuple[Said | str, ...] = found.allowed.said if found.allowed else NOTHING
    result: tuple[Said | str, ...] = found.downtime.said if found.downtime else NOTHING
    if not found.allowed and not found.downtime:
        return ()
    return tuple(
        Period(name, words(may), words(does))
        for name, may, does in zip(names, allowed, result, strict=True)
    )


def _block(one: Worked, found: Details, roles: Mapping[int, str]) -> BlockPart:
    part = one.part
    return BlockPart(
        name=part.name,
        value=_("unknown") if one.chance is None else f"{said(one.chance)}%",
        note=_note(one, roles),
        number=part.number,
        is_group=part.is_group,
        is_stacked=roles.get(part.number) in (PARALLEL, K_OF_N),
        is_weak=part.number in found.weakest,
        is_unknown=one.chance is None,
        parts=tuple(_block(each, found, roles) for each in one.parts),
    )


def _note(one: Worked, roles: Mapping[int, str]) -> str:
    part = one.part
    if not part.is_group:
        if part.copies == 1:
            return ""
        said_ = {"needed": part.needed, "copies": part.copies}
        return _("%(needed)d of %(copies)d copies") % said_
    role = roles.get(part.number)
    if role == K_OF_N:
        return _("%(needed)d of %(all)d") % {"needed": part.needed, "all": len(part.parts)}
    return _("any one") if role == PARALLEL else _("all")


def _lines(content: Content, one: Worked, depth: int) -> list[PartLine]:
    found: list[PartLine] = []
    if depth >= 0:
        row = content.row(one.part.number) or Row(0, "")
        result = _("unknown") if one.chance is None else f"{said(one.chance)}%"
        note = _note(one, {row.number: row.text("role")}) or _("1 copy")
        found.append(PartLine(depth, one.part.name, note, result))
    for each in one.parts:
        found += _lines(content, each, depth + 1)
    return found


def _copy(content: Content, one: Another, found: Details) -> CopyLine:
    row = content.row(one.number) or Row(one.number, "")
    fields = {key: value for key, value in row.values.items() if key != "copies"}
    return CopyLine(
        number=one.number,
        name=one.name,
        copies=one.copies,
        result=f"{said_percent(one.result)}%",
        whole=f"{said_percent(one.whole, found.target)}%",
        potential=f"{said_percent(one.potential, found.target)}%",
        gain=words(downtime.told(one.gain)),
        is_enough=one.is_enough,
        is_weakest=one.is_weakest,
        fields=tuple((key, str(value)) for key, value in fields.items()),
    )


def _plan(content: Content, found: Details) -> str:
    """The copies that together reach the target, where one alone does not."""
    if len(found.plan) < 2:
        return ""
    names = {row.number: row.text("name") for row in content.rows}
    counted = {number: found.plan.count(number) for number in dict.fromkeys(found.plan)}
    each = [
        ngettext("%(n)d copy more of %(name)s", "%(n)d copies more of %(name)s", n)
        % {"n": n, "name": names[number]}
        for number, n in counted.items()
    ]
    return ", ".join(each)
