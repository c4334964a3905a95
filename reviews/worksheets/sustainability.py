"""Sustainability: what a period cost the environment, what is done (seed 000, section 7). Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content
from reviews.worksheets.spec import Derived, Kind, Outcome, Table
from reviews.worksheets.wording import _


def work_out(content: Content, _today: date) -> Outcome:
    """Each metric per unit of business work and over time; the regions that could be cleaner."""
    return Outcome(facts=frozenset() if content.is_empty else frozenset({"filled"}))


KIND = Kind(
    key="sustainability",
    title=_("Sustainability"),
    lead=_("What a period of running it cost the environment, per unit of business work."),
    pillar="sustainability",
    settings=(
        Column(
            "business_unit", _("Unit of business work"), limit=60, default="",
            help=_("What the total of a reading counts, such as orders or active users."),
        ),
    ),
    tables=(
        Table(
            "metrics", _("Metrics per period"), _("metric"), label="metric", has_readings=True,
            has_owner=True, makes_improvements=True,
            columns=(
                Column("metric", _("Metric"), is_required=True),
                Column("unit", _("Unit"), limit=20, suggestions=("kg CO2e", "t CO2e", "kWh", "%")),
                Column(
                    "better", _("Better when"), Type.CHOICE, default="lower",
                    choices=(("lower", _("lower")), ("higher", _("higher"))),
                ),
                Column("goal", _("Goal"), Type.NUMBER),
            ),
            derived=(
                Derived("current", _("Last period"), is_number=True),
                Derived("per_unit", _("Per unit of work"), is_number=True),
                Derived("change", _("Change"), is_number=True),
            ),
            empty=_("No metric yet."),
        ),
        Table(
            "actions", _("Actions"), _("action"), label="action", has_owner=True,
            makes_improvements=True,
            columns=(
                Column("action", _("Action"), is_required=True),
                Column("environment", _("Environmental impact"), limit=500, is_wide=True),
                Column("business", _("Business impact"), limit=500, is_wide=True),
                Column(
                    "state", _("State"), Type.CHOICE, default="open",
                    choices=(
                        ("open", _("Open")), ("doing", _("In progress")), ("done", _("Done")),
                        ("not-for-us", _("Not for us")),
                    ),
                ),
            ),
            empty=_("No action yet."),
        ),
        Table(
            "regions", _("Regions"), _("region"), label="region",
            columns=(
                Column("region", _("Region"), is_required=True),
                Column("renewable", _("Renewable energy")),
                Column(
                    "intensity", _("Carbon intensity"), Type.CHOICE,
                    choices=(
                        ("very-low", _("Very low")), ("low", _("Low")),
                        ("moderate", _("Moderate")), ("higher", _("Higher")),
                    ),
                ),
                Column(
                    "grams", _("Grams CO2e per kWh"), Type.NUMBER, least=Decimal(0), places=2
                ),
                Column("is_used", _("Used by this workload"), Type.FLAG),
                Column("source", _("Source"), limit=500, is_wide=True),
                Column("as_of", _("As of"), Type.DAY),
            ),
            shown=("region", "renewable", "intensity", "is_used", "as_of"),
            empty=_("No region yet."),
        ),
    ),
    work_out=work_out,
)  # fmt: skip
