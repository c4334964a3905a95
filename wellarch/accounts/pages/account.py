"""Pages of the person who is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wellarch.accounts.pages.forms.profile import ProfileForm, fill_errors
from wellarch.accounts.persons import people
from wellarch.errors import Invalid
from wellarch.pages import MemberRequest, own_page


@own_page
def profile(request: MemberRequest) -> HttpResponse:
    """Name and time zone."""
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(request.actor.user, name) for name in people.EDITABLE},
    )
    if request.method == "POST" and form.is_valid():
        try:
            people.edit_profile(request.actor, changes=form.cleaned_data)
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("Profile saved."))
            return redirect("account-profile")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)
