"""Shares that were read elsewhere, offered here to the same people and organizations.

An account number means an organization only where it is one; an address means a person only if
they are here. Nobody else hears of it: such shares are named in the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.services import sharing as lens_sharing
from reviews.copying.documents import KINDS, Account, Shared
from reviews.services import library_sharing, sharing
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Organization, Share, User
from wellarch.accounts.roles import Permission, ShareKind, ShareStatus
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import Conflict, Invalid

_PERMISSIONS = {"READONLY": Permission.READ, "CONTRIBUTOR": Permission.CONTRIBUTE}


@dataclass(frozen=True, slots=True)
class Offer:
    """One share. why: the reason it is not copied; empty if it can be."""

    kind: str
    key: str
    name: str
    to: str
    permission: str
    why: str = ""

    def as_data(self) -> dict[str, Any]:
        """For a report."""
        return {
            "kind": self.kind,
            "name": self.name,
            "to": self.to,
            "permission": self.permission,
            "why_not": self.why,
        }


def offers(there: Account) -> Iterator[Offer]:
    """Every open share of an account, and whether it means somebody here."""
    for kind in KINDS:
        for document in there.of(kind):
            for share in document.shares:
                permission = _PERMISSIONS.get(share.permission, Permission.READ)
                yield Offer(kind, document.key, document.name, share.to, permission, _why(share))


def make(actor: Actor, offer: Offer, key: UUID) -> str:
    """Offer it for what stands here; returns why not, empty when it is offered (or was).

    Forbidden and NotFound as the services of sharing raise them.
    """
    if offer.why or _is_there(offer, key):
        return offer.why
    target = Target(email=offer.to) if "@" in offer.to else Target(organization=offer.to)
    try:
        if offer.kind == ShareKind.WORKLOAD:
            sharing.offer(actor, key, target, permission=offer.permission)
        elif offer.kind == ShareKind.LENS:
            lens_sharing.offer(actor, key, target)
        else:
            library_sharing.offer(actor, ShareKind(offer.kind), key, target)
    except (Conflict, Invalid) as error:
        return error.message
    return ""


def _is_there(offer: Offer, key: UUID) -> bool:
    rows = Share.objects.filter(kind=offer.kind, subject_id=key).filter(
        status__in=(ShareStatus.PENDING, ShareStatus.ACCEPTED)
    )
    if "@" in offer.to:
        return rows.filter(email__iexact=offer.to).exists()
    return rows.filter(target_organization__number=offer.to).exists()


def _why(share: Shared) -> str:
    if "@" in share.to:
        known = User.objects.filter(email__iexact=share.to).exists()
        return "" if known else _("nobody here has this address")
    if share.to.isdecimal():
        known = Organization.objects.filter(number=share.to).exists()
        return "" if known else _("no organization here has this account number")
    return _("this means nobody here")
