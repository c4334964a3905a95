"""The end of an account: the person goes, what they did for their organizations stays.

The row of the user stays, emptied, because history points at it; wherever the name stood it
then says "Former member". Everything that is only theirs is deleted.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wellarch import clock
from wellarch.accounts.actor import member_actor
from wellarch.accounts.models import (
    AccessKey,
    Invitation,
    Membership,
    Organization,
    Share,
    Token,
    User,
)
from wellarch.accounts.persons import privacy
from wellarch.accounts.roles import Role, Via
from wellarch.accounts.sharing import shares
from wellarch.accounts.tenancy import invitations
from wellarch.errors import Conflict, Invalid
from wellarch.events import log
from wellarch.events.models import Notice


@dataclass(frozen=True, slots=True)
class Ending:
    """An organization that ends with its only member."""

    organization: Organization
    workloads: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What the end of an account would mean.

    blocking: organizations in which nobody else is admin; endings: those without anybody else;
    staying: those that go on.
    """

    blocking: tuple[Organization, ...]
    endings: tuple[Ending, ...]
    staying: tuple[Organization, ...]


def plan(user: User) -> Plan:
    """What would happen to the organizations of a person."""
    blocking, endings, staying = list[Organization](), list[Ending](), list[Organization]()
    workloads = apps.get_model("reviews", "Workload")._default_manager
    mine = Membership.objects.filter(user=user).select_related("organization")
    for membership in mine.order_by("organization__name", "pk"):
        organization = membership.organization
        others = Membership.objects.filter(organization=organization).exclude(user=user)
        if not others.exists():
            count = workloads.filter(organization=organization).count()
            endings.append(Ending(organization, count))
        elif membership.role == Role.ADMIN and not _has_admin(others):
            blocking.append(organization)
        else:
            staying.append(organization)
    return Plan(tuple(blocking), tuple(endings), tuple(staying))


def erase(
    user: User,
    *,
    confirmation: str,
    ending: Collection[UUID] = (),
    via: Via = Via.BROWSER,
    ip: str = "",
) -> None:
    """End the account of `user`. Not undone.

    confirmation: their address, typed. ending: the organizations they agree to delete, which
    has to be each of which they are the only member. Invalid for these; Conflict `last-admin`
    while an organization with other members has no other admin.
    """
    with transaction.atomic():
        _lock(user)
        decided = plan(user)
        _check(user, decided, confirmation, frozenset(ending))
        for ends in decided.endings:
            _end(ends.organization)
        former = str(User(erased_at=clock.now()))
        for forget in privacy.contributions("forget"):
            forget(user, former, privacy.organizations_of(user))
        _leave(user, via, ip)
        _forget_in_notices(user, former)
        _delete_what_is_theirs(user)
        _empty(user)


def _has_admin(rows: QuerySet[Membership]) -> bool:
    # Who cannot sign in cannot go on in somebody's place.
    return rows.filter(role=Role.ADMIN, user__is_active=True).exists()


def _lock(user: User) -> None:
    # The organizations first, as everybody who changes members does; so nobody stops being the
    # other admin meanwhile.
    mine = Membership.objects.filter(user=user).values("organization")
    list(Organization.objects.select_for_update(no_key=True).filter(pk__in=mine).order_by("pk"))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _check(user: User, decided: Plan, confirmation: str, ending: frozenset[UUID]) -> None:
    if decided.blocking:
        names = ", ".join(organization.name for organization in decided.blocking)
        raise Conflict(
            _("%(names)s needs an admin. Make somebody else an admin first.") % {"names": names},
            code="last-admin",
            organizations=[str(organization.pk) for organization in decided.blocking],
        )
    fields: dict[str, list[str]] = {}
    if confirmation.strip().lower() != user.email.lower():
        fields["confirmation"] = [_("Type your address exactly as it is shown.")]
    left = [row.organization.name for row in decided.endings if row.organization.pk not in ending]
    if left:
        fields["ending"] = [
            _("Nobody else is in %(names)s. Agree that it is deleted, or invite an admin first.")
            % {"names": ", ".join(left)}
        ]
    if fields:
        raise Invalid(fields=fields)


def _end(organization: Organization) -> None:
    for end in privacy.contributions("end_organization"):
        end(organization)
    logo = organization.logo
    if logo:
        transaction.on_commit(lambda: logo.storage.delete(str(logo.name)))
    organization.delete()


def _leave(user: User, via: Via, ip: str) -> None:
    for membership in Membership.objects.filter(user=user).select_related("user", "organization"):
        actor = member_actor(membership, via, ip=ip)
        log.record(actor, "person.erased", user)
        invitations.revoke_those_by(actor, user)
        shares.end_for_member(membership.organization, user.pk)
        membership.delete()


def _forget_in_notices(user: User, former: str) -> None:
    """Mails to others that wait and tell what this person did; those sent hold nothing."""
    if not user.name:
        return
    waiting = Notice.objects.filter(sent_at=None, data__by=user.name).exclude(user=user)
    changed = []
    for notice in waiting.iterator(chunk_size=500):
        notice.data["by"] = former
        changed.append(notice)
    Notice.objects.bulk_update(changed, ["data"], batch_size=200)


def _delete_what_is_theirs(user: User) -> None:
    to_them = Q(target_user=user)
    by_mail = Q()
    for address in privacy.addresses_of(user):
        by_mail |= Q(email__iexact=address)
    Notice.objects.filter(Q(user=user) | by_mail).delete()
    Share.objects.filter(to_them | by_mail).delete()
    Invitation.objects.filter(by_mail).delete()
    _end_sessions(user)
    for kind in (Token, AccessKey, EmailAddress, Authenticator, SocialAccount, UserSession):
        kind._default_manager.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()


def _end_sessions(user: User) -> None:
    """Theirs, and those of sign-ins that were begun with their address and not finished."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    addresses = privacy.addresses_of(user)
    for row in Session.objects.iterator(chunk_size=1000):
        told = row.get_decoded()
        is_theirs = told.get(SESSION_KEY) == str(user.pk)
        if is_theirs or any(address in str(told).lower() for address in addresses):
            store(row.session_key).delete()


def _empty(user: User) -> None:
    # `.invalid` never is anybody's; nothing of it leads back to the person.
    user.email = f"erased-{secrets.token_hex(12)}@erased.invalid"
    user.name, user.time_zone, user.mail_preferences, user.tours = "", "UTC", {}, []
    user.digest_sent_on = user.last_login = None
    user.is_active = user.is_staff = user.is_superuser = False
    user.erased_at = clock.now()
    user.set_unusable_password()
    user.save()
