"""The trade-offs of a workload: the matrix of decisions and pillars, one decision, choices of the
form, and rows for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lenses.access import compiled
from reviews import access, trading
from reviews.models import Answer, Effect, Review, TradeOff, TradeOffState, Workload
from reviews.reads import names
from reviews.reads.answer_history import initials
from reviews.services import tradeoff_fields
from reviews.tradeoff_access import tradeoff_for
from reviews.trading import Tally
from wellarch.accounts.actor import Actor
from wellarch.events.models import Event

MAX_COLUMNS = 6  # more pillars than these are shown only where a decision looked at them
MAX_HISTORY = 100
_SAID: Mapping[str, object] = {
    "tradeoff.made": gettext_lazy("wrote it down"),
    "tradeoff.changed": gettext_lazy("changed it"),
    "tradeoff.decided": gettext_lazy("decided it"),
    "tradeoff.taken_back": gettext_lazy("took it back"),
}
_FIELDS: Mapping[str, object] = {
    "title": gettext_lazy("decision"),
    "context": gettext_lazy("why it was on the table"),
    "alternatives": gettext_lazy("what else was looked at"),
    "effects": gettext_lazy("effects"),
    "cost": gettext_lazy("cost"),
    "benefit": gettext_lazy("benefit"),
    "savings": gettext_lazy("savings a month"),
    "revenue": gettext_lazy("revenue a month"),
    "currency": gettext_lazy("currency"),
    "questions": gettext_lazy("questions"),
}


@dataclass(frozen=True, slots=True)
class Pillar:
    """A column. short: for its head."""

    key: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a decision does to a pillar; effect is empty where nobody looked."""

    pillar: Pillar
    effect: str
    word: str
    note: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount a month, ready to read; sign: gain, loss or even."""

    text: str
    sign: str


@dataclass(frozen=True, slots=True)
class Row:
    """A decision in the matrix."""

    number: int
    title: str
    state: str
    state_word: str
    cells: tuple[Cell, ...]
    cost: str
    benefit: str
    savings: Money | None
    revenue: Money | None
    net: Money | None
    decided_on: date | None

    @property
    def stands(self) -> bool:
        """It was not taken back."""
        return self.state != TradeOffState.REVISED


@dataclass(frozen=True, slots=True)
class Total:
    """The foot of a column: how often the pillar gains and loses."""

    pillar: Pillar
    tally: Tally


@dataclass(frozen=True, slots=True)
class Matrix:
    """All trade-offs of a workload. Totals and sums leave out what was taken back."""

    workload: Workload
    pillars: tuple[Pillar, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    net: tuple[Money, ...]
    without_net: int

    @property
    def has_money(self) -> bool:
        """Some decision says what it costs or brings."""
        return any(row.savings or row.revenue for row in self.rows)


@dataclass(frozen=True, slots=True)
class Link:
    """A question it is linked to."""

    review_id: UUID
    key: str
    code: str
    title: str
    lens_name: str
    risk: str

    @property
    def value(self) -> str:
        """What the form sends."""
        return f"{self.review_id}/{self.key}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history."""

    at: datetime
    by: str
    initials: str
    words: str
    fields: str


