"""Pages about the versions of a lens: side by side, taken out of use, deleted with the lens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lenses.reads import compare_page, deletion_page, resources
from lenses.reads.compare_parts import Wanted
from lenses.services import deletion, versions
from wellarch.errors import Conflict
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def compare(request: MemberRequest, alias: str) -> HttpResponse:
    """Two versions of a lens and what differs, down to words."""
    asked = request.GET
    wanted = Wanted(
        old=asked.get("from", "")[:32],
        new=asked.get("to", "")[:32],
        pillar=asked.get("pillar", "")[:128],
        question=asked.get("question", "")[:128],
        only_meaning=asked.get("only") == "meaning",
    )
    page = compare_page.build(request.actor, alias, wanted)
    return render(request, "lenses/compare.html", {"page": page})


@require_POST
@member_page
def retire(request: MemberRequest, alias: str) -> HttpResponse:
    """Take the version that is named out of use."""
    name = request.POST.get("version", "")[:32]
    try:
        version = versions.retire(
            request.actor, resources.named_version(request.actor, alias, name)
        )
    except Conflict as error:
        messages.error(request, error.message)
    else:
        words = _("Version %(name)s is retired. Reviews that use it go on.")
        messages.success(request, words % {"name": version.name})
    return redirect("lens-detail", alias)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete(request: MemberRequest, alias: str) -> HttpResponse:
    """Say what becomes of everything that uses the lens, then delete it."""
    page = deletion_page.build(request.actor, alias)
    if request.method == "POST":
        is_gone = deletion.delete(request.actor, alias)
        words = (
            _("%(name)s is deleted.")
            if is_gone
            else _("%(name)s is deleted. The reviews that use it go on.")
        )
        messages.success(request, words % {"name": page.lens.name})
        return redirect("lens-list")
    return render(request, "lenses/delete.html", {"page": page})
