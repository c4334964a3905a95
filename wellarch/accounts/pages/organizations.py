"""Pages that found, choose and set up an organization."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellarch.accounts import organizations
from wellarch.accounts.forms import OrganizationForm, SettingsForm, fill_errors
from wellarch.accounts.middleware import SESSION_KEY
from wellarch.accounts.models import User
from wellarch.errors import Invalid, NotFound
from wellarch.pages import MemberRequest, member_page


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Found an organization and enter it. Also where people without one arrive."""
    form = OrganizationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = organizations.found(_user(request), name=form.cleaned_data["name"])
        except Invalid as error:
            fill_errors(form, error)
        else:
            request.session[SESSION_KEY] = str(membership.organization_id)
            return redirect("portfolio")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/organization_create.html", {"form": form}, status=status)


@login_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Work in another of one's organizations from now on."""
    chosen = request.POST.get("organization", "")
    mine = {str(row.organization_id) for row in organizations.memberships_of(_user(request))}
    if chosen not in mine:
        raise NotFound(_("There is no such organization."))
    request.session[SESSION_KEY] = chosen
    return redirect("portfolio")


@member_page
def settings(request: MemberRequest) -> HttpResponse:
    """Name, industry and the days until risks are due; read-only without the right."""
    organization = request.actor.organization
    names = organizations.EDITABLE
    form = SettingsForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(organization, name) for name in names},
    )
    if request.method == "POST" and form.is_valid():
        try:
            organizations.edit(request.actor, changes=form.cleaned_data)
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("Settings saved."))
            return redirect("organization-settings")
    status = 422 if form.is_bound else 200
    context = {"form": form, "organization": organization}
    return render(request, "accounts/organization_settings.html", context, status=status)


def _user(request: HttpRequest) -> User:
    user = request.user
    if not user.is_authenticated:  # login_required has seen to it
        raise NotFound(_("There is no such organization."))
    return user
