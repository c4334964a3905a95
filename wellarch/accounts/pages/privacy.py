"""Pages of a person's own data: taken along, and the end of the account.

They are for everybody who is signed in, member of an organization or not.
"""

from __future__ import annotations

from typing import cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wellarch import clock
from wellarch.accounts.addresses import address_of
from wellarch.accounts.models import User
from wellarch.accounts.pages.forms.privacy import EraseForm
from wellarch.accounts.pages.forms.profile import fill_errors
from wellarch.accounts.persons import erasure, privacy
from wellarch.errors import Conflict, Invalid


@login_required
def your_data(request: HttpRequest) -> HttpResponse:
    """What is known about the person, and how they take it along or leave."""
    plan = erasure.plan(cast(User, request.user))
    return render(request, "accounts/your_data.html", {"plan": plan})


@never_cache
@login_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def export(request: HttpRequest) -> HttpResponseBase:
    """Everything about the person as one JSON file, written while it is read."""
    name = f"wellarch-my-data-{clock.now():%Y-%m-%d}.json"
    return StreamingHttpResponse(
        privacy.export(cast(User, request.user)),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def erase(request: HttpRequest) -> HttpResponse:
    """The end of the account, once the person typed their address."""
    user = cast(User, request.user)
    plan = erasure.plan(user)
    form = EraseForm(plan, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        ending: list[UUID] = form.cleaned_data["ending"]
        try:
            erasure.erase(
                user,
                confirmation=form.cleaned_data["confirmation"],
                ending=ending,
                ip=address_of(request),
            )
        except (Invalid, Conflict) as error:
            fill_errors(form, error)
        else:
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for your work here."))
            return redirect("account_login")
    context = {"form": form, "plan": plan, "email": user.email}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/erase.html", context, status=status)
