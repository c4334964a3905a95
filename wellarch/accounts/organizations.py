"""Organizations and their members: founded, changed, joined, left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import Membership, Organization, User
from wellarch.accounts.roles import Role, Via
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.events import log

_SLUG_RACES = 5
EDITABLE = ("name", "industry", "high_risk_days", "medium_risk_days", "low_risk_days")


def memberships_of(user: User) -> QuerySet[Membership]:
    """The memberships of a user with their organizations, oldest first."""
    return (
        Membership.objects.select_related("user", "organization")
        .filter(user=user)
        .order_by("created_at", "pk")
    )


def members(actor: Actor) -> QuerySet[Membership]:
    """The members of the actor's organization, by name."""
    return (
        Membership.objects.select_related("user")
        .filter(organization=actor.organization)
        .order_by("user__name", "pk")
    )


def found(user: User, *, name: str, via: Via | str = Via.BROWSER) -> Membership:
    """A new organization with `user` as its first admin."""
    name = name.strip()
    if not name:
        raise Invalid(fields={"name": [_("Name your organization.")]})
    with transaction.atomic():
        organization = _create(name[:100])
        membership = Membership.objects.create(
            organization=organization, user=user, role=Role.ADMIN
        )
        log.record(
            member_actor(membership, Via(via)),
            "organization.created",
            organization,
            data={"name": organization.name},
        )
    return membership


def edit(actor: Actor, *, changes: Mapping[str, Any]) -> Organization:
    """Change the settings in EDITABLE. Invalid names every wrong field."""
    policy.require(actor, policy.Action.ORGANIZATION_WRITE)
    unknown = {key: [_("Unknown field.")] for key in changes if key not in EDITABLE}
    if unknown:
        raise Invalid(fields=unknown)
    with transaction.atomic():
        organization = Organization.objects.select_for_update(no_key=True).get(
            pk=actor.organization.pk
        )
        before = {key: getattr(organization, key) for key in changes}
        for key, value in changes.items():
            setattr(organization, key, value)
        try:
            organization.full_clean(exclude=["slug"])
        except ValidationError as error:
            raise Invalid(fields=error.message_dict) from error
        organization.save(update_fields=list(changes))
        log.record(
            actor,
            "organization.changed",
            organization,
            data={"before": before, "after": dict(changes)},
        )
    return organization


def add_member(actor: Actor, *, email: str, role: str = Role.VIEWER) -> Membership:
    """Let somebody who has an account here join. Invalid when nobody has that address."""
    policy.require(actor, policy.Action.MEMBER_WRITE)
    if role not in Role.values:
        raise Invalid(fields={"role": [_("Choose a role.")]})
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise Invalid(fields={"email": [_("Nobody with this address has signed up here yet.")]})
    with transaction.atomic():
        membership, is_new = Membership.objects.get_or_create(
            organization=actor.organization, user=user, defaults={"role": role}
        )
        if not is_new:
            raise Conflict(_("%(name)s is a member already.") % {"name": user})
        log.record(actor, "member.added", user, data={"role": role})
    return membership


def change_role(actor: Actor, *, user_id: int, role: str) -> Membership:
    """Give a member another role. Conflict if it would leave no admin."""
    policy.require(actor, policy.Action.MEMBER_WRITE)
    if role not in Role.values:
        raise Invalid(fields={"role": [_("Choose a role.")]})
    with transaction.atomic():
        membership = _locked_member(actor, user_id)
        if membership.role == Role.ADMIN and role != Role.ADMIN:
            _refuse_without_admin(actor, membership)
        before, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        log.record(
            actor, "member.role_changed", membership.user, data={"before": before, "after": role}
        )
    return membership


def remove_member(actor: Actor, *, user_id: int) -> None:
    """End a membership: an admin anyone's, everybody their own. The last admin stays."""
    is_own = actor.user is not None and actor.user.pk == user_id
    # Everybody may leave, but not by a token that only reads or writes reviews.
    policy.require(actor, policy.Action.TOKEN_WRITE if is_own else policy.Action.MEMBER_WRITE)
    with transaction.atomic():
        membership = _locked_member(actor, user_id)
        if membership.role == Role.ADMIN:
            _refuse_without_admin(actor, membership)
        log.record(actor, "member.removed", membership.user, data={"role": membership.role})
        membership.delete()


def _locked_member(actor: Actor, user_id: int) -> Membership:
    # All rows of the organization are locked, so that two admins cannot remove each other.
    rows = list(
        Membership.objects.select_for_update()
        .filter(organization=actor.organization)
        .order_by("pk")
    )
    for row in rows:
        if row.user_id == user_id:
            return row
    raise NotFound(_("There is no such member."))


def _refuse_without_admin(actor: Actor, leaving: Membership) -> None:
    others = Membership.objects.filter(organization=actor.organization, role=Role.ADMIN)
    if not others.exclude(pk=leaving.pk).exists():
        raise Conflict(
            _("%(organization)s needs an admin. Make somebody else an admin first.")
            % {"organization": actor.organization.name},
            code="last-admin",
        )


def _create(name: str) -> Organization:
    """A new organization; who loses the race for a free slug takes the next one."""
    for _attempt in range(_SLUG_RACES):
        try:
            with transaction.atomic():
                return Organization.objects.create(name=name, slug=_free_slug(name))
        except IntegrityError:
            continue
    raise Conflict(_("Many organizations of this name are being founded. Try again."))


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "organization"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for n in range(2, 10_000) if (slug := f"{base}-{n}") not in taken)
