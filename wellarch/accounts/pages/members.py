"""The page of an organization's members, and what is done there."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellarch.accounts import organizations
from wellarch.accounts.forms import MemberForm, RoleForm, fill_errors
from wellarch.accounts.models import Membership
from wellarch.accounts.roles import Role
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class Row:
    """A member as the list shows them."""

    membership: Membership
    role: str
    is_you: bool
    form: RoleForm


@member_page
def members(request: MemberRequest) -> HttpResponse:
    """Who belongs to the organization; admins let others join."""
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            joined = organizations.add_member(request.actor, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("%(name)s is a member now.") % {"name": joined.user})
            return redirect("organization-members")
    status = 422 if form.is_bound else 200
    context = {"form": form, "rows": _rows(request)}
    return render(request, "accounts/members.html", context, status=status)


@require_POST
@member_page
def role(request: MemberRequest, user_id: int) -> HttpResponse:
    """Give a member another role."""
    form = RoleForm(request.POST)
    wanted = form.cleaned_data["role"] if form.is_valid() else ""
    try:
        member = organizations.change_role(request.actor, user_id=user_id, role=wanted)
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
        organizations.remove_member(request.actor, user_id=user_id)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("organization-members")
    if is_own:
        messages.success(request, _("You left %(name)s.") % {"name": organization})
        return redirect("portfolio")
    messages.success(request, _("The membership has ended."))
    return redirect("organization-members")


def _rows(request: MemberRequest) -> list[Row]:
    you = request.actor.user.pk if request.actor.user else None
    return [
        Row(
            membership=row,
            role=str(Role(row.role).label),
            is_you=row.user_id == you,
            form=RoleForm(initial={"role": row.role}, auto_id=f"id_%s_{row.user_id}"),
        )
        for row in organizations.members(request.actor)
    ]
