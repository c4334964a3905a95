"""Seals: new events are linked into the chain of their organization, soon after they are written.

Saving an answer does not wait for this: a task does it every few seconds. What has no stamp of
ours is never sealed, so a row that somebody wrote past WellArch stays out and is named by
verification.py.
"""

from __future__ import annotations

import hmac
import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from wellarch.accounts.credentials import keyring
from wellarch.events.auditing import chain
from wellarch.events.models import ChainHead, Event, Seal

logger = logging.getLogger(__name__)

BATCH = 2000
# How far behind the newest seal a transaction that took its id early may come to light and
# still be sealed within seconds; the hourly run finds what comes later.
_WINDOW = 20_000


def seal(organization_id: UUID | None = None, *, everything: bool = False) -> int:
    """Seal what waits; returns how many events were. Safe to run in several processes at once.

    organization_id: only its events. everything: look through the whole log, not only its
    newest part.
    """
    floor = 0 if everything or organization_id else _floor()
    waiting = unsealed(organization_id).filter(pk__gt=floor)
    owners = list(waiting.order_by().values_list("organization_id", flat=True).distinct())
    return sum(_seal_one(owner, floor) for owner in owners)


def unsealed(organization_id: UUID | None = None) -> QuerySet[Event]:
    """The events without a seal."""
    sealed = Seal.objects.filter(event_id=OuterRef("pk"))
    rows = Event.objects.filter(~Exists(sealed))
    return rows.filter(organization_id=organization_id) if organization_id else rows


def waiting(organization_id: UUID) -> int:
    """How many new events of an organization are not sealed yet."""
    return unsealed(organization_id).filter(pk__gt=_floor()).count()


def _floor() -> int:
    newest = Seal.objects.aggregate(newest=Max("event_id"))["newest"] or 0
    return max(0, newest - _WINDOW)


def _seal_one(organization_id: UUID, floor: int) -> int:
    ChainHead.objects.get_or_create(organization_id=organization_id)
    total, after = 0, floor
    while True:
        with transaction.atomic():
            sealed, after = _seal_batch(organization_id, after)
        total += sealed
        if not after:
            return total


def _seal_batch(organization_id: UUID, after: int) -> tuple[int, int]:
    """How many were sealed, and the id to go on after; 0 when there is nothing more to do."""
    head = (
        ChainHead.objects.select_for_update(skip_locked=True)
        .filter(organization_id=organization_id)
        .first()
    )
    if head is None:  # another worker is at it
        return 0, 0
    rows = list(
        unsealed(organization_id)
        .filter(pk__gt=after)
        .annotate(is_repeated=Exists(_twins()))
        .order_by("pk")
        .values(*chain.COLUMNS, "is_repeated")[:BATCH]
    )
    if not rows:
        return 0, 0
    seals = _links(head, _genuine(rows))
    Seal.objects.bulk_create(seals)
    if seals:
        key = keyring.current(chain.PURPOSE)
        head.number, head.key = seals[-1].number, key.id
        head.digest = chain.end(key, organization_id, head.number, seals[-1].digest)
        head.save(update_fields=["number", "key", "digest"])
    return len(seals), rows[-1]["id"] if len(rows) == BATCH else 0


def _twins() -> QuerySet[Event]:
    # A stamp is made once: a second row that carries it is a copy.
    return Event.objects.filter(
        organization_id=OuterRef("organization_id"),
        at=OuterRef("at"),
        stamp=OuterRef("stamp"),
        pk__lt=OuterRef("pk"),
    )


def is_genuine(row: dict[str, Any], keys: chain.Keys) -> bool:
    """True if WellArch wrote this row, once. For a row of an unknown key too it is False."""
    try:
        return chain.is_stamped(row, keys) and not row.get("is_repeated", False)
    except chain.KeyUnknown:
        return False


def unsealed_with_copies(organization_id: UUID) -> QuerySet[Event]:
    """The events without a seal, each knowing if its stamp is a copy (`is_repeated`)."""
    return unsealed(organization_id).annotate(is_repeated=Exists(_twins())).order_by("pk")


def _genuine(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = chain.Keys()
    kept = [row for row in rows if is_genuine(row, keys)]
    if len(kept) < len(rows):
        logger.error(
            "%d rows of the audit log were not written by WellArch; verify_audit names them.",
            len(rows) - len(kept),
        )
    return kept


def _links(head: ChainHead, rows: list[dict[str, Any]]) -> list[Seal]:
    key = keyring.current(chain.PURPOSE)
    number, digest = _last(head)
    seals = []
    for row in rows:
        number += 1
        digest = chain.link(key, number, digest, row)
        seals.append(
            Seal(
                event_id=row["id"],
                organization_id=head.organization_id,
                number=number,
                key=key.id,
                digest=digest,
            )
        )
    return seals


def _last(head: ChainHead) -> tuple[int, str]:
    """Number and digest to link to.

    Where the head is not the one we wrote, a number is left out for ever: the chain goes on,
    and going on does not mend what somebody cut.
    """
    last = Seal.objects.filter(organization_id=head.organization_id).order_by("-number").first()
    if last is None:
        return head.number, ""
    if is_ours(head, last):
        return last.number, last.digest
    logger.error("The head of the audit log of %s was changed.", head.organization_id)
    return (head.number if head.number > last.number else last.number + 1), ""


def is_ours(head: ChainHead, last: Seal) -> bool:
    """True if `head` says, in our hand, that `last` is the last link."""
    try:
        key = chain.Keys()[head.key]
    except chain.KeyUnknown:
        return False
    expected = chain.end(key, head.organization_id, last.number, last.digest)
    return head.number == last.number and hmac.compare_digest(expected, head.digest)
