"""The page of an organization's members: who is in, who is invited, and what is done there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.models import Invitation, Membership
from wellarch.accounts.pages.forms.joining import InviteForm, LinkForm
from wellarch.accounts.pages.forms.profile import RoleForm, fill_errors
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Role
from wellarch.accounts.tenancy import invitations, members, teams
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class Row:
    """A member as the list shows them. What only admins may know is None for others."""

    membership: Membership
    role: str
    is_you: bool
    form: RoleForm
    has_second_factor: bool | None
    last_seen: datetime | None

    @property
    def is_just_in(self) -> bool:
        """Whether they signed in within this minute, which is no time to count."""
        return self.last_seen is not None and clock.is_just_now(self.last_seen)


@dataclass(frozen=True, slots=True)
class Open:
    """An open invitation as the list shows it."""

    invitation: Invitation
    role: str
    is_expired: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def member_list(request: MemberRequest) -> HttpResponse:
    """Who belongs to the organization; admins invite others by mail."""
    offered = _teams(request)
    form = InviteForm(request.POST if request.method == "POST" else None, teams=offered)
    if request.method == "POST" and form.is_valid():
        try:
            made = invitations.invite(request.actor, **form.values)
        except (Invalid, Conflict) as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("An invitation is on its way to %s.") % made.email)
            return redirect("organization-members")
    return _page(request, offered, invite=form)


@never_cache
@require_POST
@member_page
def link(request: MemberRequest) -> HttpResponse:
    """Make a link to join. It is shown in the answer to its form, and never again."""
    offered = _teams(request)
    form = LinkForm(request.POST, teams=offered)
    if form.is_valid():
        try:
            _made, url = invitations.make_link(request.actor, **form.values)
        except (Invalid, Conflict) as error:
            fill_errors(form, error)
        else:
            return _page(request, offered, url=url)
    else:
        policy.require(request.actor, Action.MEMBER_WRITE)
    return _page(request, offered, link=form)


@require_POST
@member_page
def invitation_resend(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    """Send the mail of an invitation again."""
    try:
        sent = invitations.resend(request.actor, invitation_id)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("A new mail is on its way to %s.") % sent.email)
    return redirect("organization-members")


@require_POST
@member_page
def invitation_revoke(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    """End an invitation."""
    invitations.revoke(request.actor, invitation_id)
    messages.success(request, _("The invitation is revoked. Its link does not work any more."))
    return redirect("organization-members")


@require_POST
@member_page
def role(request: MemberRequest, user_id: int) -> HttpResponse:
    """Give a member another role."""
    form = RoleForm(request.POST)
    wanted = form.cleaned_data["role"] if form.is_valid() else ""
    try:
        member = members.change_role(request.actor, user_id=user_id, role=wanted)
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
    else:
        words = {"name": member.user, "role": Role(member.role).label}
        messages.success(request, _("%(name)s: %(role)s from now on.") % words)
    return redirect("organization-members")


@require_POST
@member_page
def remove(request: MemberRequest, user_id: int) -> HttpResponse:
    """End a membership, one's own included."""
    organization = request.actor.organization
    is_own = request.actor.user is not None and request.actor.user.pk == user_id
    try:
        members.remove(request.actor, user_id=user_id)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("organization-members")
    if is_own:
        messages.success(request, _("You left %(name)s.") % {"name": organization})
        return redirect("portfolio")
    messages.success(request, _("The membership has ended."))
    return redirect("organization-members")


def _page(
    request: MemberRequest,
    offered: list[tuple[str, str]],
    *,
    invite: InviteForm | None = None,
    link: LinkForm | None = None,
    url: str = "",
) -> HttpResponse:
    form = invite or link
    search = request.GET.get("q", "").strip()
    context = {
        "rows": _rows(request, search),
        "search": search,
        "form": invite or InviteForm(teams=offered),
        "link": link or LinkForm(teams=offered),
        "open": _open(request),
        "url": url,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "accounts/members.html", context, status=status)


def _rows(request: MemberRequest, search: str) -> list[Row]:
    you = request.actor.user.pk if request.actor.user else None
    is_admin = policy.allows(request.actor, Action.MEMBER_WRITE)
    return [
        Row(
            membership=row,
            role=str(Role(row.role).label),
            is_you=row.user_id == you,
            form=RoleForm(initial={"role": row.role}, auto_id=f"id_%s_{row.user_id}"),
            has_second_factor=getattr(row, "has_second_factor", None) if is_admin else None,
            last_seen=row.user.last_login if is_admin else None,
        )
        for row in members.of(request.actor, search=search)
    ]


def _open(request: MemberRequest) -> list[Open]:
    if not policy.allows(request.actor, Action.MEMBER_WRITE):
        return []
    now = clock.now()
    return [
        Open(row, str(Role(row.role).label), is_expired=row.expires_at <= now)
        for row in invitations.open_of(request.actor)
    ]


def _teams(request: MemberRequest) -> list[tuple[str, str]]:
    if not policy.allows(request.actor, Action.MEMBER_WRITE):
        return []
    return [(str(team.pk), team.name) for team in teams.of(request.actor)]
