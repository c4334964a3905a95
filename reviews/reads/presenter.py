"""Presenter mode: one question for a whole room, with the time its pillar takes.

The question itself is that of the room (question_page); this is what is around it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lenses.access import compiled
from lenses.compiled import CompiledLens
from reviews import access
from reviews.models import Answer, Review, ReviewSession
from reviews.reads import question_page, session_pages
from reviews.reads.question_page import QuestionPage
from reviews.reads.session_pages import AgendaLine, ScopeText
from reviews.services import agenda
from wellarch.accounts.actor import Actor

MANY = 8  # choices from which they are written smaller
MOST = 11


@dataclass(frozen=True, slots=True)
class Step:
    """One item of the agenda as progress. state: done, now or ahead."""

    line: AgendaLine
    state: str


@dataclass(frozen=True, slots=True)
class Course:
    """The way through a review: its running session if there is one, and where one is in it.

    steps: the agenda, or all pillars without a session. now: the item on the screen (None for
    a pillar that is not on the agenda). previous, following: questions around the shown one in
    the order of the agenda; next_pillar: the first question of the next item.
    """

    session: ReviewSession | None
    steps: tuple[Step, ...]
    now: AgendaLine | None
    pillar: str
    previous: str | None
    following: str | None
    next_pillar: str | None
    next_name: str
    next_unanswered: str | None

    @property
    def planned(self) -> int:
        """Seconds planned for what is on the screen; 0 without a plan."""
        return self.now.minutes * 60 if self.session and self.now else 0

    @property
    def spent(self) -> int:
        """Seconds that were spent on it so far."""
        return self.session.spent.get(self.pillar, 0) if self.session else 0


@dataclass(frozen=True, slots=True)
class Presented:
    """A question in presenter mode. density: few, many or most choices."""

    page: QuestionPage
    course: Course
    density: str


@dataclass(frozen=True, slots=True)
class PresentedScope:
    """The scoping questions in presenter mode."""

    review: Review
    lens: CompiledLens
    scope: tuple[ScopeText, ...]
    course: Course


def build(actor: Actor, review_id: UUID, question: str) -> Presented:
    """A question for the projector. Six queries, however large the lens is."""
    page = question_page.build(actor, review_id, question)
    course = _course(page.review, page.lens, shown=question)
    count = len(page.answer.choices)
    density = "most" if count >= MOST else "many" if count >= MANY else "few"
    return Presented(page, course, density)


def scoping(actor: Actor, review_id: UUID) -> PresentedScope:
    """The scoping questions for the projector. Three queries."""
    review = access.review_for(actor, review_id)
    lens = compiled(review.lens_version_id)
    scope = session_pages.scope_of(review.workload)
    return PresentedScope(review, lens, scope, _course(review, lens, shown=""))


def running(review: Review) -> ReviewSession | None:
    """The session that is running in a review."""
    return ReviewSession.objects.filter(
        review=review, started_at__isnull=False, ended_at=None
    ).first()


def _course(review: Review, lens: CompiledLens, *, shown: str) -> Course:
    session = running(review)
    standing = session_pages.standing_of(review)
    lines = session_pages.lines_of(lens, _items(lens, session), standing)
    pillar = lens.questions[shown].pillar_id if shown else agenda.SCOPING
    order = _order(lens, lines)
    place = order.index(shown) if shown in order else -1
    place_of = [line.pillar for line in lines]
    at = place_of.index(pillar) if pillar in place_of else -1
    after = next((line for line in lines[at + 1 :] if line.entry), None)
    return Course(
        session=session,
        steps=tuple(Step(line, _state(n, at)) for n, line in enumerate(lines)),
        now=lines[at] if at >= 0 else None,
        pillar=pillar,
        previous=order[place - 1] if place > 0 else None,
        following=order[place + 1] if place + 1 < len(order) else None,
        next_pillar=after.entry if after else None,
        next_name=after.name if after else "",
        next_unanswered=_next_unanswered(order, standing, place),
    )


def _items(lens: CompiledLens, session: ReviewSession | None) -> Sequence[Mapping[str, object]]:
    if session is not None:
        return list(session.agenda)
    return [{"pillar": p.id, "minutes": 0, "people": "", "note": ""} for p in lens.pillars]


def _order(lens: CompiledLens, lines: Sequence[AgendaLine]) -> list[str]:
    """All questions: those of the agenda in its order, then the others."""
    first = [line.pillar for line in lines if not line.is_scoping]
    rest = [pillar.id for pillar in lens.pillars if pillar.id not in first]
    return [asked.id for key in (*first, *rest) for asked in lens.pillar[key].questions]


def _next_unanswered(
    order: Sequence[str], standing: Mapping[str, Sequence[Answer]], place: int
) -> str | None:
    is_open = {
        row.question_key for rows in standing.values() for row in rows if row.risk == "unanswered"
    }
    around = [*order[place + 1 :], *order[: max(place, 0)]]
    return next((key for key in around if key in is_open), None)


def _state(number: int, now: int) -> str:
    if number == now:
        return "now"
    return "done" if now >= 0 and number < now else "ahead"
