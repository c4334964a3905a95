"""Cost and performance: what saving costs in revenue (seed 000, section 6). Pure."""

from __future__ import annotations

from datetime import date

from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content
from reviews.worksheets.spec import Derived, Kind, Outcome, Table
from reviews.worksheets.wording import _


def work_out(content: Content, _today: date) -> Outcome:
    """The net of each option and of all that are chosen."""
    return Outcome(facts=frozenset() if content.is_empty else frozenset({"filled"}))


KIND = Kind(
    key="cost",
    title=_("Cost and performance"),
    lead=_("What an option saves in infrastructure, what it costs in revenue, and what is left."),
    pillar="costOptimization",
    settings=(Column("currency", _("Currency"), limit=3, is_required=True, default="USD"),),
    tables=(
        Table(
            "options", _("Options"), _("option"), label="option", has_owner=True,
            makes_improvements=True,
            columns=(
                Column("option", _("Option"), is_required=True),
                Column("savings", _("Savings a month"), Type.NUMBER, places=2),
                Column("revenue", _("Revenue a month"), Type.NUMBER, places=2),
                Column("reason", _("Why the revenue changes"), limit=500, is_wide=True),
                Column(
                    "choice", _("Choice"), Type.CHOICE, default="open",
                    choices=(
                        ("open", _("Open")), ("taken", _("Taken")), ("rejected", _("Rejected")),
                    ),
                ),
            ),
            derived=(Derived("net", _("Net a month"), is_number=True),),
            empty=_("No option yet."),
        ),
    ),
    work_out=work_out,
)  # fmt: skip
