"""Pages of teams: which there are, who is in one, what it owns."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellarch.accounts import policy
from wellarch.accounts.models import Team, User
from wellarch.accounts.pages.forms.joining import TeamForm, TeamMemberForm
from wellarch.accounts.pages.forms.profile import fill_errors
from wellarch.accounts.policy import Action
from wellarch.accounts.tenancy import members, teams
from wellarch.errors import Invalid
from wellarch.pages import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class Row:
    """A team as the list shows it."""

    team: Team
    people: list[User]
    workloads: list[tuple[UUID, str]]


@require_safe
@member_page
def team_list(request: MemberRequest) -> HttpResponse:
    """The teams of the organization with their people and workloads."""
    people, workloads = teams.rosters(request.actor), teams.workloads(request.actor)
    rows = [
        Row(team, people.get(team.pk, []), workloads.get(team.pk, []))
        for team in teams.of(request.actor)
    ]
    return render(request, "accounts/teams.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest) -> HttpResponse:
    """A new team."""
    policy.require(request.actor, Action.TEAM_WRITE)
    form = TeamForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            team = teams.create(request.actor, **form.cleaned_data)
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("%s is here. Who belongs to it?") % team.name)
            return redirect("team-detail", team.pk)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/team_form.html", {"form": form}, status=status)


@require_safe
@member_page
def detail(request: MemberRequest, team_id: UUID) -> HttpResponse:
    """Who is in a team and what it owns."""
    team = teams.team_for(request.actor, team_id)
    people = [row.membership.user for row in teams.members(request.actor, team_id)]
    inside = {person.pk for person in people}
    others = [row for row in members.of(request.actor) if row.user_id not in inside]
    context = {
        "team": team,
        "people": people,
        "workloads": teams.workloads(request.actor).get(team.pk, []),
        "form": TeamMemberForm(members=others) if others else None,
    }
    return render(request, "accounts/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: MemberRequest, team_id: UUID) -> HttpResponse:
    """Another name or description."""
    team = teams.team_for(request.actor, team_id)
    policy.require(request.actor, Action.TEAM_WRITE)
    initial = {"name": team.name, "description": team.description}
    form = TeamForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            teams.edit(request.actor, team_id, **form.cleaned_data)
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("The team is saved."))
            return redirect("team-detail", team_id)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/team_form.html", {"form": form, "team": team}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete(request: MemberRequest, team_id: UUID) -> HttpResponse:
    """Ask, then end a team. What it owns stays without a team."""
    team = teams.team_for(request.actor, team_id)
    policy.require(request.actor, Action.TEAM_WRITE)
    if request.method == "POST":
        teams.delete(request.actor, team_id)
        messages.success(request, _("%s is deleted.") % team.name)
        return redirect("team-list")
    context = {"team": team, "workloads": teams.workloads(request.actor).get(team.pk, [])}
    return render(request, "accounts/team_delete.html", context)


@require_POST
@member_page
def member_add(request: MemberRequest, team_id: UUID) -> HttpResponse:
    """Put a member of the organization into a team."""
    teams.team_for(request.actor, team_id)
    policy.require(request.actor, Action.TEAM_WRITE)
    form = TeamMemberForm(request.POST, members=list(members.of(request.actor)))
    if not form.is_valid():
        messages.error(request, _("Choose a member of the organization."))
        return redirect("team-detail", team_id)
    row = teams.add_member(request.actor, team_id, user_id=form.cleaned_data["user"])
    messages.success(request, _("%s is in the team now.") % row.membership.user)
    return redirect("team-detail", team_id)


@require_POST
@member_page
def member_remove(request: MemberRequest, team_id: UUID, user_id: int) -> HttpResponse:
    """Take a member out of a team."""
    teams.remove_member(request.actor, team_id, user_id=user_id)
    messages.success(request, _("The member left the team and stays in the organization."))
    return redirect("team-detail", team_id)
