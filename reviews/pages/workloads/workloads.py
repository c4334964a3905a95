"""Pages of one workload: created, shown, edited, archived, deleted, lenses attached."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import access
from reviews.pages.rendering import render_in
from reviews.pages.workloads.forms import (
    DeleteForm,
    LensesForm,
    TemplatesForm,
    WorkloadForm,
    fill_errors,
)
from reviews.reads import profile_rows, template_apply, workload_page
from reviews.services import reviews, workloads
from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.accounts.tenancy import teams
from wellarch.errors import Invalid
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422


@require_safe
@member_page
def detail(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """A workload with its reviews, plan, milestones and reports."""
    page = workload_page.build(request.actor, workload_id)
    context = {"page": page, "tab": "overview"}
    return render_in(page.workload, request, "reviews/workload.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest) -> HttpResponse:
    """The form of a new workload, with the lenses and templates (`template`) to start with."""
    policy.require(request.actor, Action.WORKLOAD_CREATE)
    asked: dict[str, Any] = {
        "pillars": workload_page.pillar_choices(),
        "teams": [team.name for team in teams.of(request.actor)],
        "profiles": profile_rows.choices(request.actor),
    }
    offers = workload_page.offers(request.actor)
    cards = template_apply.choices(request.actor)
    if request.method != "POST":
        form = WorkloadForm(**asked)
        named = request.GET.getlist("template")
        # Who comes with a template has its lenses; nobody needs to be offered another.
        first = [] if named else workload_page.chosen_first(request.actor, offers)
        lenses = LensesForm(offers=offers, initial={"lenses": first})
        templates = TemplatesForm(cards=cards, initial={"templates": named})
        return _create_page(request, form, lenses, templates)
    lenses = LensesForm(request.POST, offers=offers)
    templates = TemplatesForm(request.POST, cards=cards)
    form = WorkloadForm(request.POST, **asked)
    if all([form.is_valid(), lenses.is_valid(), templates.is_valid()]):
        try:
            made = workloads.start(
                request.actor,
                values=form.values,
                lenses=[UUID(key) for key in lenses.cleaned_data["lenses"]],
                templates=[UUID(key) for key in templates.cleaned_data["templates"]],
            )
        except Invalid as error:
            fill_errors(form, error, pillar_priorities="priority_1")
        else:
            messages.success(request, _("%(name)s is here.") % {"name": made.name})
            return redirect("workload-detail", made.pk)
    return _create_page(request, form, lenses, templates, status=UNPROCESSABLE)


def _create_page(
    request: MemberRequest,
    form: WorkloadForm,
    lenses: LensesForm,
    templates: TemplatesForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "lenses": lenses,
        "chosen": {str(key) for key in lenses["lenses"].value() or []},
        "templates": templates,
        "chosen_templates": {str(key) for key in templates["templates"].value() or []},
    }
    return render(request, "reviews/workload_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The form of a workload. What others changed meanwhile stays."""
    workload = access.workload_for(request.actor, workload_id, need=Action.WORKLOAD_WRITE)
    asked: dict[str, Any] = {
        "pillars": workload_page.pillar_choices(workload),
        "teams": [team.name for team in teams.of(request.actor)],
        "profiles": profile_rows.choices(request.actor),
        "workload": workload,
    }
    status = 200
    if request.method != "POST":
        form = WorkloadForm(**asked)
    else:
        form = WorkloadForm(request.POST, **asked)
        if form.is_valid():
            try:
                workloads.edit(request.actor, workload_id, values=form.changes)
            except Invalid as error:
                fill_errors(form, error, pillar_priorities="priority_1")
            else:
                messages.success(request, _("Your changes are saved."))
                return redirect("workload-detail", workload_id)
        status = UNPROCESSABLE
    context = {"form": form}
    return render_in(workload, request, "reviews/workload_form.html", context, status=status)


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
    status = UNPROCESSABLE if form.errors else 200
    return render_in(
        workload, request, "reviews/workload_delete.html", {"form": form}, status=status
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
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_in(
        workload, request, "reviews/workload_attach.html", {"offers": offers}, status=status
    )
