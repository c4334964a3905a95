"""Pages of one improvement: made, shown, edited, accepted, deleted; what it was to tick."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import access
from reviews.models import ImprovementState, Workload
from reviews.pages.clashing import typed_again
from reviews.pages.improvements.forms import AcceptForm, ImprovementForm, clashes
from reviews.pages.rendering import render_in
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import improvement_page, people
from reviews.services import improvements
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422
CONFLICT = 409


@require_safe
@member_page
def detail(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """One improvement with its question, its history and what can be done about it."""
    page = improvement_page.build(request.actor, workload_id, number)
    context = {"page": page, "columns": ImprovementState.choices}
    return render_in(page.workload, request, "reviews/improvements/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The form of an improvement in one's own words."""
    workload = access.workload_for(request.actor, workload_id, need=Action.IMPROVEMENT_WRITE)
    data = request.POST if request.method == "POST" else None
    form = ImprovementForm(data, people=people.who_sees(workload))
    if form.is_bound and form.is_valid():
        try:
            made = improvements.make(request.actor, workload_id, **form.values)
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("Improvement %(n)d is made.") % {"n": made.number})
            return redirect("improvement-detail", workload_id, made.number)
    return _form_page(request, workload, {"form": form}, UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """The form of an improvement. What others changed meanwhile stays; where both changed the
    same, what was typed comes back beside what the other wrote."""
    row = access.improvement_for(request.actor, workload_id, number, need=Action.IMPROVEMENT_WRITE)
    asked: dict[str, Any] = {"people": people.who_sees(row.workload), "improvement": row}
    context: dict[str, Any] = {"number": number, "form": ImprovementForm(**asked)}
    if request.method != "POST":
        return _form_page(request, row.workload, context)
    form = context["form"] = ImprovementForm(request.POST, **asked)
    if not form.is_valid():
        return _form_page(request, row.workload, context, UNPROCESSABLE)
    try:
        improvements.edit(
            request.actor, workload_id, number,
            fields=form.changes, revision=form.cleaned_data["revision"],
        )  # fmt: skip
    except Stale as error:
        again = typed_again(request.POST, error)
        context |= {
            "form": ImprovementForm(again, **asked),
            "clashes": clashes(form, error.data["fields"]),
            "by": error.data["by"],
        }
        return _form_page(request, row.workload, context, CONFLICT)
    except Invalid as error:
        fill_errors(form, error, has_own_date="by_risk")
        return _form_page(request, row.workload, context, UNPROCESSABLE)
    messages.success(request, _("Your changes are saved."))
    return redirect("improvement-detail", workload_id, number)


def _form_page(
    request: MemberRequest, workload: Workload, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render_in(workload, request, "reviews/improvements/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def accept(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Why the risk is lived with and until when."""
    row = access.improvement_for(request.actor, workload_id, number, need=Action.RISK_ACCEPT)
    initial = {
        "reason": row.accepted_reason,
        "until": row.accepted_until,
        "revision": row.revision,
    }
    form = AcceptForm(request.POST if request.method == "POST" else None, initial=initial)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            improvements.accept(request.actor, workload_id, number, **form.cleaned_data)
        except Invalid as error:
            fill_errors(form, error)
        except Conflict as error:
            form.add_error(None, error.message)
            status = CONFLICT
        else:
            messages.success(request, _("The risk is accepted."))
            return redirect("improvement-detail", workload_id, number)
    context = {"item": row, "form": form}
    return render_in(
        row.workload, request, "reviews/improvements/accept.html", context, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Ask, then delete for good."""
    row = access.improvement_for(request.actor, workload_id, number, need=Action.IMPROVEMENT_WRITE)
    if request.method == "POST":
        improvements.delete(request.actor, workload_id, number)
        messages.success(request, _("%(title)s is deleted.") % {"title": row.title})
        return redirect("improvement-list", workload_id)
    return render_in(row.workload, request, "reviews/improvements/delete.html", {"item": row})


@require_POST
@member_page
def tick(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Tick the chosen (`choice`) best practices of a done improvement in its question."""
    try:
        improvements.apply_proposal(
            request.actor, workload_id, number, choices=request.POST.getlist("choice")
        )
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Ticked. The question shows its risk anew."))
    return redirect("improvement-detail", workload_id, number)
