"""The values of a row of a worksheet: listed, added one by one or as lines, taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reviews.pages.rendering import may_in, render_in
from reviews.pages.workloads.forms import fill_errors
from reviews.pages.worksheets.reading_forms import PasteForm, ReadingForm
from reviews.reads import readings as reads
from reviews.reads.readings import ReadingsPage
from reviews.services import readings
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid, NotFound
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def listing(request: MemberRequest, workload_id: UUID, kind: str, number: int) -> HttpResponse:
    """The values of a row with the forms for new ones; a POST adds one."""
    page = _page(request, workload_id, kind, number)
    if request.method != "POST":
        return _shown(request, page, ReadingForm(page=page), PasteForm(page=page))
    form = ReadingForm(request.POST, page=page)
    if form.is_valid():
        try:
            readings.record(request.actor, workload_id, kind, number, readings=[form.reading])
        except Invalid as error:
            renamed = {f"readings.0.{name}": name for name in form.fields}
            fill_errors(form, error, **renamed)
        else:
            messages.success(request, _("The value is written down."))
            return redirect("worksheet-readings", workload_id, kind, number)
    return _shown(request, page, form, PasteForm(page=page), UNPROCESSABLE)


@require_POST
@member_page
def paste(request: MemberRequest, workload_id: UUID, kind: str, number: int) -> HttpResponse:
    """Add many values, all or none."""
    page = _page(request, workload_id, kind, number)
    form = PasteForm(request.POST, page=page)
    if form.is_valid():
        sent = form.cleaned_data["lines"]
        try:
            count = readings.record(request.actor, workload_id, kind, number, readings=sent)
        except Invalid as error:
            form.refuse(error)
        else:
            text = ngettext("%(n)d value is new.", "%(n)d values are new.", count)
            messages.success(request, text % {"n": count})
            return redirect("worksheet-readings", workload_id, kind, number)
    return _shown(request, page, ReadingForm(page=page), form, UNPROCESSABLE)


@require_POST
@member_page
def delete(request: MemberRequest, workload_id: UUID, kind: str, number: int) -> HttpResponse:
    """Take one value back; one that is gone already is no problem."""
    page = _page(request, workload_id, kind, number)
    try:
        readings.remove(request.actor, workload_id, kind, number, at=request.POST.get("at", ""))
    except NotFound:
        messages.info(request, _("This value was gone already."))
    else:
        messages.success(request, _("The value is taken back."))
    return redirect("worksheet-readings", page.workload.pk, kind, number)


def _page(request: MemberRequest, workload_id: UUID, kind: str, number: int) -> ReadingsPage:
    need = Action.WORKSHEET_WRITE if request.method == "POST" else Action.READ
    listed = request.GET.get("page", "1")
    return reads.page(request.actor, workload_id, kind, number, listed=listed, need=need)


def _shown(
    request: MemberRequest,
    page: ReadingsPage,
    form: ReadingForm,
    pasting: PasteForm,
    status: int = 200,
) -> HttpResponse:
    may = may_in(page.workload, request)
    context = {
        "page": page,
        "form": form,
        "pasting": pasting,
        "can_write": may["worksheet_write"] and not page.workload.is_archived,
    }
    template = "reviews/worksheets/readings/list.html"
    return render_in(page.workload, request, template, context, status=status)
