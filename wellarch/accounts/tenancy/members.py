"""Who belongs to an organization and as what. People join by invitation: see invitations.py."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.credentials import listing as credentials
from wellarch.accounts.models import Membership, Organization, User
from wellarch.accounts.roles import Role
from wellarch.accounts.sharing import shares
from wellarch.accounts.sign_in import second_factors
from wellarch.accounts.tenancy import invitations
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.events import log


def of(actor: Actor, *, search: str = "") -> QuerySet[Membership]:
    """The members of the actor's organization, by name; `search` looks in name and address.

    Each knows whether its user has a second factor (`has_second_factor`), which is the
    business of admins.
    """
    policy.require(actor, policy.Action.READ)
    rows = (
        Membership.objects.select_related("user")
        .annotate(has_second_factor=second_factors.exists_for("user"))
        .filter(organization=actor.organization)
        .order_by("user__name", "pk")
    )
    for word in search.split():
        rows = rows.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word))
    return rows


def one(actor: Actor, *, user_id: int) -> Membership:
    """One member of the actor's organization, as `of` gives them, or NotFound."""
    member = of(actor).filter(user=user_id).first()
    if member is None:
        raise NotFound(_("There is no such member."))
    return member


def without_second_factor(actor: Actor) -> list[User]:
    """Who would have to set one up if the organization asked for it. For admins."""
    policy.require(actor, policy.Action.ORGANIZATION_WRITE)
    rows = of(actor)
    return [row.user for row in rows if not getattr(row, "has_second_factor", False)]


def admit(actor: Actor, *, email: str, role: str = Role.VIEWER) -> Membership:
    """Make somebody with an account a member without asking them.

    For operators (commands, the demo): no door of the product offers it, because joining is
    the person's own decision. Invalid when nobody has that address, Conflict for a member.
    """
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
        log.record(actor, "member.added", user, data={"role": str(role)})
    return membership


def change_role(actor: Actor, *, user_id: int, role: str) -> Membership:
    """Give a member another role. Conflict `last-admin` if it would leave no admin."""
    policy.require(actor, policy.Action.MEMBER_WRITE)
    if role not in Role.values:
        raise Invalid(fields={"role": [_("Choose a role.")]})
    with transaction.atomic():
        membership = _locked_member(actor, user_id)
        if membership.role == role:
            return membership
        if membership.role == Role.ADMIN:
            _refuse_without_admin(actor, membership)
            # What they invited as an admin ends: its links may be known to them alone.
            invitations.revoke_those_by(actor, membership.user)
        before, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        log.record(actor, "member.role_changed", membership.user, changes={"role": (before, role)})
    return membership


def remove(actor: Actor, *, user_id: int) -> None:
    """End a membership: an admin anyone's, everybody their own. The last admin stays.

    With it end the person's teams, tokens and keys here, what was shared with them in person,
    and the invitations they have open, so that no way back in stays. What they wrote stays.
    """
    is_own = actor.user is not None and actor.user.pk == user_id
    # Everybody may leave, but not by a token that only reads or writes reviews.
    policy.require(actor, policy.Action.TOKEN_WRITE if is_own else policy.Action.MEMBER_WRITE)
    with transaction.atomic():
        membership = _locked_member(actor, user_id)
        if membership.role == Role.ADMIN:
            _refuse_without_admin(actor, membership)
        ended = _end_what_follows(actor, membership.user)
        log.record(
            actor,
            "member.removed",
            membership.user,
            data={"role": membership.role, "is_own": is_own, **ended},
        )
        membership.delete()


def _end_what_follows(actor: Actor, user: User) -> dict[str, int]:
    shares.end_for_member(actor.organization, user.pk)
    return {
        **credentials.end_with(actor.organization, user),
        "invitations": invitations.revoke_those_by(actor, user),
    }


def _locked_member(actor: Actor, user_id: int) -> Membership:
    # One change of members at a time per organization, so that two admins cannot remove each
    # other; the organization comes first, as for everybody who locks it (invitations do).
    Organization.objects.select_for_update(no_key=True).get(pk=actor.organization.pk)
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(organization=actor.organization, user_id=user_id)
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such member."))
    return row


def _refuse_without_admin(actor: Actor, leaving: Membership) -> None:
    others = Membership.objects.filter(
        organization=actor.organization, role=Role.ADMIN, user__is_active=True
    )
    if not others.exclude(pk=leaving.pk).exists():
        raise Conflict(
            _("%(organization)s needs an admin. Make somebody else an admin first.")
            % {"organization": actor.organization.name},
            code="last-admin",
        )
