"""Pages of what protects one's account, and of the way out to a provider."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from requests import RequestException

from wellarch.accounts.models import User
from wellarch.accounts.sign_in import security as parts
from wellarch.accounts.sign_in import sessions


@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """Password, second steps, passkeys, recovery codes, providers, sessions."""
    context = {"overview": parts.overview(request, cast(User, request.user))}
    return render(request, "accounts/security.html", context)


@require_POST
@login_required
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out in one other place."""
    sessions.end(request, cast(User, request.user), session_id)
    messages.success(request, _("Signed out there."))
    return redirect("account-security")


@require_POST
@login_required
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    count = sessions.end_others(request, cast(User, request.user))
    told = ngettext(
        "Signed out in %(count)s other place.", "Signed out in %(count)s other places.", count
    )
    messages.success(
        request, told % {"count": count} if count else _("You are signed in only here.")
    )
    return redirect("account-security")


@never_cache
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send a browser to a provider, by a page instead of a redirect.

    Our policy lets forms be sent to ourselves only, and browsers hold their redirects to it,
    however many a provider adds.
    """
    try:
        answer = cast(HttpResponse, openid_connect.login(request, provider_id))
    except RequestException:
        template = "socialaccount/authentication_error.html"
        return render(request, template, status=HTTPStatus.BAD_GATEWAY)
    if request.method == "POST" and answer.status_code == 302:
        return render(request, "socialaccount/leaving.html", {"url": answer["Location"]})
    return answer
