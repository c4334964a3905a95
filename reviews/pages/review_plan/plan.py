"""Pages of the review plan: the line of a workload's life, a planned review's form, its record
and its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.pages.clashing import typed_again
from reviews.pages.rendering import render_in
from reviews.pages.review_plan.forms import PlannedReviewForm, RecordForm, clashes
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import review_plan as reads
from reviews.reads import worksheet_evidence, worksheets
from reviews.review_plan_access import planned_for
from reviews.services import review_plans
from reviews.worksheets.evidence import REVIEW_PLAN
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422
CONFLICT = 409
NEED = Action.SESSION_WRITE


@require_safe
@member_page
def show(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The life of a workload as a line of days."""
    page = reads.page(request.actor, workload_id)
    evidence = worksheet_evidence.for_beside(page.workload, REVIEW_PLAN)
    context = {"page": page, "evidence": evidence, "others": worksheets.kinds()}
    return render_in(page.workload, request, "reviews/review_plan/plan.html", context)


@require_POST
@member_page
def propose(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Plan all that is proposed, or what the button names (`kind`)."""
    kinds = request.POST.getlist("kind") or None
    try:
        made = review_plans.propose(request.actor, workload_id, kinds=kinds)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        told = ngettext("%(n)d review is planned.", "%(n)d reviews are planned.", len(made))
        messages.success(request, told % {"n": len(made)})
    return redirect("review-plan", workload_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The form of a new planned review; `?kind=` begins with what is proposed for it."""
    page = reads.form(request.actor, workload_id, kind=request.GET.get("kind", ""))
    form = PlannedReviewForm(request.POST if request.method == "POST" else None, page=page)
    if form.is_bound and form.is_valid():
        try:
            made = review_plans.make(request.actor, workload_id, **form.values)
        except Invalid as error:
            fill_errors(form, error)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("%(title)s is planned.") % {"title": made.title})
            return redirect("review-plan", workload_id)
    return _form_page(request, page, {"form": form}, UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """The form of a planned review. What others changed meanwhile stays; where both changed the
    same, what was typed comes back beside what the other wrote."""
    page = reads.form(request.actor, workload_id, number)
    context: dict[str, Any] = {"number": number, "form": PlannedReviewForm(page=page)}
    if request.method != "POST":
        return _form_page(request, page, context)
    form = context["form"] = PlannedReviewForm(request.POST, page=page)
    if not form.is_valid():
        return _form_page(request, page, context, UNPROCESSABLE)
    try:
        review_plans.edit(
            request.actor, workload_id, number,
            fields=form.changes, revision=form.cleaned_data["revision"],
        )  # fmt: skip
    except Stale as error:
        again = typed_again(request.POST, error)
        context |= {
            "form": PlannedReviewForm(again, page=page),
            "clashes": clashes(form, error.data["fields"]),
            "by": error.data["by"],
        }
        return _form_page(request, page, context, CONFLICT)
    except Invalid as error:
        fill_errors(form, error)
        return _form_page(request, page, context, UNPROCESSABLE)
    messages.success(request, _("Your changes are saved."))
    return redirect("review-plan", workload_id)


def _form_page(
    request: MemberRequest, page: reads.Form, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    template = "reviews/review_plan/form.html"
    return render_in(page.workload, request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def record(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Ask how the milestone is called, then record it at the end of the review."""
    row = planned_for(request.actor, workload_id, number, need=NEED)
    initial = {"name": row.title, "revision": row.revision}
    form = RecordForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = review_plans.record(request.actor, workload_id, number, **form.cleaned_data)
        except Invalid as error:
            fill_errors(form, error)
        except (Conflict, Stale) as error:
            messages.error(request, error.message)
            return redirect("review-plan", workload_id)
        else:
            messages.success(request, _("Milestone %(n)d is recorded.") % {"n": made.number})
            return redirect("review-plan", workload_id)
    context = {"row": row, "form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    template = "reviews/review_plan/record.html"
    return render_in(row.workload, request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def remove(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Ask, then take it off the plan."""
    row = planned_for(request.actor, workload_id, number, need=NEED)
    if request.method == "POST":
        review_plans.remove(request.actor, workload_id, number)
        messages.success(request, _("%(title)s is off the plan.") % {"title": row.title})
        return redirect("review-plan", workload_id)
    return render_in(row.workload, request, "reviews/review_plan/remove.html", {"row": row})
