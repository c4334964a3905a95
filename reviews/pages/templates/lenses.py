"""One lens of a template: put in, looked through, with notes, upgraded, taken out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.pages.room.parsing import number, text
from reviews.pages.templates.forms import NotesForm
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import template_list as listing
from reviews.reads import template_question, template_upgrade_page
from reviews.services import template_lenses, template_upgrades
from reviews.template_access import template_for
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def add(request: MemberRequest, template_id: UUID) -> HttpResponse:
    """The lenses that are not in the template; POST puts `lens` in."""
    template = template_for(request.actor, template_id, need=Action.TEMPLATE_WRITE)
    refused = ""
    if request.method == "POST":
        try:
            part = template_lenses.add(
                request.actor, template_id, lens=request.POST.get("lens", "")[:64]
            )
        except Conflict as error:
            refused = error.message
        else:
            said = _("%(lens)s is in the template. Answer what is always the same.")
            messages.success(request, said % {"lens": part.lens.name})
            return redirect("template-lens", template_id, str(part.lens_id))
    context = {
        "template": template,
        "offers": listing.lens_choices(request.actor, template),
        "refused": refused,
    }
    return render(
        request, "reviews/templates/lens_add.html", context, status=422 if refused else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def detail(request: MemberRequest, template_id: UUID, template_lens: str) -> HttpResponse:
    """The questions of a lens of the template; POST saves its notes."""
    form = NotesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            template_lenses.write_notes(
                request.actor,
                template_id,
                template_lens,
                notes=text(form.cleaned_data["notes"]),
            )
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("Notes saved."))
            return redirect("template-lens", template_id, template_lens)
    page = template_question.lens_page(request.actor, template_id, template_lens)
    if not form.is_bound:
        form = NotesForm(initial={"notes": page.part.notes})
    context = {"page": page, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reviews/templates/lens.html", context, status=status)


@require_POST
@member_page
def remove(request: MemberRequest, template_id: UUID, template_lens: str) -> HttpResponse:
    """Take a lens out of the template."""
    template_lenses.remove(request.actor, template_id, template_lens)
    messages.success(request, _("The lens is out of the template."))
    return redirect("template-detail", template_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def upgrade(request: MemberRequest, template_id: UUID, template_lens: str) -> HttpResponse:
    """What a newer version of the lens changes; POST goes on with it."""
    refused = ""
    if request.method == "POST":
        try:
            template_upgrades.upgrade(
                request.actor,
                template_id,
                template_lens,
                base_revision=number(request.POST.get("base_revision", ""), -1),
            )
        except Conflict as error:
            refused = error.message
        else:
            messages.success(request, _("The template speaks of the newest version now."))
            return redirect("template-lens", template_id, template_lens)
    page = template_upgrade_page.build(request.actor, template_id, template_lens)
    context = {"page": page, "refused": refused, "address": template_lens}
    status = 409 if refused else 200
    return render(request, "reviews/templates/upgrade.html", context, status=status)
