"""Who has access to a workload and why, in a fixed number of queries.

Says in words what reviews/models/visibility.py decides in SQL; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Workload
from reviews.services import sharing
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Membership, Share, TeamMember, User
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Permission, Role, ShareStatus, Visibility
from wellarch.accounts.sharing import rows as share_rows
from wellarch.accounts.sharing import shares
from wellarch.accounts.sharing.rows import ShareRows

PAGE_SIZE = 25
ORDER = (Role.VIEWER, Role.CONTRIBUTOR, Role.ARCHITECT, Role.ADMIN)
_OF = {Permission.READ: Role.VIEWER, Permission.CONTRIBUTE: Role.CONTRIBUTOR}


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason to have access, and the role it gives."""

    role: Role
    words: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with access. role: the highest of their grounds."""

    user: User
    grounds: tuple[Ground, ...]
    is_member: bool
    is_you: bool

    @property
    def role(self) -> Role:
        """What they are on the workload."""
        return max((ground.role for ground in self.grounds), key=ORDER.index)


@dataclass(frozen=True, slots=True)
class AccessPage:
    """What the page shows. A guest learns only why they have access themselves.

    by_role: how many members have access, by their role in the organization.
    """

    workload: Workload
    is_guest: bool
    own: tuple[Ground, ...]
    own_shares: tuple[Share, ...]
    members: Page[Membership] | None
    people: tuple[Person, ...]
    outsiders: tuple[Person, ...]
    by_role: tuple[tuple[str, int], ...]
    shares: ShareRows | None

    @property
    def member_count(self) -> int:
        """How many members have access."""
        return sum(count for _role, count in self.by_role)


def build(actor: Actor, workload_id: UUID, page_number: str | int = 1) -> AccessPage:
    """The page: eight queries at most, whatever the number of members and shares."""
    workload = access.workload_for(actor, workload_id)
    if workload.organization_id != actor.organization.pk:
        return _guest_page(actor, workload)
    rows = share_rows.of(sharing.subject_of(workload))
    given = [row.share for row in rows.accepted]
    members = _members(workload, given)
    page = Paginator(members, PAGE_SIZE).get_page(page_number)
    shown = list(page.object_list)
    page.object_list = shown
    outside = _outside(workload, given)
    teams = _teams_of(shown)
    you = actor.user.pk if actor.user else None
    may_share = policy.allows(actor.acting_as(workload.role or actor.role), Action.SHARE_WRITE)
    return AccessPage(
        workload=workload,
        is_guest=False,
        own=(),
        own_shares=(),
        members=page,
        people=tuple(
            Person(
                row.user,
                tuple(_inside(row, workload, teams) + _given(row.user_id, teams, given)),
                is_member=True,
                is_you=row.user_id == you,
            )
            for row in shown
        ),
        outsiders=tuple(
            Person(user, tuple(_given(user.pk, {}, given)), is_member=False, is_you=False)
            for user in outside
        ),
        by_role=_by_role(members),
        # Who was asked and has not come in is the business of those who may ask.
        shares=rows if may_share else ShareRows(rows.accepted, (), ()),
    )


def _guest_page(actor: Actor, workload: Workload) -> AccessPage:
    shares = Share.objects.reaching(actor.user, actor.organization).filter(
        kind=sharing.subject_of(workload).kind, subject_id=workload.pk
    )
    own = tuple(
        shares.select_related("created_by", "target_organization").distinct().order_by("created_at")
    )
    return AccessPage(
        workload=workload,
        is_guest=True,
        own=tuple(_of_share(share, actor.role) for share in own),
        own_shares=own,
        members=None,
        people=(),
        outsiders=(),
        by_role=(),
        shares=None,
    )


def _members(workload: Workload, given: Iterable[Share]) -> QuerySet[Membership]:
    rows = Membership.objects.filter(organization=workload.organization_id)
    if workload.visibility == Visibility.TEAM:
        teams = {share.target_team_id for share in given} | {workload.team_id}
        users = {share.target_user_id for share in given} | {workload.created_by_id}
        in_team = TeamMember.objects.filter(team__in=teams - {None})
        rows = rows.filter(
            Q(role=Role.ADMIN) | Q(user__in=users - {None}) | Q(pk__in=in_team.values("membership"))
        )
    return rows.select_related("user").order_by("user__name", "pk")


def _by_role(members: QuerySet[Membership]) -> tuple[tuple[str, int], ...]:
    found = dict(members.order_by().values_list("role").annotate(number=Count("pk")))
    return tuple((str(role.label), found[role]) for role in reversed(ORDER) if role in found)


def _teams_of(members: Iterable[Membership]) -> dict[int, set[UUID]]:
    rows = TeamMember.objects.filter(membership__in=[row.pk for row in members])
    found: dict[int, set[UUID]] = {}
    for user_id, team_id in rows.values_list("membership__user_id", "team_id"):
        found.setdefault(user_id, set()).add(team_id)
    return found


def _outside(workload: Workload, given: Iterable[Share]) -> list[User]:
    """People with a share of their own who are no members."""
    users = {share.target_user_id: share.target_user for share in given if share.target_user}
    inside = set(
        Membership.objects.filter(
            organization=workload.organization_id, user__in=list(users)
        ).values_list("user_id", flat=True)
    )
    return [user for key, user in users.items() if key not in inside]


def _inside(row: Membership, workload: Workload, teams: dict[int, set[UUID]]) -> list[Ground]:
    role = Role(row.role)
    found = []
    if workload.visibility == Visibility.ORGANIZATION or role == Role.ADMIN:
        words = _("%(role)s of %(organization)s") % {
            "role": role.label, "organization": workload.organization.name,
        }  # fmt: skip
        found.append(Ground(role, words))
    if workload.visibility == Visibility.TEAM:
        if workload.created_by_id == row.user_id:
            found.append(Ground(role, _("Created the workload")))
        if workload.team and workload.team_id in teams.get(row.user_id, ()):
            words = _("In the team %(team)s, which owns it") % {"team": workload.team.name}
            found.append(Ground(role, words))
    return found


def _given(user_id: int, teams: dict[int, set[UUID]], given: Iterable[Share]) -> list[Ground]:
    return [
        _of_share(share)
        for share in given
        if share.status == ShareStatus.ACCEPTED
        and (
            share.target_user_id == user_id
            or (share.target_team_id and share.target_team_id in teams.get(user_id, ()))
        )
    ]


def _of_share(share: Share, at_most: Role = Role.ADMIN) -> Ground:
    words: dict[str, Any] = {
        "name": share.created_by or _("somebody"),
        "day": date_format(timezone.localtime(share.created_at), "j F Y"),
    }
    role = _OF[Permission(share.permission)]
    if share.target_team:
        words["team"] = share.target_team.name
        return Ground(role, _("Shared with the team %(team)s by %(name)s on %(day)s") % words)
    if share.target_organization:
        words["organization"] = share.target_organization.name
        text = _("Shared with %(organization)s by %(name)s on %(day)s") % words
        return Ground(min(role, at_most, key=ORDER.index), text)
    return Ground(role, _("Shared by %(name)s on %(day)s") % words)


def shares_of(actor: Actor, workload_id: UUID) -> QuerySet[Share]:
    """The shares of a workload as programs list them: all for who may share it, those that give
    access for its other members, their own for guests."""
    workload = access.workload_for(actor, workload_id)
    subject = sharing.subject_of(workload)
    found = shares.of_subject(subject)
    if workload.organization_id != actor.organization.pk:
        own = Share.objects.reaching(actor.user, actor.organization)
        return found.filter(pk__in=own.values("pk"))
    if Action.SHARE_WRITE in policy.TABLE[workload.role or actor.role]:
        return found
    return found.filter(status=ShareStatus.ACCEPTED)


def users_of(actor: Actor, workload: Workload) -> QuerySet[User]:
    """Everybody with access; of a workload of another organization only oneself."""
    if workload.organization_id != actor.organization.pk:
        return User.objects.filter(pk=actor.user.pk) if actor.user else User.objects.none()
    given = _given_of(workload)
    members = _members(workload, given).values("user")
    guests = [share.target_user_id for share in given if share.target_user_id]
    return User.objects.filter(Q(pk__in=members) | Q(pk__in=guests))


def people_of(actor: Actor, workload: Workload, users: Iterable[User]) -> tuple[Person, ...]:
    """Why these people have access. Three queries."""
    you = actor.user.pk if actor.user else None
    if workload.organization_id != actor.organization.pk:
        own = _guest_page(actor, workload).own
        return tuple(Person(user, own, is_member=False, is_you=True) for user in users)
    given = _given_of(workload)
    rows = Membership.objects.filter(
        organization=workload.organization_id, user__in=[user.pk for user in users]
    )
    members = {row.user_id: row for row in rows}
    teams = _teams_of(members.values())
    found = []
    for user in users:
        row = members.get(user.pk)
        inside = _inside(row, workload, teams) if row else []
        grounds = tuple(inside + _given(user.pk, teams, given))
        found.append(Person(user, grounds, is_member=row is not None, is_you=user.pk == you))
    return tuple(found)


def _given_of(workload: Workload) -> list[Share]:
    rows = shares.of_subject(sharing.subject_of(workload))
    return list(rows.filter(status=ShareStatus.ACCEPTED))
