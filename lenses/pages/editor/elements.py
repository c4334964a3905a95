"""The page of one element of a draft: shown, saved as a whole, saved field by field."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lenses.pages.editor.parsing import revision, typed
from lenses.reads import editor_fields, editor_page, editor_stored, rule_book
from lenses.reads.editor_page import EditorPage
from lenses.services import drafts
from wellarch.errors import Conflict, DomainError, Invalid, Stale
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def element(request: MemberRequest, alias: str, at: str = "") -> HttpResponse:
    """An element of the draft; POST saves what was typed, in whole or (with the script) field by
    field, which brings the parts of the page that follow from it.

    409 with both versions when somebody else changed the same, 422 when it was refused, 401 when
    `person` names another than who is signed in now.
    """
    if "/choices/" in at or "/rules/" in at:
        return redirect(editor_page.href_of(alias, at))
    if request.method != "POST":
        return _shown(request, alias, at)
    if request.POST.get("person", _person(request)) != _person(request):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    try:
        changed = _save(request, alias, at)
    except Stale as error:
        page = editor_page.disputed(request.actor, alias, at, error, typed(request.POST))
        return _answer(request, page, HTTPStatus.CONFLICT)
    except (Invalid, Conflict) as error:
        return _refused(request, alias, at, error)
    if not request.htmx:
        messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
        return redirect(editor_page.href_of(alias, at))
    return _answer(request, editor_page.build(request.actor, alias, at))


def _save(request: MemberRequest, alias: str, at: str) -> bool:
    found = editor_stored.read(request.actor, alias, at)
    wanted = editor_fields.operation_of(found, typed(request.POST))
    if wanted is None:
        return False
    base = revision(request.POST)
    return drafts.edit(request.actor, alias, operation=wanted, base_revision=base).changed


def _shown(request: MemberRequest, alias: str, at: str) -> HttpResponse:
    try:
        page = editor_page.build(request.actor, alias, at)
    except Conflict as error:
        if error.code != "no-draft":
            raise
        return render(request, "lenses/editor/no_draft.html", {"alias": alias}, status=409)
    context = _context(page)
    if request.GET.get("after", "") == str(page.outline.revision):
        context["did"] = request.GET.get("did", "")
    return render(request, "lenses/editor/page.html", context)


def _answer(request: MemberRequest, page: EditorPage, status: int = 200) -> HttpResponse:
    if request.htmx:
        return render(request, "lenses/editor/saved.html", {"page": page}, status=status)
    return render(request, "lenses/editor/page.html", _context(page), status=status)


def _context(page: EditorPage) -> dict[str, Any]:
    return {"page": page, "book": rule_book.of(page.address, page.element)}


def _refused(request: MemberRequest, alias: str, at: str, error: DomainError) -> HttpResponse:
    sentences = [text for texts in getattr(error, "fields", {}).values() for text in texts]
    context: dict[str, Any] = {"sentences": sentences or [error.message]}
    template = "lenses/editor/refused.html"
    if not request.htmx:
        page = editor_page.build(request.actor, alias, at)
        context |= _context(editor_page.retyped(page, typed(request.POST)))
        template = "lenses/editor/page.html"
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _person(request: MemberRequest) -> str:
    # What was typed as one person is not sent as the next one at the same browser.
    return f"{request.actor.user_id}.{request.actor.organization.pk}"
