"""How a worksheet is shown: whole, or only its body when a script asks; with forms where somebody
edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from reviews.pages.clashing import Clash
from reviews.pages.rendering import may_in, render_in
from reviews.pages.worksheets.forms import RowForm, SettingsForm
from reviews.reads import people, worksheets
from reviews.reads.worksheet_tables import Line, TableView
from reviews.reads.worksheets import SheetPage
from wellarch.accounts.models import User
from wellarch.pages import MemberRequest

UNPROCESSABLE = 422
CONFLICT = 409
MAX_OPEN = 8  # rows that are edited at once


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says after an action. focus: id of the element the person goes on at.
    is_alert: it was refused."""

    text: str = ""
    focus: str = ""
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms that come back with what was typed, and the conflict one of them is in.

    rows: {number: form}; adding: {table: form}. clashed: the name of the form in conflict.
    """

    rows: Mapping[int, RowForm] = field(default_factory=dict)
    adding: Mapping[str, RowForm] = field(default_factory=dict)
    settings: SettingsForm | None = None
    clashed: str = ""
    clashes: tuple[Clash, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row, with its form where it is edited."""

    line: Line
    form: RowForm | None


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table with its rows and the form of a new one."""

    table: TableView
    lines: tuple[ShownLine, ...]
    add: RowForm | None
    is_adding: bool
    width: int


NO_FORMS = Forms()
NOTHING_SAID = Said()


def sheet(
    request: MemberRequest,
    workload_id: UUID,
    kind: str,
    *,
    forms: Forms = NO_FORMS,
    said: Said = NOTHING_SAID,
    status: int = 200,
) -> HttpResponse:
    """A worksheet as it stands now. `?row=` opens rows, `?add=` a form for a new one."""
    page = worksheets.page(request.actor, workload_id, kind)
    can_write = (
        page.is_started
        and not page.workload.is_archived
        and may_in(page.workload, request)["worksheet_write"]
    )
    persons = people_for(page) if can_write else []
    context = {
        "page": page,
        "forms": forms,
        "said": said,
        "can_write": can_write,
        "tables": tuple(
            _table(request, page, table, persons, forms, can_write=can_write)
            for table in page.tables
        ),
        "settings_form": _settings(page, forms) if can_write else None,
    }
    template = "reviews/worksheets/sheet.html" if request.htmx else "reviews/worksheets/detail.html"
    return render_in(page.workload, request, template, context, status=status)


def done(
    request: MemberRequest, workload_id: UUID, kind: str, said: Said, *, place: str = ""
) -> HttpResponse:
    """After something was done: the body as it stands now for a script, else the page anew.

    place: id of the element the page goes to.
    """
    if request.htmx:
        return sheet(request, workload_id, kind, said=said)
    messages.success(request, said.text)
    adding = f"?add={add}" if (add := request.GET.get("add", "")).isidentifier() else ""
    address = reverse("worksheet-detail", args=(workload_id, kind))
    return redirect(f"{address}{adding}{'#' if place else ''}{place}")


def people_for(page: SheetPage) -> list[User]:
    """Whom a row can be given to. One query, none where no row has an owner."""
    if not any(table.has_owner for table in page.kind.tables):
        return []
    return list(people.who_sees(page.workload))


def _table(
    request: MemberRequest,
    page: SheetPage,
    table: TableView,
    persons: list[User],
    forms: Forms,
    *,
    can_write: bool,
) -> ShownTable:
    opened = set(request.GET.getlist("row")[:MAX_OPEN]) if can_write else set()
    lines = []
    for line in table.lines:
        form = forms.rows.get(line.number)
        if form is None and str(line.number) in opened:
            form = RowForm(table=table.spec, people=persons, row=line.row, revision=page.revision)
        lines.append(ShownLine(line, form if can_write else None))
    add = None
    if can_write:
        add = forms.adding.get(table.key) or RowForm(
            table=table.spec, people=persons, groups=table.groups
        )
    is_adding = table.key in forms.adding or table.key == request.GET.get("add") or not table.lines
    width = 2 + len(table.heads) + int(table.has_owner) + int(bool(table.due_word))
    return ShownTable(table, tuple(lines), add, is_adding, width)


def _settings(page: SheetPage, forms: Forms) -> Any:
    if forms.settings is not None or not page.kind.settings:
        return forms.settings
    return SettingsForm(kind=page.kind, settings=page.content.settings, revision=page.revision)
