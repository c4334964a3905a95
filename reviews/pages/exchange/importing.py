"""A file of improvements: what it would do, then all of it or nothing."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reviews import access
from reviews.exchange import tables
from reviews.pages.rendering import render_in
from reviews.pages.workloads.forms import fill_errors
from reviews.services import improvement_imports
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422


class FileForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV (UTF-8) or Excel, such as the export writes it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def file(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Choose a file; POST says what it would do. Nothing is written."""
    workload = access.workload_for(request.actor, workload_id, need=Action.IMPROVEMENT_WRITE)
    is_sent = request.method == "POST"
    form = FileForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_bound and form.is_valid():
        try:
            content = form.cleaned_data["file"].read(tables.MAX_BYTES + 1)
            page = improvement_imports.preview(request.actor, workload_id, content=content)
        except Invalid as error:
            fill_errors(form, error)
        else:
            return _previewed(request, page)
    status = UNPROCESSABLE if form.is_bound else 200
    context = {"form": form, "max_rows": tables.MAX_ROWS}
    return render_in(workload, request, "reviews/exchange/import.html", context, status=status)


@require_POST
@member_page
def apply(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Do what was previewed."""
    workload = access.workload_for(request.actor, workload_id, need=Action.IMPROVEMENT_WRITE)
    try:
        wishes = json.loads(request.POST.get("wishes", ""))
        is_list = isinstance(wishes, list) and all(isinstance(each, dict) for each in wishes)
    except (ValueError, RecursionError):
        is_list = False
    if not is_list:
        messages.error(request, _("Choose the file once more."))
        return redirect("improvement-import", workload_id)
    try:
        count = improvement_imports.apply(request.actor, workload_id, wishes=wishes)
    except Invalid as error:
        context: dict[str, Any] = {"form": FileForm(), "refused": error.fields.items()}
        return render_in(
            workload, request, "reviews/exchange/import.html", context, status=UNPROCESSABLE
        )
    text = ngettext("%(n)d improvement is imported.", "%(n)d improvements are imported.", count)
    messages.success(request, text % {"n": count})
    return redirect("improvement-list", workload_id)


def _previewed(request: MemberRequest, page: improvement_imports.Preview) -> HttpResponse:
    context = {
        "page": page,
        "new": page.of(improvement_imports.NEW),
        "changed": page.of(improvement_imports.CHANGED),
        "unchanged": page.of(improvement_imports.UNCHANGED),
        "wrong": page.of(improvement_imports.WRONG),
        "wishes": json.dumps(page.wishes),
    }
    return render_in(page.workload, request, "reviews/exchange/preview.html", context)
