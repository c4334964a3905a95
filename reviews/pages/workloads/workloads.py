"""Pages of one workload: created, shown, edited, archived, deleted, lenses attached."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import access
from reviews.pages.workloads.forms import (
    DeleteForm,
    LensesForm,
    WorkloadForm,
    fill_errors,
    with_order_filled,
)
from reviews.reads import workload_page
from reviews.services import reviews, workloads
from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422


@require_safe
@member_page
def detail(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """A workload with its reviews, plan, milestones and reports."""
    page = workload_page.build(request.actor, workload_id)
    return render(
        request,
        "reviews/workload.html",
        {"page": page, "workload": page.workload, "tab": "overview"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest) -> HttpResponse:
    """The form of a new workload, with the lenses to start with."""
    policy.require(request.actor, Action.WORKLOAD_WRITE)
    pillars = workload_page.pillar_choices()
    offers = workload_page.offers(request.actor)
    if request.method != "POST":
        first = [offer.id for offer in offers[:1] if offer.alias == workload_page.FRAMEWORK]
        form = WorkloadForm(pillars=pillars)
        return _create_page(request, form, LensesForm(offers=offers, initial={"lenses": first}))
    lenses = LensesForm(request.POST, offers=offers)
    if "fill" in request.POST:
        form = WorkloadForm(with_order_filled(request.POST.dict()), pillars=pillars)
        return _create_page(request, form, lenses)
    form = WorkloadForm(request.POST, pillars=pillars)
    if form.is_valid() and lenses.is_valid():
        chosen = [UUID(key) for key in lenses.cleaned_data["lenses"]]
        try:
            made = workloads.start(request.actor, values=form.values, lenses=chosen)
        except Invalid as error:
            fill_errors(form, error, pillar_priorities="priority_1")
        else:
            messages.success(request, _("%(name)s is here.") % {"name": made.name})
            return redirect("workload-detail", made.pk)
    return _create_page(request, form, lenses, status=UNPROCESSABLE)


def _create_page(
    request: MemberRequest, form: WorkloadForm, lenses: LensesForm, status: int = 200
) -> HttpResponse:
    chosen = {str(key) for key in lenses["lenses"].value() or []}
    context = {"form": form, "lenses": lenses, "chosen": chosen}
    if "fill" in request.POST:
        form.errors.clear()
    return render(request, "reviews/workload_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The form of a workload. What others changed meanwhile stays."""
    workload = access.workload_for(request.actor, workload_id, need=Action.WORKLOAD_WRITE)
    pillars = workload_page.pillar_choices(workload)
    status = 200
    if request.method != "POST":
        form = WorkloadForm(pillars=pillars, workload=workload)
    elif "fill" in request.POST:
        form = WorkloadForm(
            with_order_filled(request.POST.dict()), pillars=pillars, workload=workload
        )
        form.errors.clear()
    else:
        form = WorkloadForm(request.POST, pillars=pillars, workload=workload)
        if form.is_valid():
            try:
                workloads.edit(request.actor, workload_id, values=form.changes)
            except Invalid as error:
                fill_errors(form, error, pillar_priorities="priority_1")
            else:
                messages.success(request, _("Your changes are saved."))
                return redirect("workload-detail", workload_id)
        status = UNPROCESSABLE
    context = {"form": form, "workload": workload}
    return render(request, "reviews/workload_form.html", context, status=status)


@require_POST
@member_page
def archive(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Put a workload away, or bring it back (`archived=0`)."""
    archived = request.POST.get("archived", "1") == "1"
    workload = workloads.archive(request.actor, workload_id, archived=archived)
    text = _("%(name)s is archived.") if archived else _("%(name)s is back.")
    messages.success(request, text % {"name": workload.name})
    return redirect("workload-detail", workload_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Ask for the name, then delete for good."""
    workload = access.workload_for(request.actor, workload_id, need=Action.WORKLOAD_DELETE)
    form = DeleteForm(request.POST or None, expected=workload.name)
    if request.method == "POST" and form.is_valid():
        workloads.delete(request.actor, workload_id)
        messages.success(request, _("%(name)s is deleted.") % {"name": workload.name})
        return redirect("portfolio")
    return render(
        request,
        "reviews/workload_delete.html",
        {"form": form, "workload": workload},
        status=UNPROCESSABLE if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def attach(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Published lenses that are not attached yet, one button each."""
    workload = access.workload_for(request.actor, workload_id, need=Action.WORKLOAD_WRITE)
    offers = workload_page.offers(request.actor, workload)
    if request.method == "POST":
        form = LensesForm(request.POST, offers=offers)
        if form.is_valid() and form.cleaned_data["lenses"]:
            for key in form.cleaned_data["lenses"]:
                review = reviews.attach(request.actor, workload_id, lens=UUID(key))
            messages.success(request, _("You can start answering now."))
            return redirect("review-detail", review.pk)
    return render(
        request,
        "reviews/workload_attach.html",
        {"workload": workload, "offers": offers},
        status=UNPROCESSABLE if request.method == "POST" else 200,
    )
