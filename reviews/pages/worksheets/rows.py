"""Rows of a worksheet: added, changed, moved, deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.models import Worksheet
from reviews.pages.clashing import typed_again
from reviews.pages.rendering import render_in
from reviews.pages.workloads.forms import fill_errors
from reviews.pages.worksheets import showing
from reviews.pages.worksheets.forms import RowForm, clashes
from reviews.pages.worksheets.showing import CONFLICT, UNPROCESSABLE, Forms, Said
from reviews.reads import people, worksheet_tables
from reviews.services import worksheets
from reviews.worksheet_access import content_of, kind_of, plain_row, row_of, sheet_for
from reviews.worksheets.content import Row
from reviews.worksheets.spec import Table
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound, Stale
from wellarch.pages import MemberRequest, member_page

NEED = Action.WORKSHEET_WRITE


@require_POST
@member_page
def add(request: MemberRequest, workload_id: UUID, kind: str) -> HttpResponse:
    """Add a row to `table`; the form stays open for the next one."""
    sheet = sheet_for(request.actor, workload_id, kind, need=NEED)
    table = request.POST.get("table", "")
    spec = _table(kind, table)
    groups = worksheet_tables.groups(spec, content_of(sheet)) if spec.is_tree else ()
    form = RowForm(request.POST, table=spec, people=_people(sheet, spec), groups=groups)
    if not form.is_valid():
        return _refused(request, workload_id, kind, Forms(adding={table: form}))
    try:
        made = worksheets.add(
            request.actor, workload_id, kind,
            table=table, values=form.values, parent=form.parent,
        )  # fmt: skip
    except Invalid as error:
        fill_errors(form, error)
        return _refused(request, workload_id, kind, Forms(adding={table: form}))
    except Conflict as error:
        form.add_error(None, error.message)
        return _refused(request, workload_id, kind, Forms(adding={table: form}), CONFLICT)
    said = _("%(row)s is added.") % {"row": _called(spec, plain_row(made))}
    return showing.done(
        request, workload_id, kind, Said(said, f"form-add-{table}"), place=f"form-add-{table}"
    )


@require_POST
@member_page
def change(request: MemberRequest, workload_id: UUID, kind: str, number: int) -> HttpResponse:
    """Change a row. What others changed meanwhile stays; where both changed the same, what was
    typed comes back beside what the other wrote."""
    sheet = sheet_for(request.actor, workload_id, kind, need=NEED)
    try:
        row = plain_row(row_of(sheet, number))
    except NotFound as error:
        return _gone(request, sheet, error)
    table = _table(kind, row.table)
    asked: dict[str, Any] = {"table": table, "people": _people(sheet, table), "row": row}
    form = RowForm(request.POST, **asked)
    if not form.is_valid():
        return _refused(request, workload_id, kind, Forms(rows={number: form}))
    try:
        made = worksheets.edit(
            request.actor, workload_id, kind, number,
            values=form.changes, revision=form.cleaned_data["revision"],
        )  # fmt: skip
    except Stale as error:
        again = typed_again(request.POST, error)
        forms = Forms(
            rows={number: RowForm(again, **asked)},
            clashed=form.dom_name,
            clashes=tuple(clashes(form, error.data["fields"])),
            by=error.data["by"],
        )
        return _refused(request, workload_id, kind, forms, CONFLICT)
    except Invalid as error:
        fill_errors(form, error)
        return _refused(request, workload_id, kind, Forms(rows={number: form}))
    said = _("%(row)s is saved.") % {"row": _called(table, plain_row(made))}
    return showing.done(
        request, workload_id, kind, Said(said, f"edit-{number}"), place=f"row-{number}"
    )


@require_POST
@member_page
def move(request: MemberRequest, workload_id: UUID, kind: str, number: int) -> HttpResponse:
    """Move a row: `to` is "<parent or 0>:<behind which row, 0 for first, empty for last>"."""
    parent, after = _place(request.POST.get("to", ""))
    way = request.POST.get("way", "")
    try:
        row = worksheets.move(
            request.actor, workload_id, kind, number, after=after, parent=parent, is_nested=True
        )
    except Invalid as error:
        why = " ".join(each for sentences in error.fields.values() for each in sentences)
        refused = Said(why, f"edit-{number}", is_alert=True)
        return showing.sheet(request, workload_id, kind, said=refused, status=CONFLICT)
    said = _("%(row)s is moved.") % {"row": _called(_table(kind, row.table), plain_row(row))}
    focus = f"{way}-{number}" if way in ("up", "down") else f"edit-{number}"
    return showing.done(request, workload_id, kind, Said(said, focus), place=f"row-{number}")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete(request: MemberRequest, workload_id: UUID, kind: str, number: int) -> HttpResponse:
    """Ask, then delete a row with all that is in it."""
    sheet = sheet_for(request.actor, workload_id, kind, need=NEED)
    row = plain_row(row_of(sheet, number))
    table = _table(kind, row.table)
    if request.method == "POST":
        worksheets.remove(request.actor, workload_id, kind, number)
        said = _("%(row)s is deleted.") % {"row": _called(table, row)}
        place = f"table-{table.key}"
        return showing.done(request, workload_id, kind, Said(said, place), place=place)
    context = {
        "kind": kind,
        "number": number,
        "label": _called(table, row),
        "is_group": table.is_group(row),
        "has_readings": table.has_readings,
    }
    return render_in(sheet.workload, request, "reviews/worksheets/row_delete.html", context)


def _refused(
    request: MemberRequest, workload_id: UUID, kind: str, forms: Forms, status: int = UNPROCESSABLE
) -> HttpResponse:
    return showing.sheet(request, workload_id, kind, forms=forms, status=status)


def _gone(request: MemberRequest, sheet: Worksheet, error: NotFound) -> HttpResponse:
    """The row was deleted meanwhile: what was typed is offered as a new one."""
    key = request.POST.get("table", "")
    table = kind_of(sheet.kind).table(key)
    if table is None:
        raise error
    typed: QueryDict = request.POST.copy()
    for name in list(typed):
        if name.startswith("initial-"):
            del typed[name]
    form = RowForm(typed, table=table, people=_people(sheet, table))
    form.add_error(
        None, _("Somebody deleted this row meanwhile. What you typed is here, for a new one.")
    )
    return _refused(request, sheet.workload_id, sheet.kind, Forms(adding={key: form}), CONFLICT)


def _table(kind: str, key: str) -> Table:
    found = kind_of(kind).table(key)
    if found is None:
        raise NotFound(_("There is no such table in this worksheet."))
    return found


def _people(sheet: Worksheet, table: Table) -> list[User]:
    return list(people.who_sees(sheet.workload)) if table.has_owner else []


def _called(table: Table, row: Row) -> str:
    return worksheet_tables.label_of(table, row)


def _place(said: str) -> tuple[int | None, int | None]:
    parent, _colon, after = said.partition(":")
    return (_number(parent) or None, _number(after))


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 8 else None
