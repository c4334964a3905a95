"""Failure modes: what can fail, how it shows, how one comes back (seed 000, section 4). Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content
from reviews.worksheets.spec import Derived, Kind, Outcome, Table
from reviews.worksheets.wording import _


def work_out(content: Content, _today: date) -> Outcome:
    """Ranks of the failure modes, and what is missing."""
    return Outcome(facts=frozenset() if content.is_empty else frozenset({"filled"}))


def _scale(key: str, label: str, help_text: str) -> Column:
    return Column(key, label, Type.NUMBER, help_text, least=Decimal(1), most=Decimal(10), places=0)


KIND = Kind(
    key="failure-modes",
    title=_("Failure modes"),
    lead=_("What can fail, how anybody would notice, and how long it takes to come back."),
    pillar="reliability",
    settings=(
        Column(
            "test_months", _("Test again after"), Type.NUMBER, least=Decimal(1),
            most=Decimal(60), places=0, default="12", unit=_("months"),
        ),
        Column(
            "attention", _("Look at priorities from"), Type.NUMBER, least=Decimal(1),
            most=Decimal(1000), places=0, default="100",
            help=_("Severity × likelihood × detectability, 1 to 1000."),
        ),
    ),
    tables=(
        Table(
            "modes", _("Failure modes"), _("failure mode"), label="mode", has_owner=True,
            makes_improvements=True,
            columns=(
                Column("component", _("Component"), is_required=True),
                Column("mode", _("Failure mode"), is_required=True),
                Column("effect", _("Effect"), Type.LONG, limit=2000, is_wide=True),
                Column("detection", _("Detection"), Type.LONG, limit=2000, is_wide=True),
                Column("recovery", _("Recovery"), Type.LONG, limit=2000, is_wide=True),
                Column("rto", _("Recovery time"), Type.DURATION, limit=60),
                _scale("severity", _("Severity"), _("1: nobody notices … 10: the business stops.")),
                _scale("likelihood", _("Likelihood"), _("1: once in decades … 10: every week.")),
                _scale(
                    "detectability", _("Detectability"),
                    _("1: seen at once … 10: nobody would see it."),
                ),
                Column("tested_on", _("Tested on"), Type.DAY),
            ),
            derived=(Derived("priority", _("Priority"), is_number=True),),
            shown=("component", "mode", "detection", "recovery", "rto"),
            empty=_("No failure mode yet. Ask of each component: how could it fail?"),
        ),
    ),
    work_out=work_out,
)  # fmt: skip
