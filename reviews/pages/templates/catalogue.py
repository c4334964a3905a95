"""The list of templates, and one of them: made, shown, described, copied, deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reviews.pages.rendering import render_in
from reviews.pages.templates.forms import CopyForm, NewTemplateForm, SaveAsForm, TemplateForm
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import template_list as listing
from reviews.reads import template_page, template_sources
from reviews.services import templates
from reviews.template_access import template_for
from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422


@require_safe
@member_page
def template_list(request: MemberRequest) -> HttpResponse:
    """Every template one may start from; `q` searches them."""
    page = listing.build(request.actor, request.GET.get("q", "")[:200])
    return render(request, "reviews/templates/list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest) -> HttpResponse:
    """The form of a new template with its lenses."""
    policy.require(request.actor, Action.TEMPLATE_WRITE)
    offers = listing.lens_choices(request.actor)
    form = NewTemplateForm(request.POST if request.method == "POST" else None, offers=offers)
    if form.is_valid():
        try:
            made = templates.create(
                request.actor, values=form.values, lenses=form.cleaned_data["lenses"]
            )
        except (Invalid, Conflict) as error:
            _refused(form, error)
        else:
            messages.success(request, _("%(name)s is here.") % {"name": made.name})
            return redirect("template-detail", made.pk)
    context = {"form": form, "chosen": set(form["lenses"].value() or [])}
    return render(request, "reviews/templates/new.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def from_review(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """Save what a review says as a template, with other lenses of the workload if wanted."""
    page = template_sources.build(request.actor, review_id)
    form = SaveAsForm(
        request.POST if request.method == "POST" else None,
        reviews=[(row.key, row.name) for row in page.rows],
        chosen=str(review_id),
    )
    if form.is_valid():
        try:
            made = templates.from_reviews(
                request.actor,
                values=form.values,
                review_ids=[UUID(key) for key in form.cleaned_data["reviews"]],
                with_notes=form.cleaned_data["with_notes"],
            )
        except (Invalid, Conflict) as error:
            _refused(form, error)
        else:
            messages.success(request, _("%(name)s is here.") % {"name": made.name})
            return redirect("template-detail", made.pk)
    context = {"form": form, "page": page, "chosen": set(form["reviews"].value() or [])}
    return render_in(
        page.review.workload,
        request,
        "reviews/templates/save_as.html",
        context,
        status=_status(form),
    )


@require_safe
@member_page
def detail(request: MemberRequest, template_id: UUID) -> HttpResponse:
    """A template with its lenses and the workloads made from it."""
    page = template_page.build(request.actor, template_id, number=request.GET.get("page", "1"))
    return render(request, "reviews/templates/detail.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: MemberRequest, template_id: UUID) -> HttpResponse:
    """Name, description and tags."""
    template = template_for(request.actor, template_id, need=Action.TEMPLATE_WRITE)
    initial = {key: getattr(template, key) for key in TemplateForm.base_fields}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            templates.edit(request.actor, template_id, values=form.cleaned_data)
        except (Invalid, Conflict) as error:
            _refused(form, error)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("template-detail", template_id)
    context = {"form": form, "template": template}
    return render(request, "reviews/templates/edit.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def copy(request: MemberRequest, template_id: UUID) -> HttpResponse:
    """A copy under another name."""
    policy.require(request.actor, Action.READ)
    template = template_for(request.actor, template_id)
    policy.require(request.actor, Action.TEMPLATE_WRITE)
    name = _("%(name)s, copy") % {"name": template.name[:90]}
    form = CopyForm(request.POST if request.method == "POST" else None, initial={"name": name})
    if form.is_valid():
        try:
            made = templates.copy(request.actor, template_id, name=form.cleaned_data["name"])
        except (Invalid, Conflict) as error:
            _refused(form, error)
        else:
            messages.success(request, _("%(name)s is here.") % {"name": made.name})
            return redirect("template-detail", made.pk)
    context = {"form": form, "template": template}
    return render(request, "reviews/templates/copy.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete(request: MemberRequest, template_id: UUID) -> HttpResponse:
    """Ask, then delete for good."""
    template = template_for(request.actor, template_id, need=Action.TEMPLATE_WRITE)
    if request.method == "POST":
        templates.delete(request.actor, template_id)
        messages.success(request, _("%(name)s is deleted.") % {"name": template.name})
        return redirect("template-list")
    page = template_page.build(request.actor, template_id)
    return render(request, "reviews/templates/delete.html", {"page": page})


def _status(form: Any) -> int:
    return UNPROCESSABLE if form.errors else 200


def _refused(form: Any, error: Invalid | Conflict) -> None:
    if isinstance(error, Invalid):
        fill_errors(form, error)
    else:
        form.add_error(None, error.message)
