"""Pages of worksheets as a whole: all of a workload, one, its settings, its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.pages.clashing import typed_again
from reviews.pages.rendering import render_in
from reviews.pages.workloads.forms import fill_errors
from reviews.pages.worksheets import showing
from reviews.pages.worksheets.forms import SettingsForm, clashes
from reviews.pages.worksheets.showing import CONFLICT, UNPROCESSABLE, Forms, Said
from reviews.reads import worksheets as reads
from reviews.services import worksheets
from reviews.telling import words
from reviews.worksheet_access import content_of, kind_of, sheet_for
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.pages import MemberRequest, member_page

NEED = Action.WORKSHEET_WRITE


@require_safe
@member_page
def listing(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """All kinds with what came out of them."""
    page = reads.overview(request.actor, workload_id)
    return render_in(page.workload, request, "reviews/worksheets/list.html", {"page": page})


@require_safe
@member_page
def detail(request: MemberRequest, workload_id: UUID, kind: str) -> HttpResponse:
    """One worksheet. `?row=` opens rows, `?add=` a form for a new one."""
    opened = request.GET.getlist("row")
    focus = f"form-row-{opened[-1]}" if opened and opened[-1].isdecimal() else ""
    return showing.sheet(request, workload_id, kind, said=Said(focus=focus))


@require_POST
@member_page
def start(request: MemberRequest, workload_id: UUID, kind: str) -> HttpResponse:
    """Start a worksheet, with the usual rows unless `rows=none`."""
    with_rows = request.POST.get("rows") != "none"
    try:
        worksheets.start(request.actor, workload_id, kind, with_rows=with_rows)
    except Conflict as error:
        messages.info(request, error.message)
    return redirect("worksheet-detail", workload_id, kind)


@require_POST
@member_page
def set_settings(request: MemberRequest, workload_id: UUID, kind: str) -> HttpResponse:
    """Change some settings; what others changed meanwhile stays."""
    sheet = sheet_for(request.actor, workload_id, kind, need=NEED)
    asked: dict[str, Any] = {"kind": kind_of(kind), "settings": content_of(sheet).settings}
    form = SettingsForm(request.POST, **asked)
    if not form.is_valid():
        return showing.sheet(
            request, workload_id, kind, forms=Forms(settings=form), status=UNPROCESSABLE
        )
    try:
        worksheets.set_settings(
            request.actor, workload_id, kind,
            values=form.changes, revision=form.cleaned_data["revision"],
        )  # fmt: skip
    except Stale as error:
        again = typed_again(request.POST, error)
        forms = Forms(
            settings=SettingsForm(again, **asked),
            clashed=form.dom_name,
            clashes=tuple(clashes(form, error.data["fields"])),
            by=error.data["by"],
        )
        return showing.sheet(request, workload_id, kind, forms=forms, status=CONFLICT)
    except Invalid as error:
        fill_errors(form, error)
        return showing.sheet(
            request, workload_id, kind, forms=Forms(settings=form), status=UNPROCESSABLE
        )
    said = Said(_("The settings are saved."), "settings-open")
    return showing.done(request, workload_id, kind, said)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete(request: MemberRequest, workload_id: UUID, kind: str) -> HttpResponse:
    """Ask, then throw the worksheet away."""
    sheet = sheet_for(request.actor, workload_id, kind, need=NEED)
    title = words(kind_of(kind).title)
    if request.method == "POST":
        worksheets.delete(request.actor, workload_id, kind)
        messages.success(request, _("%(title)s is thrown away.") % {"title": title})
        return redirect("worksheet-list", workload_id)
    context = {"kind": kind, "title": title}
    return render_in(sheet.workload, request, "reviews/worksheets/delete.html", context)
