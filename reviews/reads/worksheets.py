"""Worksheets of a workload: all kinds beside each other, and one with everything that follows
from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Workload, Worksheet
from reviews.reads import (
    live,
    worksheet_evidence,
    worksheet_improvements,
    worksheet_neighbours,
    worksheet_tables,
)
from reviews.reads.panels import BESIDE, PANELS
from reviews.reads.worksheet_evidence import Asked
from reviews.reads.worksheet_neighbours import Neighbours
from reviews.reads.worksheet_tables import TableView
from reviews.telling import words
from reviews.worksheet_access import content_of, contents_of, kind_of, sheets_of
from reviews.worksheets import starting
from reviews.worksheets.columns import Column
from reviews.worksheets.content import Content
from reviews.worksheets.kinds import KINDS
from reviews.worksheets.spec import Kind, Mark, Outcome
from wellarch.accounts.actor import Actor

MAX_HEADLINES = 3  # facts of a worksheet beside the others
MAX_FIRST_MARKS = 6  # shown at once; the others are a step away
MAX_NAMED = 12  # rows a worksheet would begin with, by name


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of a result, ready to read. tone: good, bad, warn or empty."""

    label: str
    value: str
    tone: str
    note: str


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to look at in a row. row: its number, None for the sheet; place: its name."""

    text: str
    tone: str
    row: int | None
    place: str


@dataclass(frozen=True, slots=True)
class Card:
    """A kind of worksheet beside the others."""

    key: str
    title: str
    lead: str
    is_started: bool = False
    rows: int = 0
    facts: tuple[Summary, ...] = ()
    looks: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """All kinds of worksheets of a workload."""

    workload: Workload
    cards: tuple[Card, ...]
    beside: Neighbours

    @property
    def started(self) -> int:
        """How many were started."""
        return sum(card.is_started for card in self.cards)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting with its value in words."""

    column: Column
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One worksheet. sheet: None before it is started; panel: what its kind draws.

    first_looks, more_looks: what there is to look at, the worst first. live_pass: with which the
    page asks what others changed; its room is the sheet.
    """

    workload: Workload
    sheet: Worksheet | None
    kind: Kind
    title: str
    lead: str
    content: Content
    outcome: Outcome
    today: date
    facts: tuple[Summary, ...]
    first_looks: tuple[Look, ...]
    more_looks: tuple[Look, ...]
    tables: tuple[TableView, ...]
    settings: tuple[Setting, ...]
    others: tuple[Card, ...]
    live_pass: str
    panel: Any
    panel_template: str
    begins_with: tuple[str, ...]
    evidence: tuple[Asked, ...] = ()  # the questions it speaks to
    beside: Any = None  # what of the workload belongs to it
    beside_template: str = ""

    @property
    def is_started(self) -> bool:
        """Whether there is anything to fill."""
        return self.sheet is not None

    @property
    def revision(self) -> int:
        """That of the sheet; 0 before it is started."""
        return self.sheet.revision if self.sheet else 0

    @property
    def headlines(self) -> tuple[Summary, ...]:
        """The facts that come first."""
        return self.facts[:MAX_HEADLINES]

    @property
    def looks(self) -> int:
        """How much there is to look at."""
        return len(self.first_looks) + len(self.more_looks)


def overview(actor: Actor, workload_id: UUID) -> Overview:
    """All kinds with what came out of them, and what is planned beside them. Eleven queries at
    most."""
    workload = access.workload_for(actor, workload_id)
    sheets = sheets_of(workload)
    contents = contents_of(sheets.values())
    today = timezone.localdate()
    cards = []
    for kind in KINDS.values():
        sheet = sheets.get(kind.key)
        card = Card(kind.key, words(kind.title), words(kind.lead))
        if sheet is not None:
            content = contents[kind.key]
            outcome = kind.work_out(content, today)
            card = Card(
                *(card.key, card.title, card.lead),
                is_started=True,
                rows=len(content.rows),
                facts=summary(outcome)[:MAX_HEADLINES],
                looks=len(_looks(kind, content, outcome)),
                changed_at=sheet.changed_at,
            )
        cards.append(card)
    return Overview(workload, tuple(cards), worksheet_neighbours.of(workload, today))


def page(actor: Actor, workload_id: UUID, kind: str) -> SheetPage:
    """One worksheet, started or not. Seven queries and what stands beside it, two before it is
    started."""
    spec = kind_of(kind)
    workload = access.workload_for(actor, workload_id)
    sheet = Worksheet.objects.filter(workload=workload, kind=kind).first()
    content = content_of(sheet) if sheet else Content(kind, spec.defaults())
    today = timezone.localdate()
    outcome = spec.work_out(content, today)
    looks = _looks(spec, content, outcome)
    panel = PANELS.get(kind) if sheet else None
    beside = BESIDE.get(kind) if sheet else None
    return SheetPage(
        workload=workload,
        sheet=sheet,
        kind=spec,
        title=words(spec.title),
        lead=words(spec.lead),
        content=content,
        outcome=outcome,
        today=today,
        facts=summary(outcome),
        first_looks=looks[:MAX_FIRST_MARKS],
        more_looks=looks[MAX_FIRST_MARKS:],
        tables=worksheet_tables.views(
            spec, content, outcome, today, worksheet_improvements.of_rows(sheet) if sheet else {}
        ),
        settings=settings_of(spec, content),
        others=kinds(),
        live_pass=live.pass_into(actor, workload.pk, sheet.pk) if sheet else "",
        panel=panel(content, outcome, today) if panel else None,
        panel_template=f"reviews/worksheets/panels/{kind}.html" if panel else "",
        begins_with=() if sheet else _begins_with(spec),
        evidence=worksheet_evidence.for_kind(workload, kind, outcome.facts) if sheet else (),
        beside=beside(workload) if beside else None,
        beside_template=f"reviews/worksheets/beside/{kind}.html" if beside else "",
    )


def kinds() -> tuple[Card, ...]:
    """All kinds by name, for the way from one to the next. No queries."""
    return tuple(Card(each.key, words(each.title), "") for each in KINDS.values())


def summary(outcome: Outcome) -> tuple[Summary, ...]:
    """The result in words."""
    return tuple(
        Summary(
            words(fact.label),
            words(fact.value),
            fact.tone,
            words(fact.note) if fact.note else "",
        )
        for fact in outcome.summary
    )


def settings_of(spec: Kind, content: Content) -> tuple[Setting, ...]:
    """The settings of a worksheet in words."""
    return tuple(
        Setting(
            each,
            words(each.label),
            worksheet_tables.said(each, content.settings.get(each.key)),
        )
        for each in spec.settings
    )


def _looks(spec: Kind, content: Content, outcome: Outcome) -> tuple[Look, ...]:
    rows = {row.number: row for row in content.rows}
    said: dict[int | None, list[Mark]] = {}
    for mark in outcome.marks:
        said.setdefault(mark.row if mark.row in rows else None, []).append(mark)
    found = [Look(words(mark.text), mark.tone, None, "") for mark in said.pop(None, ())]
    for number, marks in said.items():
        row = rows[number or 0]
        table = spec.table(row.table)
        found.append(
            Look(
                text=" ".join(words(mark.text) for mark in marks),
                tone="bad" if any(mark.tone == "bad" for mark in marks) else "warn",
                row=number,
                place=table.name_of(row.values) if table else "",
            )
        )
    return tuple(sorted(found, key=lambda look: look.tone != "bad"))


def _begins_with(spec: Kind) -> tuple[str, ...]:
    begin = starting.content(spec.key)
    named = list(_names(spec, begin))
    if len(named) > MAX_NAMED:
        more = len(named) - MAX_NAMED
        return (*named[:MAX_NAMED], _("and %(n)d more") % {"n": more})
    return tuple(named)


def _names(spec: Kind, begin: Content) -> Iterable[str]:
    for row in begin.rows:
        table = spec.table(row.table)
        if table is not None:
            yield worksheet_tables.label_of(table, row)
