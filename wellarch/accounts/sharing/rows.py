"""The shares of one thing as pages and programs list them. One query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellarch.accounts.models import Share
from wellarch.accounts.roles import Permission, ShareKind, ShareStatus
from wellarch.accounts.sharing import shares
from wellarch.accounts.sharing.shares import Subject

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

STATES: dict[str, StrPromise] = {
    "pending": _("Waiting for an answer"),
    "accepted": _("Has access"),
    "expired": _("Expired"),
    "rejected": _("Rejected"),
    "revoked": _("Revoked"),
}
MEANINGS: dict[str, StrPromise] = {
    Permission.READ: _("Can read"),
    Permission.CONTRIBUTE: _("Can answer"),
}
_PAST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One share. icon: of its kind of target; choices: permissions it could have instead."""

    share: Share
    name: str
    note: str
    icon: str
    state: str
    state_words: str
    permission_words: str
    choices: tuple[tuple[str, str], ...]

    @property
    def may_resend(self) -> bool:
        """An invitation that nobody has answered, late or not."""
        return self.share.status == ShareStatus.PENDING


@dataclass(frozen=True, slots=True)
class ShareRows:
    """Those that give access, those that wait (or waited too long), and what has ended."""

    accepted: tuple[ShareRow, ...]
    waiting: tuple[ShareRow, ...]
    past: tuple[ShareRow, ...]


def of(subject: Subject) -> ShareRows:
    """The shares of one thing, newest first; of what has ended the last twenty."""
    rows = [row_of(share) for share in shares.of_subject(subject)]
    ended = [row for row in rows if row.share.status not in shares.OPEN]
    return ShareRows(
        accepted=tuple(row for row in rows if row.share.status == ShareStatus.ACCEPTED),
        waiting=tuple(row for row in rows if row.share.status == ShareStatus.PENDING),
        past=tuple(ended[:_PAST_SHOWN]),
    )


def row_of(share: Share) -> ShareRow:
    """One share as a row; expects its target loaded with it."""
    name, note, icon = _target(share)
    choices = shares.permissions_of(share.kind)
    return ShareRow(
        share=share,
        name=name,
        note=note,
        icon=icon,
        state=share.state,
        state_words=str(STATES[share.state]),
        permission_words=permission_words(share),
        choices=tuple((key, str(MEANINGS[key])) for key in choices) if len(choices) > 1 else (),
    )


def permission_words(share: Share) -> str:
    """What a share lets its receiver do, in words; a lens is read and used."""
    if share.kind == ShareKind.WORKLOAD:
        return str(MEANINGS[share.permission])
    return str(_("Can read and use"))


def _target(share: Share) -> tuple[str, str, str]:
    if share.target_user:
        email = "" if share.target_user.erased_at else share.target_user.email
        return str(share.target_user), email, "person"
    if share.target_team:
        return share.target_team.name, str(_("Team")), "people"
    if share.target_organization:
        number = share.target_organization.number
        return share.target_organization.name, str(_("Organization %s") % number), "organization"
    return share.email, str(_("Invited by e-mail")), "person"
