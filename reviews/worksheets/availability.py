"""The availability model: components in series and in parallel (seed 000, section 4). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from reviews.worksheets import availability_result, downtime
from reviews.worksheets.availability_model import Worked
from reviews.worksheets.availability_result import (
    COMPONENT,
    K_OF_N,
    PARALLEL,
    SERIES,
    TABLE,
    Details,
    said,
    said_percent,
)
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content, Row
from reviews.worksheets.spec import Derived, Kind, Outcome, Table
from reviews.worksheets.wording import Said, Wrong, _

MAX_MEMBERS = 50  # of a group of which some must work


def work_out(content: Content, _today: date) -> Outcome:
    """The availability of the whole, what it means in downtime, and where it is weakest."""
    if content.is_empty:
        return Outcome()
    found = availability_result.details(content)
    line, tone = availability_result.headline(found)
    names = {row.number: row.text("name") for row in content.rows}
    return Outcome(
        summary=availability_result.summary(found, names),
        derived=_derived(found),
        marks=availability_result.marks(content, found),
        facts=_facts(found),
        details=found,
        headline=line,
        tone=tone,
    )


def check(content: Content) -> None:
    """Wrong when more copies are needed than there are, or something is in a component."""
    for row in content.table(TABLE):
        names = {"name": row.text("name")}
        inside = len(content.children(row.number, TABLE))
        if row.text("role") in ("", COMPONENT):
            if inside:
                raise Wrong(_("“%(name)s” is a component: only a group holds others."), **names)
            copies, needed = row.amount("copies") or 1, row.amount("needed") or 1
            if needed > copies:
                text = _("“%(name)s” needs %(needed)d of %(copies)d copies: use fewer, or add one.")
                raise Wrong(text, needed=int(needed), copies=int(copies), **names)
        elif row.text("role") == K_OF_N and inside > MAX_MEMBERS:
            text = _("“%(name)s” has more than %(n)d in it. Make groups of it.")
            raise Wrong(text, n=MAX_MEMBERS, **names)


def improvement(content: Content, row: Row, _today: date) -> Mapping[str, Any]:
    """What an improvement made from a component or a group begins with, with its numbers."""
    found = availability_result.details(content)
    name = row.text("name")
    more = next((each for each in found.another if each.number == row.number), None)
    if more is None or found.whole is None or found.downtime is None:
        return {"title": Said(_("Make %(name)s more available"), {"name": name})}
    params = {
        "name": name,
        "copies": more.copies,
        "result": said_percent(more.result),
        "whole": said_percent(found.whole, found.target),
        "then": said_percent(more.whole, found.target),
        "gain": downtime.told(more.gain),
    }
    title = _("Run a second copy of %(name)s")
    if more.copies > 2:
        title = _("Run %(copies)d copies of %(name)s")
    return {
        "title": Said(title, params),
        "recommendation": Said(
            _(
                "%(name)s is available for %(result)s%% of the time, the whole for %(whole)s%%. "
                "With %(copies)d copies that fail independently the whole would reach "
                "%(then)s%%, which is %(gain)s of downtime a year less."
            ),
            params,
        ),
        "steps": Said(
            _(
                "Run the copies where one cause does not take both, such as in two zones.\n"
                "Let health checks take a failed copy out of service without a person.\n"
                "Take one copy away on purpose and watch that customers notice nothing."
            )
        ),
        "success_criteria": Said(
            _("The availability model shows %(then)s%% for the whole."), params
        ),
    }


def _derived(found: Details) -> dict[int, dict[str, Said]]:
    cells: dict[int, dict[str, Said]] = {}
    for each in found.root.parts:
        _result(each, cells)
    for one in found.another:
        cells[one.number]["another"] = _percent(said_percent(one.whole, found.target))
    return cells


def _result(one: Worked, cells: dict[int, dict[str, Said]]) -> None:
    if one.chance is not None:
        cells[one.part.number] = {"result": _percent(said(one.chance))}
    for part in one.parts:
        _result(part, cells)


def _percent(shown: str) -> Said:
    return Said("%(n)s%%", {"n": shown})


def _facts(found: Details) -> frozenset[str]:
    facts = {
        "filled": True,
        "complete": found.whole is not None,
        "target-set": found.target is not None,
        "target-met": found.is_met,
        "redundant": found.is_redundant,
    }
    return frozenset(fact for fact, holds in facts.items() if holds)


KIND = Kind(
    key="availability",
    title=_("Availability model"),
    lead=_("How available the parts make the whole, beside what was promised."),
    pillar="reliability",
    settings=(
        Column(
            "target", _("Target"), Type.NUMBER, _("What was promised, such as 99.95."),
            least=Decimal(0), most=Decimal(100), places=9, unit="%", default="99.9",
        ),
    ),
    tables=(
        Table(
            "components", _("Components"), _("component"), label="name", is_tree=True,
            makes_improvements=True, groups={"role": (SERIES, PARALLEL, K_OF_N)},
            columns=(
                Column("name", _("Name"), is_required=True),
                Column(
                    "role", _("What it is"), Type.CHOICE, is_required=True, default=COMPONENT,
                    choices=(
                        (COMPONENT, _("A component")),
                        (SERIES, _("A group of which all must work")),
                        (PARALLEL, _("A group of which any one must work")),
                        (K_OF_N, _("A group of which some must work")),
                    ),
                ),
                Column(
                    "availability", _("Availability"), Type.NUMBER, least=Decimal(0),
                    most=Decimal(100), places=9, unit="%", only={"role": (COMPONENT,)},
                    help=_("Of one copy, in percent, such as 99.95."),
                ),
                Column(
                    "copies", _("Copies"), Type.NUMBER, least=Decimal(1), most=Decimal(1000),
                    places=0, default="1", only={"role": (COMPONENT,)},
                    help=_("How many of the same there are that fail independently."),
                ),
                Column(
                    "needed", _("Needed"), Type.NUMBER, least=Decimal(1), most=Decimal(1000),
                    places=0, default="1", only={"role": (COMPONENT, K_OF_N)},
                    help=_("How many of them must work."),
                ),
                Column("source", _("Where the number is from"), limit=500, is_wide=True),
            ),
            derived=(
                Derived(
                    "result", _("Result"), is_number=True,
                    help=_("Of all its copies, or of all in the group."),
                ),
                Derived(
                    "another", _("With another copy"), is_number=True,
                    help=_("What the whole would be with one copy more of it."),
                ),
            ),
            shown=("name", "role", "availability", "copies", "needed"),
            empty=_("No component yet. Begin with what every request passes through."),
        ),
    ),
    work_out=work_out,
    improvement=improvement,
    check=check,
)  # fmt: skip
