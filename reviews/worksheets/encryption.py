"""Encryption decisions: how each class of data is protected (seed 000, section 3). Pure."""

from __future__ import annotations

from datetime import date

from reviews.worksheets.columns import Column
from reviews.worksheets.content import Content
from reviews.worksheets.spec import Kind, Outcome, Table
from reviews.worksheets.wording import _


def work_out(content: Content, _today: date) -> Outcome:
    """What is below the seed's decision framework."""
    return Outcome(facts=frozenset() if content.is_empty else frozenset({"filled"}))


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
                Column("data", _("Class of data"), is_required=True),
                Column("at_rest", _("At rest"), limit=200),
                Column("in_transit", _("In transit"), limit=200),
                Column("keys", _("Key management"), limit=500, is_wide=True),
                Column("where", _("Where it is"), limit=500, is_wide=True),
                Column("reason", _("Why so"), limit=2000, is_wide=True),
            ),
            shown=("data", "at_rest", "in_transit", "keys"),
            empty=_("No class of data yet."),
        ),
    ),
    work_out=work_out,
)  # fmt: skip
