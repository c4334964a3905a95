"""Pages of the person who is signed in: profile and tokens."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wellarch.accounts import people, tokens
from wellarch.accounts.forms import ProfileForm, TokenForm, fill_errors
from wellarch.accounts.models import Token
from wellarch.accounts.roles import Scope
from wellarch.errors import Invalid
from wellarch.pages import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class Row:
    """A token as the list shows it."""

    token: Token
    scope: str
    is_expired: bool


@member_page
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


@never_cache
@member_page
def token_list(request: MemberRequest) -> HttpResponse:
    """One's own tokens. A new one is shown in the answer to its form, and never again."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        try:
            created, clear = tokens.create(
                request.actor,
                name=form.cleaned_data["name"],
                scope=form.cleaned_data["scope"],
                expires_at=form.expires_at(),
            )
        except Invalid as error:
            fill_errors(form, error)
        else:
            context |= {"created": created, "clear": clear}
            form = TokenForm()
    status = 422 if form.is_bound else 200
    context |= {"form": form, "rows": _rows(request)}
    return render(request, "accounts/tokens.html", context, status=status)


@require_POST
@member_page
def token_revoke(request: MemberRequest, token_id: int) -> HttpResponse:
    """End one of one's own tokens."""
    tokens.revoke(request.actor, token_id=token_id)
    messages.success(request, _("The token is revoked. Programs that use it are refused now."))
    return redirect("account-tokens")


def _rows(request: MemberRequest) -> list[Row]:
    now = timezone.now()
    return [
        Row(
            token=token,
            scope=str(Scope(token.scope).label),
            is_expired=token.expires_at is not None and token.expires_at <= now,
        )
        for token in tokens.own(request.actor)
    ]
