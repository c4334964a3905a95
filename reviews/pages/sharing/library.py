"""With whom a template or a profile is shared, and what is done there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from reviews.reads import library_sharing as reads
from reviews.services import library_sharing
from wellarch.accounts.pages.forms.shares import ShareForm
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.tenancy import teams
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class _Kind:
    """What differs between the two: which it is, its template, its page, the name of a share."""

    what: ShareKind
    template: str
    page: str


_TEMPLATE = _Kind(ShareKind.TEMPLATE, "reviews/templates/sharing.html", "template-sharing")
_PROFILE = _Kind(ShareKind.PROFILE, "reviews/profiles/sharing.html", "profile-sharing")


class TemplateShareForm(ShareForm):
    """With whom, and whether the lenses go with it."""

    with_lenses = forms.BooleanField(
        label=gettext_lazy("Share its lenses with them too"), required=False, initial=True
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def template(request: MemberRequest, template_id: UUID) -> HttpResponse:
    """With whom a template is shared; POST shares it with somebody more."""
    return _people(request, _TEMPLATE, template_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def profile(request: MemberRequest, profile_id: UUID) -> HttpResponse:
    """With whom a profile is shared; POST shares it with somebody more."""
    return _people(request, _PROFILE, profile_id)


@require_POST
@member_page
def template_share(
    request: MemberRequest, template_id: UUID, template_share_id: UUID
) -> HttpResponse:
    """Send one invitation again, or revoke a share, as the button says (`do`)."""
    return _act(request, _TEMPLATE, template_id, template_share_id)


@require_POST
@member_page
def profile_share(request: MemberRequest, profile_id: UUID, profile_share_id: UUID) -> HttpResponse:
    """Send one invitation again, or revoke a share, as the button says (`do`)."""
    return _act(request, _PROFILE, profile_id, profile_share_id)


def _people(request: MemberRequest, kind: _Kind, subject_id: UUID) -> HttpResponse:
    page = reads.build(request.actor, kind.what, subject_id)
    names = [team.name for team in teams.of(request.actor)]
    form_class = TemplateShareForm if page.lenses else ShareForm
    data = request.POST if request.method == "POST" else None
    form = form_class(data, teams=names, is_read_only=True)
    if form.is_bound and form.is_valid():
        try:
            library_sharing.offer(
                request.actor,
                kind.what,
                subject_id,
                form.wanted,
                with_lenses=form.cleaned_data.get("with_lenses", False),
            )
        except (Invalid, Conflict) as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is shared. Who is invited uses it once they accept."))
            return redirect(kind.page, subject_id)
    context = {"page": page, "form": form}
    return render(request, kind.template, context, status=422 if form.is_bound else 200)


def _act(request: MemberRequest, kind: _Kind, subject_id: UUID, share_id: UUID) -> HttpResponse:
    try:
        if request.POST.get("do") == "resend":
            library_sharing.resend(request.actor, kind.what, subject_id, share_id)
            messages.success(
                request, _("The invitation was sent again. It is open for seven days.")
            )
        else:
            library_sharing.revoke(request.actor, kind.what, subject_id, share_id)
            messages.success(request, _("The share has ended. What was applied stays applied."))
    except Conflict as error:
        messages.error(request, error.message)
    return redirect(kind.page, subject_id)
