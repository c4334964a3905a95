"""The desk: a document becomes a draft, a draft becomes a version."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lenses.models import DRAFT
from lenses.pages.forms import ImportForm, PublishForm
from lenses.reads import faults, lens_page
from lenses.services import imports, versions
from wellarch.accounts import policy
from wellarch.accounts.forms import fill_errors
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@member_page
def import_lens(request: MemberRequest) -> HttpResponse:
    """Import a document as a draft. What is wrong is shown all at once beside the kept text."""
    policy.require(request.actor, Action.LENS_WRITE)
    if request.method != "POST":
        return render(request, "lenses/import.html", {"form": ImportForm()})
    form = ImportForm(request.POST, request.FILES)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        document, filename = form.document()
        try:
            draft = imports.import_document(request.actor, data=document, filename=filename)
        except Invalid as error:
            text = faults.as_text(document)
            context["faults"] = faults.build(error, text)
            context["form"] = ImportForm(initial={"text": faults.kept(text)})
        except Conflict as error:
            context["form"] = form = ImportForm(
                {"text": faults.kept(faults.as_text(document))}, None
            )
            fill_errors(form, error)
        else:
            messages.success(request, _("Imported as a draft. Read it, then publish it."))
            return redirect(_draft_of(draft.lens.alias))
    return render(request, "lenses/import.html", context, status=422)


@member_page
def publish(request: MemberRequest, alias: str) -> HttpResponse:
    """Make the draft a version for ever."""
    page = lens_page.build(request.actor, alias, DRAFT)
    policy.require(request.actor, Action.LENS_WRITE)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        initial={"name": lens_page.next_name(page.book)},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            version = versions.publish(
                request.actor,
                page.book.version,
                name=values["name"],
                major=values["kind"] == "major",
                notes=values["notes"],
            )
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("Version %(name)s is published.") % {"name": version.name})
            return redirect("lens-detail", alias)
    status = 422 if form.is_bound else 200
    context = {"form": form, "page": page, "book": page.book}
    return render(request, "lenses/publish.html", context, status=status)


def _draft_of(alias: str) -> str:
    return f"{reverse('lens-detail', args=[alias])}?version={DRAFT}"
