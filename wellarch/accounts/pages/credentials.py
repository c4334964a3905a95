"""Pages of tokens and access keys: one's own, new ones, and for admins everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.credentials import access_keys, tokens
from wellarch.accounts.credentials import listing as credentials
from wellarch.accounts.models import AccessKey, Token
from wellarch.accounts.pages.forms.credentials import CredentialForm
from wellarch.accounts.pages.forms.profile import fill_errors
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Scope
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class Row:
    """A token or key as lists show it."""

    name: str
    label: str  # the part of it that may be seen
    is_key: bool
    owner: str
    scope: str
    workloads: int | None  # None: not restricted
    expires_at: datetime | None
    is_expired: bool
    last_used_at: datetime | None
    revoke_url: str


@member_page
def api_access(request: MemberRequest) -> HttpResponse:
    """One's own tokens and access keys."""
    context = {
        "tokens": [_row(token) for token in tokens.own(request.actor)],
        "keys": [_row(key) for key in access_keys.own(request.actor)],
        "max_keys": access_keys.MAX_ACTIVE,
    }
    return render(request, "accounts/api_access.html", context)


@member_page
def organization_credentials(request: MemberRequest) -> HttpResponse:
    """Those of everybody in the organization; for admins."""
    rows = [
        *(_row(token) for token in credentials.all_of(request.actor, Token)),
        *(_row(key) for key in credentials.all_of(request.actor, AccessKey)),
    ]
    rows.sort(key=lambda row: row.owner.casefold())
    return render(request, "accounts/organization_credentials.html", {"rows": rows})


@never_cache
@member_page
def token_create(request: MemberRequest) -> HttpResponse:
    """A new token. Its clear text is in the answer to the form and never again."""
    policy.require(request.actor, Action.TOKEN_WRITE)
    return cast(HttpResponse, _create(request, is_key=False))


@never_cache
@member_page
def access_key_create(request: MemberRequest) -> HttpResponse:
    """A new access key. Its secret is in the answer to the form and never again."""
    policy.require(request.actor, Action.TOKEN_WRITE)
    return cast(HttpResponse, _create(request, is_key=True))


@require_POST
@member_page
def token_revoke(request: MemberRequest, token_id: int) -> HttpResponse:
    """End a token: one's own, an admin anybody's."""
    token = tokens.revoke(request.actor, token_id=token_id)
    messages.success(request, _("The token is revoked. Programs that use it are refused now."))
    return _back(request, token)


@require_POST
@member_page
def access_key_revoke(request: MemberRequest, key_id: str) -> HttpResponse:
    """End an access key: one's own, an admin anybody's."""
    key = access_keys.revoke(request.actor, key_id=key_id)
    messages.success(request, _("The access key is revoked. Programs that use it are refused now."))
    return _back(request, key)


@reauthentication_required  # type: ignore[untyped-decorator]
def _create(request: MemberRequest, *, is_key: bool) -> HttpResponse:
    form = CredentialForm(request.actor, request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form, "is_key": is_key}
    if form.is_bound and form.is_valid():
        made: tuple[Token | AccessKey, str]
        try:
            made = (access_keys if is_key else tokens).create(request.actor, **form.values())
        except (Invalid, Conflict) as error:
            fill_errors(form, error)
        else:
            shown = {"row": _row(made[0]), "clear": made[1], "is_key": is_key}
            return render(request, "accounts/credential_made.html", shown)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/credential_new.html", context, status=status)


def _back(request: MemberRequest, credential: Token | AccessKey) -> HttpResponseRedirect:
    is_own = request.actor.user is not None and credential.user_id == request.actor.user.pk
    is_from_list = request.POST.get("from") == "organization"
    return redirect("account-tokens" if is_own and not is_from_list else "organization-credentials")


def _row(credential: Token | AccessKey) -> Row:
    is_key = isinstance(credential, AccessKey)
    ids, ends = credential.workload_ids, credential.expires_at
    if isinstance(credential, AccessKey):
        label = credential.key_id
        url = reverse("access-key-revoke", args=[credential.key_id])
    else:
        label = f"{credential.prefix}…"
        url = reverse("token-revoke", args=[credential.pk])
    return Row(
        name=credential.name,
        label=label,
        is_key=is_key,
        owner=str(credential.user),
        scope=str(Scope(credential.scope).label),
        workloads=None if ids is None else len(ids),
        expires_at=ends,
        is_expired=ends is not None and ends <= clock.now(),
        last_used_at=credential.last_used_at,
        revoke_url=url,
    )
