"""Pages of the invited: what a link offers, joining, declining."""

from __future__ import annotations

from uuid import UUID, uuid4

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wellarch.accounts.addresses import address_of
from wellarch.accounts.middleware import SESSION_KEY
from wellarch.accounts.models import Invitation, User
from wellarch.accounts.tenancy import invitations
from wellarch.errors import Conflict, NotFound

_WANTED = "invitation_wanted"
_DOORS = {"signup": "account_signup", "login": "account_login"}


@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the link and go on without it in the address, where others could read it."""
    invitations.open(request, token)
    return redirect("invitation")


@never_cache
@require_safe
def offer(request: HttpRequest) -> HttpResponse:
    """Who invites to what; a link that never was and one that has ended look the same.

    Who said before signing in that they want to join is taken there now.
    """
    invitation, user = invitations.waiting_in(request), _user(request)
    if invitation is None:
        return _over(request)
    is_other = user is not None and not invitations.is_for(user, invitation)
    wanted = request.session.pop(_WANTED, None) == str(invitation.pk)
    if user is not None and wanted and not is_other:
        return _enter(request, invitation, _bearer(request, user, has_link=True))
    context = {"invitation": invitation, "is_other_address": is_other, "role": invitation.role}
    return render(request, "accounts/invitation.html", context)


@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Become a member and go there; who is not signed in does that first."""
    user, invitation, has_link = _answered(request)
    if invitation is None:
        return _over(request)
    if user is not None:
        return _enter(request, invitation, _bearer(request, user, has_link=has_link))
    request.session[_WANTED] = str(invitation.pk)
    door = _DOORS.get(request.POST.get("by", ""), "account_login")
    return redirect(f"{reverse(door)}?{urlencode({'next': reverse('invitation')})}")


@require_POST
def decline(request: HttpRequest) -> HttpResponse:
    """Say no; a mail ends with it. Who is not signed in only puts it away."""
    user, invitation, has_link = _answered(request)
    if invitation is None:
        return _over(request)
    if has_link:
        invitations.forget(request)
    if user is None:
        return redirect("account_login")
    invitations.decline(_bearer(request, user, has_link=has_link), invitation)
    words = {"organization": invitation.organization.name}
    messages.success(request, _("You declined the invitation to %(organization)s.") % words)
    return redirect("portfolio")


@require_POST
def other_account(request: HttpRequest) -> HttpResponse:
    """Sign out and come back to the same invitation, which a sign-out alone would forget."""
    kept = invitations.kept_in(request)
    get_adapter(request).logout(request)
    invitations.keep(request, kept)
    return redirect("invitation")


def _enter(
    request: HttpRequest, invitation: Invitation, bearer: invitations.Bearer
) -> HttpResponse:
    try:
        invitations.accept(bearer, invitation)
    except NotFound:
        return _over(request)
    except Conflict as error:  # they are there already, so take them there
        messages.info(request, error.message)
    else:
        words = {"organization": invitation.organization.name}
        messages.success(request, _("Welcome to %(organization)s.") % words)
    if bearer.has_link:
        invitations.forget(request)
    request.session[SESSION_KEY] = str(invitation.organization_id)
    return redirect("portfolio")


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/invitation.html", {"invitation": None}, status=404)


def _answered(request: HttpRequest) -> tuple[User | None, Invitation | None, bool]:
    """Who answers which invitation, and by its link? Either the one a form names or that link."""
    user, waiting = _user(request), invitations.waiting_in(request)
    named = request.POST.get("invitation", "")
    if waiting is not None and named in ("", str(waiting.pk)):
        return user, waiting, True
    mine = invitations.waiting_for(user).filter(pk=_key(named)).first() if user else None
    return user, mine, False


def _bearer(request: HttpRequest, user: User, *, has_link: bool) -> invitations.Bearer:
    return invitations.Bearer(user, has_link=has_link, ip=address_of(request))


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()  # no id at all is the id of nothing


def _user(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None
