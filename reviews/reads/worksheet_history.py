"""The history of a worksheet in words: who changed what, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import RowChange, Workload, WorksheetChange
from reviews.reads import worksheet_tables
from reviews.reads.answer_history import initials
from reviews.telling import words
from reviews.worksheet_access import kind_of, sheet_for
from reviews.worksheets.columns import Column
from reviews.worksheets.spec import Kind
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User

PER_PAGE = 30
OWNER = "owner"
_SAID: Mapping[str, Any] = {
    RowChange.STARTED: gettext_lazy("started it"),
    RowChange.SETTINGS: gettext_lazy("changed the settings"),
    RowChange.ADDED: gettext_lazy("added %(row)s"),
    RowChange.CHANGED: gettext_lazy("changed %(row)s"),
    RowChange.MOVED: gettext_lazy("moved %(row)s"),
    RowChange.REMOVED: gettext_lazy("deleted %(row)s"),
    RowChange.REPLACED: gettext_lazy("replaced all of it"),
    RowChange.READINGS: gettext_lazy("wrote down values of %(row)s"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column or setting that became another, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history."""

    revision: int
    at: datetime
    by: str
    initials: str
    words: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of the history. listed: the Django page behind it, for the pager."""

    workload: Workload
    kind: str
    title: str
    listed: Page[Any]
    changes: tuple[Change, ...]


def page(actor: Actor, workload_id: UUID, kind: str, *, number: str = "1") -> HistoryPage:
    """What happened, newest first. Five queries, four where no owner changed."""
    sheet = sheet_for(actor, workload_id, kind)
    spec = kind_of(kind)
    lines = WorksheetChange.objects.filter(worksheet=sheet).order_by("-revision")
    listed = Paginator(lines, PER_PAGE).get_page(number)
    found = list(listed.object_list)
    names = _names(found)
    return HistoryPage(
        workload=sheet.workload,
        kind=kind,
        title=words(spec.title),
        listed=listed,
        changes=tuple(_change(spec, line, names) for line in found),
    )


def _change(spec: Kind, line: WorksheetChange, names: Mapping[str, str]) -> Change:
    row = line.label or (_("row %(n)d") % {"n": line.row} if line.row else "")
    return Change(
        revision=line.revision,
        at=line.at,
        by=line.actor_name,
        initials=initials(line.actor_name),
        words=str(_SAID[line.what]) % {"row": row},
        fields=tuple(
            _field(spec, line, key, pair, names)
            for key, pair in line.fields.items()
            if isinstance(pair, list) and len(pair) == 2
        ),
    )


def _field(
    spec: Kind, line: WorksheetChange, key: str, pair: list[Any], names: Mapping[str, str]
) -> Field:
    if key == OWNER:
        before, after = (names.get(str(value), "") for value in pair)
        return Field(_("Owner"), before, after)
    column = _column(spec, line, key)
    if column is None:
        return Field(key, str(pair[0]), str(pair[1]))
    before, after = (worksheet_tables.said(column, value) for value in pair)
    return Field(words(column.label), before, after)


def _column(spec: Kind, line: WorksheetChange, key: str) -> Column | None:
    table = spec.table(line.table)
    return table.column(key) if table else spec.setting(key)


def _names(lines: Iterable[WorksheetChange]) -> Mapping[str, str]:
    """{id: name} of the owners that come up. One query, none without any."""
    wanted = {
        value for line in lines for value in line.fields.get(OWNER, ()) if isinstance(value, int)
    }
    if not wanted:
        return {}
    return {str(person.pk): str(person) for person in User.objects.filter(pk__in=wanted)}
