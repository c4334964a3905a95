"""The page of a workload's profile: chosen, taken over in its newest version, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reviews.pages.rendering import render_in
from reviews.reads import profile_use
from reviews.services import profiles, workloads
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def profile(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """What comes first here and why. POST does as the button says: apply, upgrade or remove."""
    context: dict[str, Any] = {"tab": "overview", "milestone": "", "errors": {}}
    status = 200
    if request.method == "POST":
        context["milestone"] = request.POST.get("milestone", "")
        try:
            said = _do(request, workload_id)
        except Invalid as error:
            context["errors"], status = error.fields, 422
        except Conflict as error:
            context["errors"], status = {"": [error.message]}, 409
        else:
            messages.success(request, said)
            return redirect("workload-detail", workload_id)
    page = profile_use.page(request.actor, workload_id)
    return render_in(
        page.workload,
        request,
        "reviews/profiles/use.html",
        {"page": page, **context},
        status=status,
    )


def _do(request: MemberRequest, workload_id: UUID) -> str:
    deed = request.POST.get("do", "")
    if deed == "upgrade":
        milestone = request.POST.get("milestone", "")
        profiles.upgrade(request.actor, workload_id, milestone=milestone)
        return _("The newest version of the profile holds now.")
    chosen = "" if deed == "remove" else request.POST.get("profile", "")
    workloads.edit(request.actor, workload_id, values={"profile": chosen})
    if chosen:
        return _("The profile holds for this workload now.")
    return _("The profile is removed. The workload is as it was before.")
