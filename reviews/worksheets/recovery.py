"""The recovery plan: how data comes back, and whether anybody tried (seed 001, backups). Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content
from reviews.worksheets.spec import Kind, Outcome, Table
from reviews.worksheets.wording import _


def work_out(content: Content, _today: date) -> Outcome:
    """Gaps against the targets, and restore tests that are overdue."""
    return Outcome(facts=frozenset() if content.is_empty else frozenset({"filled"}))


KIND = Kind(
    key="recovery",
    title=_("Recovery plan"),
    lead=_("How each set of data comes back, how much of it may be lost, and when that was tried."),
    pillar="reliability",
    settings=(
        Column(
            "target_rpo", _("Recovery point target"), Type.DURATION, limit=60,
            help=_("How much may be lost at most, such as 15 min. A row may say its own."),
        ),
        Column(
            "target_rto", _("Recovery time target"), Type.DURATION, limit=60,
            help=_("How long it may take at most, such as 4 h. A row may say its own."),
        ),
    ),
    tables=(
        Table(
            "data", _("Data sets"), _("data set"), label="data", has_owner=True,
            makes_improvements=True,
            columns=(
                Column("data", _("Data set"), is_required=True),
                Column("solution", _("Backup"), limit=500, is_wide=True),
                Column("rpo", _("Recovery point"), Type.DURATION, limit=60),
                Column("rto", _("Recovery time"), Type.DURATION, limit=60),
                Column("target_rpo", _("Its target for the point"), Type.DURATION, limit=60),
                Column("target_rto", _("Its target for the time"), Type.DURATION, limit=60),
                Column("tested_on", _("Last restore test"), Type.DAY),
                Column(
                    "test_months", _("Test every"), Type.NUMBER, least=Decimal(1),
                    most=Decimal(60), places=0, default="6", unit=_("months"),
                ),
                Column("result", _("What the test showed"), Type.LONG, limit=2000, is_wide=True),
            ),
            shown=("data", "solution", "rpo", "rto", "tested_on"),
            empty=_("No data set yet. Begin with what would hurt most to lose."),
        ),
    ),
    work_out=work_out,
)  # fmt: skip
