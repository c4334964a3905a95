"""What tokens and access keys have in common: what may be made, seen and ended by whom.

A credential never may more than its maker: not more than the person's role (checked at every
use), and, made by a token, not more than that token: its scope, its workloads, its end.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import AccessKey, Organization, Token, User
from wellarch.accounts.models.credentials import Credential
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Scope
from wellarch.errors import Forbidden, Invalid, NotFound

C = TypeVar("C", Token, AccessKey)
MAX_WORKLOADS = 1000
_ORDER = (Scope.READ, Scope.WRITE, Scope.ADMIN)


def own(actor: Actor, kind: type[C]) -> QuerySet[C]:
    """The actor's own credentials of a kind that are not revoked, newest first."""
    policy.require(actor, Action.TOKEN_WRITE)
    return _open(actor, kind).filter(user=actor.user)


def one(actor: Actor, kind: type[C], **which: Any) -> C:
    """One the actor may see: their own, an admin anybody's. NotFound otherwise."""
    policy.require(actor, Action.TOKEN_WRITE)
    row = _reach(actor, kind).filter(**which).first()
    if row is None:
        raise NotFound(_("There is no such token or key."))
    return row


def all_of(actor: Actor, kind: type[C]) -> QuerySet[C]:
    """Those of everybody in the organization, with their owners; for admins."""
    policy.require(actor, Action.MEMBER_WRITE)
    return _open(actor, kind).select_related("user").order_by("user__name", "-created_at", "pk")


def revocable(actor: Actor, kind: type[C], **which: Any) -> C:
    """One the actor may end: their own, an admin anybody's. NotFound otherwise."""
    policy.require(actor, Action.TOKEN_WRITE)
    row = _reach(actor, kind).select_for_update(of=("self",)).filter(**which).first()
    if row is None:
        raise NotFound(_("There is no such token or key."))
    return row


def usable(kind: type[C]) -> QuerySet[C]:
    """Those that are neither revoked nor expired now."""
    rows: QuerySet[C] = kind._default_manager.filter(revoked_at=None)
    return rows.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()))


def workloads_for(actor: Actor) -> QuerySet[Model]:
    """The workloads a credential may be restricted to: those the actor sees, by name."""
    rows: QuerySet[Model] = apps.get_model("reviews", "Workload").objects.visible_to(actor)
    return rows.order_by("name", "pk")


def checked(
    actor: Actor,
    *,
    name: str,
    scope: str,
    expires_at: datetime | None,
    workload_ids: Collection[UUID] | None,
) -> tuple[User, dict[str, Any]]:
    """The owner and the columns of a new credential.

    Forbidden if the actor may make none, or would get more than they have. Invalid names every
    wrong field.
    """
    policy.require(actor, Action.TOKEN_WRITE)
    if actor.user is None:
        raise Forbidden(_("A token or key belongs to a person."))
    fields: dict[str, list[str]] = {}
    if not name.strip():
        fields["name"] = [_("Give it a name, so that you know later what uses it.")]
    elif len(name.strip()) > 100:
        fields["name"] = [_("Use at most 100 characters.")]
    if scope not in Scope.values:
        fields["scope"] = [_("Choose read, write or admin.")]
    if expires_at and expires_at <= clock.now():
        fields["expires_at"] = [_("This moment has passed.")]
    wanted = None if workload_ids is None else set(workload_ids)
    if wanted is not None:
        fields |= _problems_of(actor, wanted)
    if fields:
        raise Invalid(fields=fields)
    _cap(actor, Scope(scope), expires_at, wanted)
    ids = None if wanted is None else sorted(str(key) for key in wanted)
    return actor.user, {
        "organization": actor.organization,
        "user": actor.user,
        "name": name.strip(),
        "scope": scope,
        "expires_at": expires_at,
        "workload_ids": ids,
    }


def told(credential: Credential) -> dict[str, Any]:
    """What the log says of a credential beside its visible part: no name, it may be a person's."""
    ids = credential.workload_ids
    return {
        "scope": str(credential.scope),
        "expires_at": credential.expires_at.isoformat() if credential.expires_at else None,
        "workloads": None if ids is None else len(ids),
    }


def end_with(organization: Organization, user: User) -> dict[str, int]:
    """Revoke what somebody has in the organization they leave; returns how many of each kind.

    Without a membership they are refused anyhow; revoked, they do not come back with the person.
    """
    theirs, now = {"organization": organization, "user": user, "revoked_at": None}, clock.now()
    return {
        "tokens": Token.objects.filter(**theirs).update(revoked_at=now),
        "keys": AccessKey.objects.filter(**theirs).update(revoked_at=now, secret=""),
    }


def _reach(actor: Actor, kind: type[C]) -> QuerySet[C]:
    """Those the actor may see and end."""
    rows = _open(actor, kind)
    if not policy.allows(actor, Action.MEMBER_WRITE):
        rows = rows.filter(user=actor.user)
    return rows


def _open(actor: Actor, kind: type[C]) -> QuerySet[C]:
    rows: QuerySet[C] = kind._default_manager.filter(
        organization=actor.organization, revoked_at=None
    )
    return rows.order_by("-created_at", "-pk")


def _problems_of(actor: Actor, wanted: set[UUID]) -> dict[str, list[str]]:
    if len(wanted) > MAX_WORKLOADS:
        return {"workload_ids": [_("Choose at most %(n)d workloads.") % {"n": MAX_WORKLOADS}]}
    seen = set(workloads_for(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - seen:
        return {"workload_ids": [_("One of these workloads does not exist.")]}
    return {}


def _cap(actor: Actor, scope: Scope, expires_at: datetime | None, wanted: set[UUID] | None) -> None:
    """What is made by a token or key never may more than that."""
    if _ORDER.index(scope) > _ORDER.index(actor.scope):
        raise Forbidden(
            _("A token cannot make one with a wider scope than its own, which is %(scope)s.")
            % {"scope": actor.scope},
            code="exceeds-token",
        )
    if actor.workloads is not None and (wanted is None or wanted - actor.workloads):
        raise Forbidden(
            _("A token cannot make one that reaches more workloads than itself."),
            code="exceeds-token",
        )
    end = _end_of_maker(actor)
    if end is not None and (expires_at is None or expires_at > end):
        raise Forbidden(
            _("A token cannot make one that outlives it: it ends on %(end)s.")
            % {"end": end.isoformat(timespec="minutes")},
            code="exceeds-token",
        )


def _end_of_maker(actor: Actor) -> datetime | None:
    """When the credential ends that the actor presents; None for never, or for a person."""
    if not actor.credential:
        return None
    mine = {"organization": actor.organization, "user": actor.user}
    for rows in (
        usable(Token).filter(prefix=actor.credential, **mine),
        usable(AccessKey).filter(key_id=actor.credential, **mine),
    ):
        ends = rows.order_by(F("expires_at").asc(nulls_last=True))
        for end in ends.values_list("expires_at", flat=True)[:1]:
            return end
    return None
