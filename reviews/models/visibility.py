"""Who sees a workload and what they are on it: the tenancy rule of every query in reviews.

A workload is reached from inside (as a member of its organization: everybody, or only its
team, its maker and admins) and through accepted shares with the person, a team of theirs or
their organization. Whoever has several grounds has the highest.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, CharField, Exists, F, Min, OuterRef, Q, Subquery, Value

from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share, TeamMember
from wellarch.accounts.roles import Permission, Role, ShareKind, Visibility

_ORDER = (Role.VIEWER, Role.CONTRIBUTOR, Role.ARCHITECT, Role.ADMIN)
_OF_PERMISSION = {Permission.READ: Role.VIEWER, Permission.CONTRIBUTE: Role.CONTRIBUTOR}


def seen_by(actor: Actor, path: str = "") -> Q:
    """The condition on rows that reach their workload through `path` (such as "workload__")."""
    seen = inside(actor, path)
    if actor.user is not None:
        seen |= shared_with(actor, path)
    if actor.workloads is not None:
        seen &= Q(**{f"{path}pk__in": actor.workloads})
    return seen


def inside(actor: Actor, path: str = "") -> Q:
    """The part of `seen_by` about the actor's own organization, whatever a token narrows."""
    found = Q(**{f"{path}organization": actor.organization})
    if actor.role != Role.ADMIN:
        found &= (
            Q(**{f"{path}visibility": Visibility.ORGANIZATION})
            | Q(**{f"{path}created_by": actor.user})
            | Q(**{f"{path}team__in": _teams(actor)})
        )
    return found


def shared_with(actor: Actor, path: str = "") -> Q:
    """The part of `seen_by` about what others share with the actor, a team or organization."""
    return Q(**{f"{path}pk__in": _shares(actor).values("subject_id")})


def open_to(actor: Actor, path: str = "") -> Q:
    """The condition on rows on whose workload the actor's role alone decides.

    Those of their organization that are open to everybody there, or were made by them; to an
    admin all. For these, nobody has to look for teams and shares: see `is_decided_by_role`.
    """
    found = Q(**{f"{path}organization": actor.organization})
    if actor.role != Role.ADMIN:
        found &= Q(**{f"{path}visibility": Visibility.ORGANIZATION}) | Q(
            **{f"{path}created_by": actor.user}
        )
    if actor.workloads is not None:
        found &= Q(**{f"{path}pk__in": actor.workloads})
    return found


def is_decided_by_role(actor: Actor) -> bool:
    """Whether no share can give the actor more than their role does where it counts."""
    return actor.role != Role.VIEWER


def grounds(actor: Actor, path: str = "") -> dict[str, Any]:
    """Annotations from which `role_on` tells what the actor is on a row's workload."""
    if actor.user is None:
        return {
            "ground_team": Value(True, output_field=BooleanField()),
            "ground_person": Value(None, output_field=CharField()),
            "ground_organization": Value(None, output_field=CharField()),
        }
    shares = _shares(actor).filter(subject_id=OuterRef(f"{path}pk"))
    return {
        "ground_team": Exists(_teams(actor).filter(team=OuterRef(f"{path}team"))),
        "ground_person": _best(shares.filter(target_organization=None)),
        "ground_organization": _best(shares.exclude(target_organization=None)),
    }


def role_on(actor: Actor, row: Any, workload: Any) -> Role:
    """What the actor is on the workload of a row that was loaded with `grounds`.

    Inside it is their role. A share with a person or team gives what it says; one with an
    organization gives each of its members at most their own role there.
    """
    found = [Role.VIEWER]
    if workload.organization_id == actor.organization.pk and (
        actor.role == Role.ADMIN
        or workload.visibility == Visibility.ORGANIZATION
        or (actor.user is not None and workload.created_by_id == actor.user.pk)
        or row.ground_team
    ):
        found.append(actor.role)
    if row.ground_person:
        found.append(_OF_PERMISSION[Permission(row.ground_person)])
    if row.ground_organization:
        found.append(
            min(actor.role, _OF_PERMISSION[Permission(row.ground_organization)], key=_ORDER.index)
        )
    return max(found, key=_ORDER.index)


def _teams(actor: Actor) -> Any:
    return TeamMember.objects.filter(
        membership__user=actor.user, membership__organization=actor.organization
    ).values("team")


def _shares(actor: Actor) -> Any:
    return Share.objects.reaching(actor.user, actor.organization).filter(kind=ShareKind.WORKLOAD)


def _best(shares: Any) -> Subquery:
    # "contribute" comes before "read", in the alphabet as in what it allows.
    best = shares.order_by().values(of=F("subject_id")).annotate(best=Min("permission"))
    return Subquery(best.values("best")[:1])
