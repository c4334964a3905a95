"""The whole draft as text: checked as it stands, then put in its place."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lenses.pages.editor.parsing import clean, revision
from lenses.reads import source_page
from lenses.services import drafts
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def source(request: MemberRequest, alias: str) -> HttpResponse:
    """The draft as YAML or JSON (`format`); POST checks what was typed, or puts it in place (`do`).

    What is wrong is shown with its line beside the typed text; nothing of it is lost. 409 when
    the draft changed since the text was made: what it says now is on the page as well.
    """
    format = "json" if request.GET.get("format") == "json" else "yaml"
    if request.method != "POST":
        page = source_page.build(request.actor, alias, format)
        return render(request, "lenses/editor/source.html", {"page": page})
    text, base = clean(request.POST.get("text", "")), revision(request.POST)
    if request.POST.get("do") == "check":
        page = source_page.checked(request.actor, alias, format, text, base)
        return render(request, "lenses/editor/source.html", {"page": page})
    try:
        drafts.replace(request.actor, alias, text=text, base_revision=base)
    except (Invalid, Conflict) as error:
        page = source_page.refused(request.actor, alias, format, text, base, error)
        is_stale = isinstance(error, Stale)
        status = HTTPStatus.CONFLICT if is_stale else HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "lenses/editor/source.html", {"page": page}, status=status)
    messages.success(request, _("The draft is what the text says. Undo takes it back."))
    return redirect("lens-edit", alias)
