"""What buttons do to a draft: begin, add, move, remove, undo, give up. Each leads to its page.

The script asks for the address instead of the page (it then decides how to go there), or, for a
move that the page shows already, only for the parts that follow from it (`quiet`).
"""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lenses.pages.editor.parsing import operation, revision
from lenses.reads import editor, editor_page
from lenses.services import drafts
from lenses.services.drafts import Edited
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_POST
@member_page
def begin(request: MemberRequest, alias: str) -> HttpResponse:
    """Open the draft of an own lens, made of its newest version where there is none."""
    drafts.open(request.actor, alias)
    return redirect("lens-edit", alias)


@require_POST
@member_page
def change(request: MemberRequest, alias: str) -> HttpResponse:
    """Add, remove, duplicate, move or rename, as the button says (`do`)."""
    here = request.POST.get("here", "")
    try:
        wanted = operation(request.POST)
        base = revision(request.POST)
        edited = drafts.edit(request.actor, alias, operation=wanted, base_revision=base)
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
        return _go(request, editor_page.href_of(alias, here))
    if request.htmx and request.POST.get("quiet"):
        page = editor_page.build(request.actor, alias, here)
        return render(request, "lenses/editor/moved.html", {"page": page})
    did = f"{wanted['op']}-{wanted.get('what') or kind_of(wanted['at'])}"
    return _go(request, _after(alias, edited, did))


@require_POST
@member_page
def undo(request: MemberRequest, alias: str) -> HttpResponse:
    """Take back the actor's newest edit, or the one that led to `revision`."""
    return _step(request, alias, "undo")


@require_POST
@member_page
def redo(request: MemberRequest, alias: str) -> HttpResponse:
    """Do again what was last taken back."""
    return _step(request, alias, "redo")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def discard(request: MemberRequest, alias: str) -> HttpResponse:
    """Give up the draft, after the page that asks whether this is meant."""
    if request.method != "POST":
        outline = editor.outline(request.actor, alias)
        return render(request, "lenses/editor/discard.html", {"outline": outline, "address": alias})
    drafts.discard(request.actor, alias)
    messages.success(request, _("The draft is gone."))
    return redirect("lens-list")


def kind_of(at: str) -> str:
    """What an address names: lens, pillar, question, choice or rule."""
    words = [word for word in at.split("/") if word in _KINDS]
    return _KINDS[words[-1]] if words else "lens"


_KINDS = {"pillars": "pillar", "questions": "question", "choices": "choice", "rules": "rule"}


def _step(request: MemberRequest, alias: str, did: str) -> HttpResponse:
    wanted = revision(request.POST) if "base_revision" in request.POST else None
    try:
        edited = (
            drafts.undo(request.actor, alias, revision=wanted)
            if did == "undo"
            else drafts.redo(request.actor, alias)
        )
    except (Invalid, Conflict) as error:
        messages.warning(request, error.message)
        return _go(request, editor_page.href_of(alias, request.POST.get("here", "")))
    return _go(request, _after(alias, edited, did))


def _after(alias: str, edited: Edited, did: str) -> str:
    """The page to look at now, told which edit led to it."""
    href, sign, part = editor_page.href_of(alias, edited.at).partition("#")
    return f"{href}?after={edited.version.revision}&did={did}{sign}{part}"


def _go(request: MemberRequest, href: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": href})
    return redirect(href)
