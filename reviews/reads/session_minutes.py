"""The minutes of a session: who took part, how long, what changed, what is left.

Made anew each time from what is there: visits, changes of answers and the log of what was
parked, assigned, confirmed and said between the beginning and the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lenses.access import compiled
from lenses.compiled import CompiledLens
from reviews.models import AnswerChange, Review, ReviewSession, Visit
from reviews.reads import open_points, session_pages
from reviews.reads.open_points import OpenPoints, Point
from reviews.reads.session_pages import AgendaLine, ScopeText
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.events.models import Event

# What is told, in this order. What follows the dot is the kind.
VERBS = (
    "answer.parked", "answer.unparked", "answer.assigned", "answer.confirmed", "comment.written",
    "evidence.added",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who was in the room or changed something. minutes: how long they were there."""

    name: str
    initials: str
    minutes: int
    changes: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A question whose answer was changed: the risk before the session and at its end."""

    question: str
    code: str
    title: str
    pillar: str
    before: str
    after: str
    by: tuple[str, ...]
    changes: int

    @property
    def is_same(self) -> bool:
        """The risk is what it was."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Deed:
    """Something else that was done about a question. verb: one of VERBS."""

    verb: str
    question: str
    code: str
    title: str
    by: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything the minutes tell. ended_at is None while the session goes on."""

    review: Review
    lens: CompiledLens
    session: ReviewSession
    minutes: int
    lines: tuple[AgendaLine, ...]
    scope: tuple[ScopeText, ...]
    people: tuple[Participant, ...]
    moved: tuple[Moved, ...]
    deeds: tuple[Deed, ...]
    left: OpenPoints

    @property
    def planned(self) -> int:
        """Minutes on the agenda."""
        return sum(line.minutes for line in self.lines)

    @property
    def parked(self) -> tuple[Point, ...]:
        """What there is to talk about now."""
        return self.left.parked

    @property
    def assigned(self) -> tuple[Point, ...]:
        """Whose is what now."""
        return self.left.assigned

    @property
    def is_running(self) -> bool:
        """The session goes on: this is how far it is."""
        return self.session.is_running


def build(actor: Actor, review_id: UUID, meeting_id: UUID) -> Minutes:
    """The minutes of a session that has begun; before that, empty ones. Eight queries at most."""
    left = open_points.build(actor, review_id)
    review = left.review
    session = session_pages.session_of(review, meeting_id)
    lens = compiled(review.lens_version_id)
    start = session.started_at or clock.now()
    end = session.ended_at or clock.now()
    changes = _changes(review, start, end)
    events = _events(review, start, end)
    standing = session_pages.standing_of(review)
    return Minutes(
        review=review,
        lens=lens,
        session=session,
        minutes=_minutes(end - start),
        lines=session_pages.lines_of(lens, session.agenda, standing, session.spent),
        scope=session_pages.scope_of(review.workload),
        people=_people(_visits(review, start, end), changes, events, start, end),
        moved=_moved(lens, changes),
        deeds=_deeds(lens, events),
        left=left,
    )


def _changes(review: Review, start: datetime, end: datetime) -> list[AnswerChange]:
    rows = AnswerChange.objects.filter(answer__review=review, at__gte=start, at__lte=end)
    return list(
        rows.select_related("user", "answer")
        .defer("fields", "answer__choices", "answer__notes")
        .order_by("answer__position", "revision")
    )


def _visits(review: Review, start: datetime, end: datetime) -> list[Visit]:
    rows = Visit.objects.filter(review=review, seen_at__gte=start, started_at__lte=end)
    return list(rows.select_related("user").order_by("started_at"))


def _events(review: Review, start: datetime, end: datetime) -> list[Event]:
    rows = Event.objects.filter(
        workload_id=review.workload_id, verb__in=VERBS, at__gte=start, at__lte=end
    )
    found = rows.select_related("user").order_by("pk")
    return [event for event in found if event.data.get("review") == str(review.pk)]


def _people(
    visits: Sequence[Visit],
    changes: Iterable[AnswerChange],
    events: Iterable[Event],
    start: datetime,
    end: datetime,
) -> tuple[Participant, ...]:
    present: dict[str, timedelta] = {}
    initials: dict[str, str] = {}
    for visit in visits:
        name = str(visit.user)
        initials[name] = visit.user.initials
        stay = min(visit.seen_at, end) - max(visit.started_at, start)
        present[name] = present.get(name, timedelta()) + stay
    done = Counter(_author(change) for change in changes)
    acting = {event.who for event in events if event.who}
    every = dict.fromkeys([*present, *done, *sorted(acting)])
    return tuple(
        Participant(
            name=name,
            initials=initials.get(name) or "".join(word[0] for word in name.split()[:2]).upper(),
            minutes=_minutes(present.get(name, timedelta())),
            changes=done[name],
        )
        for name in every
    )


def _author(change: AnswerChange) -> str:
    return str(change.user) if change.user else change.actor_name


def _moved(lens: CompiledLens, changes: Iterable[AnswerChange]) -> tuple[Moved, ...]:
    grouped: dict[str, list[AnswerChange]] = {}
    for change in changes:
        grouped.setdefault(change.answer.question_key, []).append(change)
    return tuple(
        Moved(
            question=key,
            code=asked.code,
            title=asked.title,
            pillar=asked.pillar_name,
            before=rows[0].risk_before,
            after=rows[-1].risk_after,
            by=tuple(dict.fromkeys(_author(row) for row in rows)),
            changes=len(rows),
        )
        for key, rows in grouped.items()
        if (asked := lens.questions.get(key)) is not None
    )


def _deeds(lens: CompiledLens, events: Iterable[Event]) -> tuple[Deed, ...]:
    """Each once, however often somebody did it to a question; in the order of VERBS."""
    found: dict[tuple[str, str, str], Deed] = {}
    for event in events:
        asked = lens.questions.get(event.data.get("question", ""))
        if asked is not None:
            deed = Deed(event.verb, asked.id, asked.code, asked.title, event.who)
            found[deed.verb, deed.question, deed.by] = deed
    return tuple(sorted(found.values(), key=lambda deed: VERBS.index(deed.verb)))


def _minutes(time: timedelta) -> int:
    return max(0, round(time / timedelta(minutes=1)))
