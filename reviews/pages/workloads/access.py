"""The page of who has access to a workload, and what is done there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.pages.rendering import render_in
from reviews.reads import access_page
from reviews.services import sharing
from wellarch.accounts.pages.forms.shares import ShareForm
from wellarch.accounts.roles import ShareStatus
from wellarch.accounts.tenancy import teams
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def people(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Who has access and why; POST shares it with somebody more."""
    names = [team.name for team in teams.of(request.actor)]
    form = ShareForm(request.POST if request.method == "POST" else None, teams=names)
    if form.is_bound and form.is_valid():
        allowed = form.cleaned_data["permission"]
        try:
            share = sharing.offer(request.actor, workload_id, form.wanted, permission=allowed)
        except (Invalid, Conflict) as error:
            form.refuse(error)
        else:
            messages.success(request, said(share.status))
            return redirect("workload-access", workload_id)
    page = access_page.build(request.actor, workload_id, request.GET.get("page", "1"))
    context = {"page": page, "form": form, "tab": "access"}
    status = 422 if form.is_bound else 200
    return render_in(page.workload, request, "reviews/access.html", context, status=status)


@require_POST
@member_page
def share(request: MemberRequest, workload_id: UUID, share_id: UUID) -> HttpResponse:
    """Change, send again or revoke one share, as the button says (`do`)."""
    try:
        match request.POST.get("do", ""):
            case "resend":
                sharing.resend(request.actor, workload_id, share_id)
                words = _("The invitation was sent again. It is open for seven days.")
            case "revoke":
                sharing.revoke(request.actor, workload_id, share_id)
                words = _("The share has ended.")
            case _other:
                wanted = request.POST.get("permission", "")
                sharing.change(request.actor, workload_id, share_id, permission=wanted)
                words = _("The permission is changed.")
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return redirect("workload-access", workload_id)


def said(status: str) -> str:
    """What a share that was just made means."""
    if status == ShareStatus.ACCEPTED:
        return _("They have access now.")
    return _("They are invited and have access when they accept. The invitation ends in 7 days.")
