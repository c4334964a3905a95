"""The performance budget: what each metric may be, and what it is (seed 000, section 5). Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content
from reviews.worksheets.spec import Derived, Kind, Outcome, Table
from reviews.worksheets.wording import _

LOWER, HIGHER = "lower", "higher"


def work_out(content: Content, _today: date) -> Outcome:
    """Where each metric stands against its budget, and how much error budget is left."""
    return Outcome(facts=frozenset() if content.is_empty else frozenset({"filled"}))


KIND = Kind(
    key="performance",
    title=_("Performance budget"),
    lead=_("What each metric may be at most, when somebody is woken, and what it is now."),
    pillar="performance",
    tables=(
        Table(
            "metrics", _("Budgets"), _("metric"), label="metric", has_owner=True,
            has_readings=True, makes_improvements=True,
            columns=(
                Column("metric", _("Metric"), is_required=True),
                Column("unit", _("Unit"), limit=20, suggestions=("ms", "s", "%", "req/s")),
                Column(
                    "better", _("Better when"), Type.CHOICE, default=LOWER,
                    choices=((LOWER, _("lower")), (HIGHER, _("higher"))),
                ),
                Column("budget", _("Budget"), Type.NUMBER, is_required=True),
                Column("alarm", _("Alarm threshold"), Type.NUMBER),
                Column("note", _("Note"), Type.LONG, limit=2000, is_wide=True),
            ),
            derived=(
                Derived("current", _("Current"), is_number=True),
                Derived("measured_on", _("Measured on")),
                Derived("state", _("State")),
            ),
            shown=("metric", "budget", "alarm"),
            empty=_("No metric yet. Begin with what a customer would feel."),
        ),
        Table(
            "objectives", _("Objectives"), _("objective"), label="name", has_owner=True,
            has_readings=True, makes_improvements=True,
            columns=(
                Column("name", _("Objective"), is_required=True),
                Column(
                    "target", _("Target"), Type.NUMBER, is_required=True, least=Decimal(0),
                    most=Decimal(100), places=9, unit="%",
                ),
                Column(
                    "window_days", _("Window"), Type.NUMBER, least=Decimal(1),
                    most=Decimal(400), places=0, default="30", unit=_("days"),
                ),
                Column("note", _("Note"), Type.LONG, limit=2000, is_wide=True),
            ),
            derived=(
                Derived("attained", _("Attained"), is_number=True),
                Derived("left", _("Error budget left"), is_number=True),
                Derived("burn_rate", _("Burn rate"), is_number=True),
            ),
            empty=_("No objective yet. Its readings are failed and all requests."),
        ),
    ),
    work_out=work_out,
)  # fmt: skip
