"""Beside a question: the improvements there are for it, and those one could make at one click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import access, planning
from reviews.models import UNFINISHED, Improvement, Review, TradeOffState
from reviews.reads.deadlines import Deadline, deadline
from reviews.reads.snapshots import question_of
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound


@dataclass(frozen=True, slots=True)
class Line:
    """One improvement of the question."""

    number: int
    title: str
    state: str
    is_unfinished: bool
    deadline: Deadline
    owner: str
    initials: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Practices that are missing; with all of them the question has this risk (if it is said)."""

    choices: tuple[str, ...]
    titles: tuple[str, ...]
    risk: str = ""

    @property
    def value(self) -> str:
        """What the form sends."""
        return " ".join(self.choices)


@dataclass(frozen=True, slots=True)
class Decision:
    """A trade-off that explains the answer."""

    number: int
    title: str
    state: str
    word: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown beside a question. ways: the smallest sets; single: each missing practice."""

    review: Review
    asked: CompiledQuestion
    risk: str
    lines: tuple[Line, ...]
    everything: Offer | None
    ways: tuple[Offer, ...]
    single: tuple[Offer, ...]
    decisions: tuple[Decision, ...] = ()

    @property
    def unfinished(self) -> int:
        """How many are still to be done."""
        return sum(line.is_unfinished for line in self.lines)

    @property
    def is_at_risk(self) -> bool:
        """Something could be improved."""
        return self.risk in planning.AT_RISK


def build(actor: Actor, review_id: UUID, question: str) -> Beside:
    """Improvements of a question and what one could make, and its trade-offs. Four queries;
    NotFound for outsiders and for a question the lens does not ask."""
    review = access.review_for(actor, review_id)
    asked = compiled(review.lens_version_id).questions.get(question)
    if asked is None:
        raise NotFound(_("There is no such question in this review."))
    answer = access.answer_of(review, question)
    rows = list(
        Improvement.objects.filter(review=review, question_key=question)
        .select_related("owner")
        .order_by("state_since", "number")
    )
    taken = {frozenset(row.choices) for row in rows if row.state in UNFINISHED}
    asked_now = question_of(asked, answer)
    missing = planning.missing(asked_now) if answer.risk in planning.AT_RISK else ()
    ways = planning.ways(asked_now) if missing else ()
    offers = [
        Offer(
            tuple(p.id for p in way.practices),
            tuple(p.title for p in way.practices),
            way.target.value,
        )
        for way in ways
    ]
    every = Offer(tuple(p.id for p in missing), tuple(p.title for p in missing))
    single = [Offer((practice.id,), (practice.title,)) for practice in missing]
    return Beside(
        review=review,
        asked=asked,
        risk=answer.risk,
        lines=tuple(_line(row) for row in rows),
        everything=every if _is_free(every, taken) and len(every.choices) > 1 else None,
        ways=tuple(offer for offer in offers if _is_free(offer, taken)),
        single=_others(single, offers, taken),
        decisions=tuple(
            Decision(number, title, state, str(TradeOffState(state).label))
            for number, title, state in answer.tradeoffs.order_by("number").values_list(
                "number", "title", "state"
            )
        ),
    )


def _is_free(offer: Offer, taken: set[frozenset[str]]) -> bool:
    return bool(offer.choices) and frozenset(offer.choices) not in taken


def _others(
    single: Sequence[Offer], ways: Sequence[Offer], taken: set[frozenset[str]]
) -> tuple[Offer, ...]:
    """The practices that are no way out by themselves and nobody works on alone."""
    shown = {frozenset(offer.choices) for offer in ways}
    return tuple(o for o in single if _is_free(o, taken) and frozenset(o.choices) not in shown)


def _line(row: Improvement) -> Line:
    return Line(
        number=row.number,
        title=row.title,
        state=row.state,
        is_unfinished=row.state in UNFINISHED,
        deadline=deadline(row.due_on, timezone.localdate()),
        owner=str(row.owner) if row.owner else "",
        initials=row.owner.initials if row.owner else "",
    )
