"""The page of with whom a lens is shared, and what is done there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lenses.reads import sharing_page
from lenses.services import sharing
from wellarch.accounts.pages.forms.shares import ShareForm
from wellarch.accounts.tenancy import teams
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def people(request: MemberRequest, alias: str) -> HttpResponse:
    """With whom it is shared; POST shares it with somebody more."""
    names = [team.name for team in teams.of(request.actor)]
    data = request.POST if request.method == "POST" else None
    form = ShareForm(data, teams=names, is_read_only=True)
    if form.is_bound and form.is_valid():
        try:
            sharing.offer(request.actor, alias, form.wanted)
        except (Invalid, Conflict) as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is shared. Who is invited uses it once they accept."))
            return redirect("lens-sharing", alias)
    context = {"page": sharing_page.build(request.actor, alias), "form": form, "alias": alias}
    return render(request, "lenses/sharing.html", context, status=422 if form.is_bound else 200)


@require_POST
@member_page
def share(request: MemberRequest, alias: str, lens_share_id: UUID) -> HttpResponse:
    """Send one invitation again, or revoke a share, as the button says (`do`)."""
    try:
        if request.POST.get("do") == "resend":
            sharing.resend(request.actor, alias, lens_share_id)
            messages.success(
                request, _("The invitation was sent again. It is open for seven days.")
            )
        else:
            sharing.revoke(request.actor, alias, lens_share_id)
            messages.success(request, _("The share has ended. Reviews that use the lens go on."))
    except Conflict as error:
        messages.error(request, error.message)
    return redirect("lens-sharing", alias)
