"""Pages that found, choose and set up an organization."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellarch.accounts import policy
from wellarch.accounts.addresses import address_of
from wellarch.accounts.middleware import SESSION_KEY
from wellarch.accounts.models import User
from wellarch.accounts.pages.forms.profile import (
    LogoForm,
    OrganizationForm,
    SettingsForm,
    fill_errors,
)
from wellarch.accounts.policy import Action
from wellarch.accounts.sign_in import second_factors
from wellarch.accounts.tenancy import invitations, logos, members, organizations
from wellarch.errors import Invalid, NotFound
from wellarch.pages import MemberRequest, member_page


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Found an organization and enter it. Also where people without one arrive.

    Who came by an invitation is taken back to it: they have an organization to join.
    """
    user = _user(request)
    if not getattr(request, "actor", None) and request.method != "POST":
        # Once: who comes back here from it wants their own.
        is_back = request.session.pop("invitation_shown", False)
        if not is_back and invitations.waiting_in(request) is not None:
            request.session["invitation_shown"] = True
            return redirect("invitation")
    form = OrganizationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = organizations.found(
                user, name=form.cleaned_data["name"], ip=address_of(request)
            )
        except Invalid as error:
            fill_errors(form, error)
        else:
            request.session[SESSION_KEY] = str(membership.organization_id)
            return redirect("portfolio")
    status = 422 if form.is_bound else 200
    context = {"form": form, "waiting": invitations.waiting_for(user)}
    return render(request, "accounts/organization_create.html", context, status=status)


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


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def settings(request: MemberRequest) -> HttpResponse:
    """What every member sees of the organization; admins change it."""
    form = _form(request, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        policy.require(request.actor, Action.ORGANIZATION_WRITE)
    if form.is_valid():
        try:
            organizations.edit(request.actor, changes=form.cleaned_data)
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("Settings saved."))
            return redirect("organization-settings")
    return _settings_page(request, form, LogoForm(), status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def logo(request: MemberRequest) -> HttpResponse:
    """The picture itself, for members; posted, a new one."""
    if request.method != "POST":
        return _picture(logos.read(request.actor))
    form = LogoForm(request.POST, request.FILES)
    policy.require(request.actor, Action.ORGANIZATION_WRITE)
    if form.is_valid():
        try:
            logos.put(request.actor, form.cleaned_data["logo"])
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("The logo is saved. New reports show it."))
            return redirect("organization-settings")
    return _settings_page(request, _form(request), form, status=422)


@require_POST
@member_page
def logo_remove(request: MemberRequest) -> HttpResponse:
    """Have no logo any more."""
    logos.remove(request.actor)
    messages.success(request, _("The logo is removed. Reports that exist keep it."))
    return redirect("organization-settings")


def _form(request: MemberRequest, data: QueryDict | None = None) -> SettingsForm:
    organization = request.actor.organization
    initial = {name: getattr(organization, name) for name in organizations.EDITABLE}
    initial["default_lens"] = str(organization.default_lens_id or "")
    return SettingsForm(data, initial=initial, lenses=organizations.lens_choices(request.actor))


def _settings_page(
    request: MemberRequest, form: SettingsForm, logo_form: LogoForm, *, status: int
) -> HttpResponse:
    actor = request.actor
    may_write = policy.allows(actor, Action.ORGANIZATION_WRITE)
    chosen = actor.organization.default_lens_id
    lenses = organizations.lens_choices(actor)
    context = {
        "form": form,
        "logo_form": logo_form,
        "organization": actor.organization,
        "default_lens": next((name for key, name in lenses if key == chosen), ""),
        "lacking": members.without_second_factor(actor) if may_write else [],
        "has_own": second_factors.has(_user(request)),
        "waiting": invitations.waiting_for(_user(request)),
    }
    return render(request, "accounts/organization_settings.html", context, status=status)


def _picture(content: bytes | None) -> HttpResponse:
    if content is None:
        return HttpResponse(status=204)
    # Ours was drawn by us; these keep even a mistake there from becoming a page of this origin.
    return HttpResponse(
        content,
        content_type="image/png",
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": 'inline; filename="logo.png"',
            "Cache-Control": "private, no-cache",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def _user(request: HttpRequest) -> User:
    user = request.user
    if not user.is_authenticated:  # login_required has seen to it
        raise NotFound(_("There is no such organization."))
    return user
