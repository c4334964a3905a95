"""Pages of what profile answers mean: read by everybody, edited by admins."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.reads import profile_mapping_page
from reviews.services import profile_mappings
from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def read(request: MemberRequest) -> HttpResponse:
    """Every answer with the pillars and questions it puts first, and why."""
    page = profile_mapping_page.build(request.actor)
    return render(request, "reviews/profiles/mapping.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: MemberRequest) -> HttpResponse:
    """The mapping as text: try it (`try`) to see what would change, or save it."""
    policy.require(request.actor, Action.MAPPING_WRITE)
    page = profile_mapping_page.build(request.actor)
    context: dict[str, Any] = {"page": page, "text": page.text, "base": page.revision}
    if request.method != "POST":
        return render(request, "reviews/profiles/mapping_edit.html", context)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    base = request.POST.get("base", "")
    context["text"] = text
    context["base"] = int(base) if base.isdecimal() and len(base) < 9 else page.revision
    try:
        if "try" in request.POST:
            mapping = profile_mappings.checked(text)
            context["affected"] = profile_mappings.affected(request.actor, mapping)
            context["is_tried"] = True
            return render(request, "reviews/profiles/mapping_edit.html", context)
        done = profile_mappings.replace(request.actor, document=text, base_revision=context["base"])
    except Invalid as error:
        context["faults"] = _faults(error)
    except Conflict as error:
        context["refused"], context["base"] = error.message, page.revision
    else:
        said = ngettext(
            "The mapping is saved. %(n)d profile has a new version.",
            "The mapping is saved. %(n)d profiles have a new version.",
            len(done),
        )
        messages.success(request, said % {"n": len(done)})
        return redirect("profile-mapping")
    return render(request, "reviews/profiles/mapping_edit.html", context, status=422)


@require_POST
@member_page
def reset(request: MemberRequest) -> HttpResponse:
    """Back to what WellArch comes with."""
    done = profile_mappings.reset(request.actor)
    said = ngettext(
        "The built-in mapping holds again. %(n)d profile has a new version.",
        "The built-in mapping holds again. %(n)d profiles have a new version.",
        len(done),
    )
    messages.success(request, said % {"n": len(done)})
    return redirect("profile-mapping")


def _faults(error: Invalid) -> list[dict[str, Any]]:
    """Where something is wrong, and what; in the order of the text."""
    lines = error.data.get("lines", {})
    found = [
        {"pointer": pointer or _("The document"), "line": lines.get(pointer), "text": text}
        for pointer, texts in error.fields.items()
        for text in texts
    ]
    return sorted(found, key=lambda fault: fault["line"] or 0)