@dataclass(frozen=True, slots=True)
class Page:
    """One trade-off with its links and its past."""

    workload: Workload
    tradeoff: TradeOff
    row: Row
    links: tuple[Link, ...]
    history: tuple[Line, ...]

    @property
    def decided_by(self) -> str:
        """Who decided, empty before anybody has."""
        return str(self.tradeoff.decided_by) if self.tradeoff.decided_by else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one pillar of a lens, for the form."""

    name: str
    questions: tuple[Link, ...]


def matrix(actor: Actor, workload_id: UUID) -> Matrix:
    """The matrix of a workload. Four queries."""
    return matrix_of(access.workload_for(actor, workload_id))


def matrix_of(workload: Workload) -> Matrix:
    """The matrix of a workload that access gave. Two queries, one more per lens not met yet."""
    known = pillars(workload)
    tradeoffs = list(TradeOff.objects.filter(workload=workload).order_by("number"))
    looked_at = {key for row in tradeoffs for key in row.effects}
    shown = [each for each in known if len(known) <= MAX_COLUMNS or each.key in looked_at]
    there = {each.key for each in known}
    shown += [_pillar(key, "") for key in sorted(looked_at - there)]
    standing = [row for row in tradeoffs if row.state != TradeOffState.REVISED]
    said = [{key: each["effect"] for key, each in row.effects.items()} for row in standing]
    nets = [(row.currency, trading.net(row.savings, row.revenue)) for row in standing]
    return Matrix(
        workload=workload,
        pillars=tuple(shown),
        rows=tuple(_row(row, shown) for row in tradeoffs),
        totals=tuple(Total(each, trading.tally(said, each.key)) for each in shown),
        net=tuple(_money(amount, code) for code, amount in trading.sums(nets).items()),
        without_net=sum(net is None for _code, net in nets),
    )


def page(actor: Actor, workload_id: UUID, number: int) -> Page:
    """One trade-off. Six queries."""
    tradeoff = tradeoff_for(actor, workload_id, number)
    looked_at = [each for each in pillars_with(tradeoff) if each.key in tradeoff.effects]
    rows = tradeoff.answers.filter(is_asked=True, review__removed_at=None)
    answers = rows.select_related("review__lens", "review__lens_version").defer(
        "review__lens_version__document"
    )
    return Page(
        workload=tradeoff.workload,
        tradeoff=tradeoff,
        row=_row(tradeoff, looked_at),
        links=_links(answers.order_by("review__created_at", "position", "pk")),
        history=_history(tradeoff),
    )


def pillars(workload: Workload) -> tuple[Pillar, ...]:
    """The pillars its decisions may name: those of its reviews. One query."""
    return tuple(_pillar(key, name) for key, name in tradeoff_fields.pillars_of(workload).items())


def pillars_with(tradeoff: TradeOff) -> tuple[Pillar, ...]:
    """`pillars`, and those the trade-off names that no review has any more."""
    known = pillars(tradeoff.workload)
    there = {each.key for each in known}
    return (*known, *(_pillar(key, "") for key in tradeoff.effects if key not in there))


def linked(tradeoff: TradeOff) -> list[str]:
    """The questions it is linked to, as the form sends them."""
    return [
        f"{answer.review_id}/{answer.question_key}" for answer in tradeoff_fields.linked(tradeoff)
    ]


def question_choices(workload: Workload) -> tuple[Group, ...]:
    """All questions one can link to, by lens and pillar. Two queries."""
    reviews = Review.objects.attached().filter(workload=workload).select_related("lens")
    found = []
    asked: dict[UUID, dict[str, str]] = {}
    rows = Answer.objects.filter(review__workload=workload, review__removed_at=None)
    for review_id, key, risk in rows.values_list("review_id", "question_key", "risk"):
        asked.setdefault(review_id, {})[key] = risk
    for review in reviews.order_by("created_at", "pk"):
        there = asked.get(review.pk, {})
        lens = compiled(review.lens_version_id)
        for pillar in lens.pillars:
            links = tuple(
                Link(review.pk, each.id, each.code, each.title, lens.name, there[each.id])
                for each in pillar.questions
                if each.id in there
            )
            if links:
                found.append(Group(f"{lens.name}: {pillar.name}", links))
    return tuple(found)


def last_currency(workload: Workload) -> str:
    """The currency of the newest trade-off; that of the model before there is any. One query."""
    rows = TradeOff.objects.filter(workload=workload).order_by("-number")
    return rows.values_list("currency", flat=True).first() or "USD"


def resources(actor: Actor, workload_id: UUID) -> QuerySet[TradeOff]:
    """The trade-offs of a workload for programs, with who is named and what is linked."""
    workload = access.workload_for(actor, workload_id)
    linked = Answer.objects.filter(review__removed_at=None).order_by("review_id", "position")
    return (
        TradeOff.objects.filter(workload=workload)
        .select_related("workload", "decided_by", "created_by")
        .prefetch_related(Prefetch("answers", queryset=linked))
    )


def resource(actor: Actor, workload_id: UUID, number: int) -> TradeOff:
    """One trade-off for programs, as it is now. NotFound for outsiders."""
    found = tradeoff_for(actor, workload_id, number)
    return resources(actor, workload_id).get(pk=found.pk)


def _pillar(key: str, name: str) -> Pillar:
    name = name or str(names.PILLARS.get(key, key))
    return Pillar(key, name, str(names.SHORT_PILLARS.get(key, name)))


def _row(row: TradeOff, columns: Iterable[Pillar]) -> Row:
    return Row(
        number=row.number,
        title=row.title,
        state=row.state,
        state_word=str(TradeOffState(row.state).label),
        cells=tuple(_cell(row, pillar) for pillar in columns),
        cost=row.cost,
        benefit=row.benefit,
        savings=_maybe(row.savings, row.currency),
        revenue=_maybe(row.revenue, row.currency),
        net=_maybe(trading.net(row.savings, row.revenue), row.currency),
        decided_on=row.decided_on,
    )


def _cell(row: TradeOff, pillar: Pillar) -> Cell:
    said = row.effects.get(pillar.key)
    if not said:
        return Cell(pillar, "", str(_("Not looked at")), "")
    effect = said["effect"]
    word = str(Effect(effect).label) if effect in Effect.values else effect
    return Cell(pillar, effect, word, said.get("note", ""))


def _maybe(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else _money(amount, currency)


def _money(amount: Decimal, currency: str) -> Money:
    places = 0 if amount == amount.to_integral_value() else 2
    shown = formats.number_format(abs(amount), places, use_l10n=True, force_grouping=True)
    sign = "−" if amount < 0 else "+" if amount > 0 else ""
    word = "loss" if amount < 0 else "gain" if amount > 0 else "even"
    return Money(f"{sign}{shown} {currency}", word)


def _links(answers: Iterable[Answer]) -> tuple[Link, ...]:
    found = []
    for answer in answers:
        lens = compiled(answer.review.lens_version_id)
        asked = lens.questions.get(answer.question_key)
        if asked is not None:
            found.append(
                Link(answer.review_id, asked.id, asked.code, asked.title, lens.name, answer.risk)
            )
    return tuple(found)


def _history(tradeoff: TradeOff) -> tuple[Line, ...]:
    rows = Event.objects.filter(subject_type="tradeoff", subject_id=str(tradeoff.pk))
    return tuple(
        Line(
            at=row.at,
            by=row.who,
            initials=initials(row.who),
            words=str(_SAID.get(row.verb, row.verb)),
            fields=", ".join(str(_FIELDS[key]) for key in _FIELDS if key in row.changes)
            if row.verb == "tradeoff.changed"
            else "",
        )
        for row in rows.select_related("user").order_by("-pk")[:MAX_HISTORY]
    )
