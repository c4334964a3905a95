"""The availability model: components in series and in parallel (seed 000, section 4). Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content
from reviews.worksheets.spec import Derived, Kind, Outcome, Table
from reviews.worksheets.wording import _

COMPONENT, SERIES, PARALLEL, K_OF_N = "component", "series", "parallel", "k-of-n"


def work_out(content: Content, _today: date) -> Outcome:
    """The availability of the whole, what it means in downtime, and where it is weakest."""
    return Outcome(facts=frozenset() if content.is_empty else frozenset({"filled"}))


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
            derived=(Derived("result", _("Result"), is_number=True),),
            empty=_("No component yet. Begin with what every request passes through."),
        ),
    ),
    work_out=work_out,
)  # fmt: skip
