"""How a lens begins: empty, as a copy of one that is there, or from a document."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lenses.models import DRAFT
from lenses.pages.editor.forms import CopyForm, CreateForm
from lenses.pages.forms import ImportForm
from lenses.reads import faults, library, starter
from lenses.services import drafts, imports
from wellarch.accounts import policy
from wellarch.accounts.pages.forms.profile import fill_errors
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, DomainError, Invalid
from wellarch.pages import MemberRequest, member_page

_MEDIA = {"json": "application/json", "yaml": "application/yaml"}


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def new(request: MemberRequest) -> HttpResponse:
    """The ways to a new lens; `from` names one to copy. POST goes one of them (`do`)."""
    policy.require(request.actor, Action.LENS_WRITE)
    if request.method != "POST":
        return _ways(request)
    is_copy = request.POST.get("do") == "copy"
    form = _copy_form(request, request.POST) if is_copy else CreateForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            draft = (
                drafts.copy(request.actor, values.pop("source"), **values)
                if is_copy
                else drafts.create(request.actor, **values)
            )
        except (Invalid, Conflict) as error:
            fill_errors(form, error)
        else:
            return redirect("lens-edit", draft.lens.alias)
    context = {"copy" if is_copy else "create": form}
    return _ways(request, context, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def import_lens(request: MemberRequest) -> HttpResponse:
    """Import a document as a draft. What is wrong is shown all at once beside the kept text."""
    policy.require(request.actor, Action.LENS_WRITE)
    if request.method != "POST":
        return _ways(request, {"show": "import"})
    form = ImportForm(request.POST, request.FILES)
    context: dict[str, Any] = {"document": form, "show": "import"}
    if form.is_valid():
        document, filename = form.document()
        try:
            draft = imports.import_document(request.actor, data=document, filename=filename)
        except (Invalid, Conflict) as error:
            context |= _corrected(document, error)
        else:
            words = _("Imported as a draft. Read it, then publish it.")
            if draft.revision:
                words = _("Imported over the draft. In the editor, undo brings back what it was.")
            messages.success(request, words)
            return redirect(f"{reverse('lens-detail', args=[draft.lens.alias])}?version={DRAFT}")
    return _ways(request, context, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
@member_page
def template(request: MemberRequest, format: str) -> HttpResponse:
    """A lens to begin from as a file; in YAML with comments that say what goes where."""
    media, text = _MEDIA[format], starter.text(format)
    headers = {"Content-Disposition": f'attachment; filename="lens.{format}"'}
    return HttpResponse(text, content_type=f"{media}; charset=utf-8", headers=headers)


def _corrected(document: str | bytes, error: DomainError) -> dict[str, Any]:
    """The form with the text to correct, and what is wrong in it or with it."""
    text = faults.as_text(document)
    if isinstance(error, Invalid):
        form = ImportForm(initial={"text": faults.kept(text)})
        return {"document": form, "faults": faults.build(error, text)}
    form = ImportForm({"text": faults.kept(text)}, None)
    fill_errors(form, error)
    return {"document": form}


def _copy_form(request: MemberRequest, data: Any = None) -> CopyForm:
    shown = library.build(request.actor)
    groups = [
        (_("Own"), shown.own),
        (_("Shared with you"), shown.shared),
        (_("Built in"), shown.builtin),
    ]
    return CopyForm(data, groups=groups, source=request.GET.get("from", ""))


def _ways(
    request: MemberRequest, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {"create": CreateForm(), "document": ImportForm(), "show": ""}
    shown |= context or {}
    shown.setdefault("copy", _copy_form(request))
    if request.GET.get("from") and not shown["show"]:
        shown["show"] = "copy"
    return render(request, "lenses/editor/new.html", shown, status=status)
