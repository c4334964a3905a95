"""Is the log still what WellArch wrote? Walks every chain and names every fault.

Constant memory whatever the size: links in the order of their numbers, a batch at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from wellarch.accounts.models import Organization
from wellarch.events.auditing import chain, sealing
from wellarch.events.models import ChainHead, Event, Seal


class Fault(StrEnum):
    """What can be wrong with a log."""

    CHANGED = "changed"  # a row is not what was written
    MISSING = "missing"  # a row or its link is gone
    INSERTED = "inserted"  # a row that WellArch did not write
    LINK = "link"  # a link was changed, its row was not
    CUT_OFF = "cut-off"  # the newest links are gone
    HEAD = "head"  # the head is not ours, or not the one kept elsewhere
    KEY = "key"  # the key of a digest is not configured


@dataclass(frozen=True, slots=True)
class Found:
    """One fault, in a sentence that names the row. number: its place in the chain, 0 outside."""

    fault: Fault
    message: str
    number: int = 0
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in one organization's log. head: what to keep elsewhere, empty if new."""

    checked: int
    faults: int
    head: str


def verify(
    organization: Organization,
    report: Callable[[Found], None],
    *,
    anchor: tuple[int, str] | None = None,
) -> Verdict:
    """Check one organization's log; each fault is reported as soon as it is found.

    anchor: number and digest that were kept elsewhere. What waits for its seal is sealed first.
    """
    sealing.seal(organization.pk)
    walk = _Walk(organization.pk, anchor)
    faults = 0
    for found in walk.faults():
        faults += 1
        report(found)
    head = f"{walk.number}:{walk.stored}" if walk.number else ""
    return Verdict(walk.checked, faults, head)


class _Walk:
    """One pass over the links of an organization."""

    def __init__(self, organization_id: UUID, anchor: tuple[int, str] | None) -> None:
        self.organization_id = organization_id
        self.anchor = anchor
        self.checked = 0
        self.number = 0
        self.stored = ""  # the digest of the last link, as the database has it
        self._before: set[str] | None = {""}  # digests the next link may tie to; None: unknown
        self._keys = chain.Keys()
        self._lost: set[str] = set()

    def faults(self) -> Iterator[Found]:
        """Everything that is wrong, in the order of the chain, its end and loose rows last."""
        while seals := self._next_seals():
            events = self._events(seals)
            for seal in seals:
                yield from self._gap(seal)
                yield from self._link(seal, events.get(seal.event_id))
                if self.anchor and self.anchor[0] == seal.number:
                    yield from self._compare_anchor(seal.digest)
                self.number, self.stored = seal.number, seal.digest
        yield from self._end()
        yield from self._loose()

    def _next_seals(self) -> list[Seal]:
        rows = Seal.objects.filter(organization_id=self.organization_id, number__gt=self.number)
        return list(rows.order_by("number")[: sealing.BATCH])

    def _events(self, seals: list[Seal]) -> dict[int, dict[str, Any]]:
        # Found by id alone: a row moved to another organization is a changed row.
        rows = Event.objects.filter(pk__in=[seal.event_id for seal in seals])
        return {row["id"]: row for row in rows.values(*chain.COLUMNS)}

    def _gap(self, seal: Seal) -> Iterator[Found]:
        first = self.number + 1
        if seal.number == first:
            return
        self._before = None
        yield Found(Fault.MISSING, _missing(first, seal.number - 1), first)

    def _link(self, seal: Seal, row: dict[str, Any] | None) -> Iterator[Found]:
        self.checked += 1
        if row is None:
            self._before = {seal.digest}
            message = f"Number {seal.number} is missing: event {seal.event_id} was deleted."
            yield Found(Fault.MISSING, message, seal.number, seal.event_id)
            return
        try:
            key, is_genuine = self._keys[seal.key], chain.is_stamped(row, self._keys)
        except chain.KeyUnknown as error:
            self._before = {seal.digest}
            yield from self._unknown_key(str(error), seal, row)
            return
        computed = {chain.link(key, seal.number, before, row) for before in self._before or {""}}
        is_linked = self._before is None or seal.digest in computed
        self._before = {seal.digest} if is_linked else {seal.digest, *computed}
        if not is_genuine:
            message = f"Number {seal.number} was changed: {_named(row)}."
            yield Found(Fault.CHANGED, message, seal.number, row["id"])
        elif not is_linked:
            message = (
                f"The link of number {seal.number} was changed, or its row was exchanged for "
                f"another one of ours: {_named(row)}."
            )
            yield Found(Fault.LINK, message, seal.number, row["id"])

    def _unknown_key(self, key: str, seal: Seal, row: dict[str, Any]) -> Iterator[Found]:
        if key in self._lost:
            return
        self._lost.add(key)
        message = (
            f"The key {key} is not configured: what it sealed cannot be checked, "
            f"from number {seal.number} on ({_named(row)})."
        )
        yield Found(Fault.KEY, message, seal.number, row["id"])

    def _compare_anchor(self, digest: str) -> Iterator[Found]:
        if self.anchor and digest != self.anchor[1]:
            number = self.anchor[0]
            message = f"Number {number} is not the one that was kept: its digest is {digest}."
            yield Found(Fault.HEAD, message, number)

    def _end(self) -> Iterator[Found]:
        head = ChainHead.objects.filter(organization_id=self.organization_id).first()
        if self.anchor and self.anchor[0] > self.number:
            yield Found(Fault.CUT_OFF, _missing(self.number + 1, self.anchor[0]), self.number + 1)
        if head is None or not head.number:
            if self.number:
                yield Found(Fault.HEAD, "The head of the chain is missing.", self.number)
            return
        if head.number > self.number:
            message = "The end is cut off. " + _missing(self.number + 1, head.number)
            yield Found(Fault.CUT_OFF, message, self.number + 1)
            return
        last = Seal(organization_id=self.organization_id, number=self.number, digest=self.stored)
        if not sealing.is_ours(head, last):
            message = "The head of the chain is not the one WellArch wrote."
            yield Found(Fault.HEAD, message, self.number)

    def _loose(self) -> Iterator[Found]:
        rows = sealing.unsealed_with_copies(self.organization_id)
        for row in rows.values(*chain.COLUMNS, "is_repeated").iterator(sealing.BATCH):
            if not sealing.is_genuine(row, self._keys):
                message = f"WellArch did not write this row, or it is a copy: {_named(row)}."
                yield Found(Fault.INSERTED, message, 0, row["id"])


def _named(row: dict[str, Any]) -> str:
    return f"event {row['id']}, {row['verb']}, {row['at']:%Y-%m-%d %H:%M:%S} UTC"


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"Number {first} is missing."
    return f"Numbers {first} to {last} are missing."
