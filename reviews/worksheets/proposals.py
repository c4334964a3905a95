"""What an improvement made from a row begins with: the kind's own texts, else what the row and its
marks say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content, Row
from reviews.worksheets.spec import Kind, Mark
from reviews.worksheets.wording import Number, Said, _

# Each a text, or lines of texts.
Texts = Mapping[str, Any]
MAX_MARKS = 10


def texts(kind: Kind, content: Content, row: Row, today: date) -> Texts:
    """{field of an improvement: text, or a tuple of lines}; title and impact always.

    What the kind says (`description` is the recommendation) comes before what is said of any row.
    """
    own = dict(kind.improvement(content, row, today)) if kind.improvement is not None else {}
    if "description" in own:
        own["recommendation"] = own.pop("description")
    marks = [mark for mark in kind.work_out(content, today).marks if mark.row == row.number]
    said = tuple(_written(kind, row))
    shown = tuple(Said(_("- %(text)s"), {"text": mark.text}) for mark in marks[:MAX_MARKS])
    found: dict[str, Any] = {
        "title": Said(
            _("%(sheet)s: %(row)s"), {"sheet": Said(kind.title), "row": _name(kind, row)}
        ),
        "recommendation": (*shown, *([""] if shown and said else ()), *said),
        "impact": _impact(marks),
    }
    if marks:
        found["success_criteria"] = (Said(_("- The worksheet marks nothing here any more")),)
    return {**found, **{field: text for field, text in own.items() if text}}


def _name(kind: Kind, row: Row) -> str:
    table = kind.table(row.table)
    return (table.name_of(row.values) if table else "")[:150] or str(row.number)


def _impact(marks: Iterable[Mark]) -> str:
    return "high" if any(mark.tone == "bad" for mark in marks) else "medium"


def _written(kind: Kind, row: Row) -> Iterable[Said]:
    table = kind.table(row.table)
    for column in table.columns if table else ():
        if table is not None and column.key != table.label and row.text(column.key):
            yield Said(
                _("%(label)s: %(text)s"),
                {"label": Said(column.label), "text": _shown(column, row)},
            )


def _shown(column: Column, row: Row) -> Any:
    match column.type:
        case Type.CHOICE:
            return Said(dict(column.choices).get(row.text(column.key), row.text(column.key)))
        case Type.FLAG:
            return Said(_("yes"))
        case Type.DAY:
            return row.day(column.key)
        case Type.NUMBER:
            return Number(row.amount(column.key) or Decimal(0), column.unit)
    return row.text(column.key)
