"""Teams: named groups of members that can own workloads."""

from __future__ import annotations

import re
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Membership, Team, TeamMember, User
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid, NotFound
from wellarch.events import log

MAX_NAME = 120


def of(actor: Actor) -> QuerySet[Team]:
    """The teams of the actor's organization, by name."""
    policy.require(actor, Action.READ)
    return Team.objects.filter(organization=actor.organization).order_by("normalized_name")


def team_for(actor: Actor, team_id: UUID) -> Team:
    """One team of the actor's organization, or NotFound."""
    policy.require(actor, Action.READ)
    team = of(actor).filter(pk=team_id).first()
    if team is None:
        raise NotFound(_("There is no such team."))
    return team


def members(actor: Actor, team_id: UUID) -> QuerySet[TeamMember]:
    """Who is in a team, by name. NotFound as with `team_for`."""
    team = team_for(actor, team_id)
    return (
        TeamMember.objects.select_related("membership__user")
        .filter(team=team)
        .order_by("membership__user__name", "pk")
    )


def rosters(actor: Actor) -> dict[UUID, list[User]]:
    """The people of every team of the organization, by name."""
    policy.require(actor, Action.READ)
    found: dict[UUID, list[User]] = {}
    rows = TeamMember.objects.select_related("membership__user").filter(
        team__organization=actor.organization
    )
    for row in rows.order_by("membership__user__name", "pk"):
        found.setdefault(row.team_id, []).append(row.membership.user)
    return found


def workloads(actor: Actor) -> dict[UUID, list[tuple[UUID, str]]]:
    """Id and name of the workloads of every team, as far as the actor sees them, by name."""
    # By name, for the ground knows no app.
    seen = apps.get_model("reviews", "Workload")._default_manager.visible_to(actor)
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    rows = seen.filter(team__organization=actor.organization, archived_at=None)
    for team, key, name in rows.order_by("name", "pk").values_list("team_id", "pk", "name"):
        found.setdefault(team, []).append((key, name))
    return found


def create(actor: Actor, *, name: str, description: str = "") -> Team:
    """A new team without members. Names are unique, ignoring case and blanks."""
    policy.require(actor, Action.TEAM_WRITE)
    team = Team(organization=actor.organization)
    with transaction.atomic():
        _write(team, name, description)
        log.record(actor, "team.created", team, data={"name": team.name})
    return team


def edit(
    actor: Actor, team_id: UUID, *, name: str | None = None, description: str | None = None
) -> Team:
    """Another name or description; None stays. Workloads follow by themselves."""
    policy.require(actor, Action.TEAM_WRITE)
    with transaction.atomic():
        team = _locked(actor, team_id)
        before = {"name": team.name, "description": team.description}
        _write(
            team,
            team.name if name is None else name,
            team.description if description is None else description,
        )
        after = {"name": team.name, "description": team.description}
        changed = {key: (before[key], after[key]) for key in after if before[key] != after[key]}
        if changed:
            log.record(actor, "team.changed", team, changes=changed, data={"name": team.name})
    return team


def delete(actor: Actor, team_id: UUID) -> None:
    """End a team. Its workloads stay without one, and are then seen by their maker and admins
    where only the team saw them."""
    policy.require(actor, Action.TEAM_WRITE)
    with transaction.atomic():
        team = _locked(actor, team_id)
        log.record(actor, "team.deleted", team, data={"name": team.name})
        team.delete()


def add_member(actor: Actor, team_id: UUID, *, user_id: int) -> TeamMember:
    """Put a member of the organization into a team; twice is once."""
    policy.require(actor, Action.TEAM_WRITE)
    with transaction.atomic():
        team = _locked(actor, team_id)
        membership = _membership(actor, user_id)
        row, is_new = TeamMember.objects.get_or_create(team=team, membership=membership)
        if is_new:
            log.record(actor, "team.member_added", team, data=_with(team, user_id))
    return row


def remove_member(actor: Actor, team_id: UUID, *, user_id: int) -> None:
    """Take a member out of a team; twice is once."""
    policy.require(actor, Action.TEAM_WRITE)
    with transaction.atomic():
        team = _locked(actor, team_id)
        membership = _membership(actor, user_id)
        gone, _rows = TeamMember.objects.filter(team=team, membership=membership).delete()
        if gone:
            log.record(actor, "team.member_removed", team, data=_with(team, user_id))


def _locked(actor: Actor, team_id: UUID) -> Team:
    # Who changes a team waits for who changes or deletes it.
    team = of(actor).select_for_update().filter(pk=team_id).first()
    if team is None:
        raise NotFound(_("There is no such team."))
    return team


def _membership(actor: Actor, user_id: int) -> Membership:
    found = (
        Membership.objects.select_related("user")
        .filter(organization=actor.organization, user_id=user_id)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such member."))
    return found


def normalize(name: str) -> str:
    """The form in which names are compared: no blanks, no case."""
    return re.sub(r"\s+", "", name).casefold()[:MAX_NAME]


def _write(team: Team, name: str, description: str) -> None:
    team.name, team.description = name.strip(), description.strip()
    team.normalized_name = normalize(name)
    fields: dict[str, list[str]] = {}
    if not 0 < len(team.name) <= MAX_NAME:
        fields["name"] = [_("Name the team in 1 to 120 characters.")]
    if len(team.description) > 500:
        fields["description"] = [_("Use at most 500 characters.")]
    if fields:
        raise Invalid(fields=fields)
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:
        raise Invalid(fields={"name": [_("There is a team of this name already.")]}) from error


def _with(team: Team, user_id: int) -> dict[str, object]:
    return {"name": team.name, "user": user_id}
