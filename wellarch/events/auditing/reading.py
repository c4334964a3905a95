"""The log as admins read it: filtered, a page at a time, as CSV, and the state of its chain."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.events import log
from wellarch.events.auditing import sealing
from wellarch.events.auditing.sentences import verbs_of, verbs_saying
from wellarch.events.auditing.wording import Names, Told, tell
from wellarch.events.models import ChainHead, Event, Seal

PAGE = 50
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the log is wanted; empty values want everything.

    person: id of a user. group: one of sentences.Group. text: words of the sentence of a verb.
    since, until: aware moments, the first included, the second not.
    """

    person: int | None = None
    group: str = ""
    verb: str = ""
    via: str = ""
    workload: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""

    def condition(self) -> Q:
        """The same as a condition on events."""
        found = Q()
        for column, value in (
            ("user_id", self.person),
            ("verb", self.verb),
            ("via", self.via),
            ("workload_id", self.workload),
            ("at__gte", self.since),
            ("at__lt", self.until),
        ):
            if value:
                found &= Q(**{column: value})
        if self.group or self.text.strip():
            said = verbs_saying(self.text)
            found &= Q(verb__in=[verb for verb in verbs_of(self.group) if verb in said])
        return found

    def as_data(self) -> dict[str, Any]:
        """Those that are set, for the log of an export."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {name: str(value) for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the log, newest first. older: cursor of the next page, empty at the end."""

    rows: list[Told]
    older: str

    @property
    def days(self) -> list[tuple[date, list[Told]]]:
        """The rows by the day they happened on, where the reader is."""
        return [(day, list(rows)) for day, rows in groupby(self.rows, key=lambda row: row.day)]


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the log is sealed. head: "number:digest", to be kept elsewhere; empty if new."""

    number: int
    head: str
    sealed_until: datetime | None
    waiting: int
    is_sound_end: bool = True


def events(actor: Actor, filters: Filters) -> QuerySet[Event]:
    """The events of the actor's organization that the filters want, unordered."""
    policy.require(actor, Action.AUDIT_READ)
    return (
        Event.objects.filter(organization=actor.organization)
        .filter(filters.condition())
        .select_related("user")
    )


def page(actor: Actor, filters: Filters, *, cursor: str = "") -> Page:
    """One page in words. Six queries, whatever the size of the log."""
    rows = events(actor, filters).order_by("-at", "-pk")
    if after := _after(cursor):
        at, number = after
        # Said twice, so that the index is entered at the moment.
        rows = rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=number))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    older = f"{shown[-1].at.isoformat()}_{shown[-1].pk}" if len(found) > PAGE else ""
    return Page(tell(shown, Names.of(actor, shown)), older)


def _after(cursor: str) -> tuple[datetime, int] | None:
    moment, _line, number = cursor.rpartition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(number)) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None  # a cursor that is none begins at the newest


def state(actor: Actor) -> ChainState:
    """The state of the chain of the actor's organization. Three queries."""
    policy.require(actor, Action.AUDIT_READ)
    owner = actor.organization.pk
    head = ChainHead.objects.filter(organization_id=owner).first()
    last = (
        Seal.objects.filter(organization_id=owner)
        .select_related("event")
        .order_by("-number")
        .first()
    )
    if last is None or head is None:
        return ChainState(0, "", None, sealing.waiting(owner), last is None)
    return ChainState(
        number=last.number,
        head=f"{last.number}:{last.digest}",
        sealed_until=last.event.at,
        waiting=sealing.waiting(owner),
        is_sound_end=sealing.is_ours(head, last),
    )


COLUMNS = (
    "id", "at", "who", "user", "guest_of", "via", "credential", "ip", "verb", "what",
    "subject_type", "subject", "workload", "changes", "data",
)  # fmt: skip


def export(actor: Actor, filters: Filters) -> Iterator[str]:
    """The wanted events as lines of CSV, newest first, in constant memory. The export is logged.

    The first line names the columns. A cell that a spreadsheet would run is written as text.
    """
    rows = events(actor, filters)
    with transaction.atomic():
        log.record(actor, "audit.exported", actor.organization, data=filters.as_data())
    return _lines(actor, rows)


def _lines(actor: Actor, rows: QuerySet[Event]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    found = rows.order_by("-at", "-pk").iterator(chunk_size=_CHUNK)
    while chunk := list(islice(found, _CHUNK)):
        for told in tell(chunk, Names.of(actor, chunk)):
            yield writer.writerow([_safe(cell) for cell in _cells(told)])


def _cells(told: Told) -> list[Any]:
    event = told.event
    return [
        event.pk, event.at.isoformat(), told.who, event.user_id, event.guest_of, event.via,
        event.credential, event.ip, event.verb, told.sentence, event.subject_type,
        event.subject_id, event.workload_id, log.as_json(event.changes), log.as_json(event.data),
    ]  # fmt: skip


def _safe(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    # What a spreadsheet takes for a formula (OWASP: CSV injection).
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


class _Echo:
    """What csv writes into: it hands each line back."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line
