"""The improvements of a workload: as a list, a board, by impact and effort, in a calendar."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.models import ImprovementState
from reviews.pages.improvements import subscribing
from reviews.pages.improvements.forms import AcceptForm, BulkForm
from reviews.pages.rendering import render_in
from reviews.reads import (
    improvement_board,
    improvement_calendar,
    improvement_list,
    improvement_quadrant,
    improvements_of_all,
)
from reviews.services import improvement_bulk
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page

RISKS = [
    ("high", gettext_lazy("High")),
    ("medium", gettext_lazy("Medium")),
    ("low", gettext_lazy("Low")),
]
SORTS = [
    ("due", gettext_lazy("Earliest due first")),
    ("risk", gettext_lazy("Highest risk first")),
    ("impact", gettext_lazy("Most impact first")),
    ("effort", gettext_lazy("Least effort first")),
    ("state", gettext_lazy("By state")),
    ("owner", gettext_lazy("By owner")),
    ("title", gettext_lazy("By title")),
    ("changed", gettext_lazy("Last changed first")),
    ("number", gettext_lazy("By number")),
]


@require_safe
@member_page
def listing(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """All of them; what is shown and in which order stands in the address."""
    filters = improvement_list.Filters.of(request.GET)
    page = improvement_list.build(request.actor, workload_id, filters, request.GET.get("page", "1"))
    context = {
        "page": page,
        "states": ImprovementState.choices,
        "risks": RISKS,
        "sorts": SORTS,
    }
    return render_in(page.workload, request, "reviews/improvements/list.html", context)


@require_POST
@member_page
def bulk(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Change the ticked ones (`number`) together: their state, owner or date. All or none."""
    form = BulkForm(request.POST)
    numbers = [int(n) for n in request.POST.getlist("number") if n.isdecimal() and len(n) < 9]
    try:
        form.require_valid()
        count = improvement_bulk.edit_many(
            request.actor, workload_id, numbers=numbers, fields=form.changes
        )
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
    else:
        words = ngettext("%(n)d improvement is changed.", "%(n)d improvements are changed.", count)
        messages.success(request, words % {"n": count})
    answer = redirect("improvement-list", workload_id)
    back = QueryDict(request.POST.get("back", ""))
    if back:
        answer["Location"] += f"?{back.urlencode()}"
    return answer


@require_safe
@member_page
def board(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """A column per state; the script asks for the columns alone."""
    page = improvement_board.build(request.actor, workload_id)
    context = {"page": page, "columns": ImprovementState.choices, "form": AcceptForm()}
    template = "reviews/improvements/board.html"
    if request.htmx and page.has_any:
        template += "#board"
    return render_in(page.workload, request, template, context)


@require_safe
@member_page
def quadrant(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The unfinished ones by impact and effort."""
    page = improvement_quadrant.build(request.actor, workload_id)
    return render_in(page.workload, request, "reviews/improvements/quadrant.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def calendar(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """What is due in a month (`?month=2026-11`); POST makes, renews or revokes the address."""
    address = ""
    if request.method == "POST":
        address = subscribing.act(request, workload_id)
        if not address:
            return redirect("improvement-calendar", workload_id)
    page = improvement_calendar.build(request.actor, workload_id, request.GET.get("month", ""))
    context: dict[str, Any] = {"page": page, **subscribing.context(request, workload_id, address)}
    return render_in(page.workload, request, "reviews/improvements/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def everywhere(request: MemberRequest) -> HttpResponse:
    """In every workload one sees: mine (the default), `?show=all` or `?show=overdue`; POST is
    about the address a calendar follows."""
    address = ""
    if request.method == "POST":
        address = subscribing.act(request, None)
        if not address:
            return redirect("improvements")
    show = improvements_of_all.show_of(request.GET)
    page = improvements_of_all.build(request.actor, show, request.GET.get("page", "1"))
    context = {
        "page": page,
        "everybody": page.counts["all"],
        **subscribing.context(request, None, address),
    }
    return render(request, "reviews/improvements/everywhere.html", context)
