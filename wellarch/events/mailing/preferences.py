"""What people want to hear of by mail, and when: chosen on a page, or ended by a link in a mail."""

from __future__ import annotations

from collections.abc import Mapping

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations
from wellarch.errors import Forbidden, Invalid, NotFound
from wellarch.events import log
from wellarch.events.mailing import notices
from wellarch.events.models import Delivery, NoticeKind

DIGEST = "digest"  # in a link: every kind that comes in the daily digest
_SALT = "wellarch.mail.stop"


def of(user: User) -> dict[str, str]:
    """Every kind of notice with when this person wants it."""
    return {kind.value: notices.preference(user, kind).value for kind in NoticeKind}


def change(actor: Actor, *, changes: Mapping[str, str]) -> dict[str, str]:
    """Set when the actor wants some kinds of notices; returns all. Invalid names what is wrong."""
    if actor.user is None:
        raise Forbidden(_("Only a person gets mails."))
    # Everybody may, but not by a token that only reads or writes reviews.
    policy.require(actor, policy.Action.TOKEN_WRITE)
    _check(changes)
    return of(_save(actor.user.pk, changes, actor))


def stop_token(user: User, kind: str) -> str:
    """What the link at the end of a mail carries: whose mails of which kind (or DIGEST) end."""
    return signing.dumps([user.pk, str(kind)], salt=_SALT)


def ended_by(token: str) -> list[NoticeKind]:
    """The kinds that a link ends; it changes nothing. NotFound for a link we never made."""
    user, kind = _read(token)
    if kind != DIGEST:
        return [NoticeKind(kind)]
    return [each for each in NoticeKind if notices.preference(user, each) == Delivery.DIGEST]


def stop(token: str, *, ip: str = "") -> list[NoticeKind]:
    """Send no more mails of the kinds a link ends. Needs no sign-in: the link is the proof."""
    user, _kind = _read(token)
    kinds = ended_by(token)
    membership = organizations.memberships_of(user).first()
    actor = member_actor(membership, Via.BROWSER, ip=ip) if membership else None
    _save(user.pk, {kind.value: Delivery.NEVER.value for kind in kinds}, actor)
    return kinds


def _read(token: str) -> tuple[User, str]:
    try:
        user_id, kind = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise NotFound(_("This link is not complete. Copy all of it from the mail.")) from None
    user = User.objects.filter(pk=user_id, erased_at=None).first()
    if user is None or kind not in (DIGEST, *NoticeKind.values):
        raise NotFound(_("There is no such account any more."))
    return user, kind


def _check(changes: Mapping[str, str]) -> None:
    fields = {key: [_("Unknown field.")] for key in changes if key not in NoticeKind.values}
    for key, value in changes.items():
        if key not in fields and value not in Delivery.values:
            fields[key] = [_("Choose when you want it.")]
    if fields:
        raise Invalid(fields=fields)


def _save(user_id: int, changes: Mapping[str, str], actor: Actor | None) -> User:
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=user_id)
        before = of(user)
        changed = {key: (before[key], each) for key, each in changes.items() if before[key] != each}
        if not changed:
            return user
        user.mail_preferences = {**user.mail_preferences, **changes}
        user.save(update_fields=["mail_preferences"])
        # Who belongs to no organization has no log either.
        if actor is not None:
            log.record(actor, "mail_preferences.changed", user, changes=changed)
    return user
