"""What is new in a room that is open in a browser: the parts of its page that are not as they were.

The page says what it shows: the revision of the answer and, in short, the state of every line of
its list. Nothing has to be remembered about anybody, and nothing can be missed.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from uuid import UUID

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import access
from reviews.models import AnswerChange, Review, ReviewStatus
from reviews.reads import answer_view, attention, room_nav
from reviews.reads.answer_view import AnswerView
from reviews.reads.attention import Attention
from reviews.reads.room_nav import Nav, NavPillar, NavQuestion
from wellarch.accounts.actor import Actor
from wellarch.live import passes
from wellarch.live.passes import Pass

_LETTERS = 3  # of each word of a line's state: enough to tell them apart
_RECENT = 50  # changes that are looked through for their authors


@dataclass(frozen=True, slots=True)
class LiveNews:
    """Parts to be replaced. nav, pillars, lines: of the list; answer, if it is another now.

    asked: the question that is shown, or None beside no question; attention: what is left to do
    about it. by: who changed the answer last, if not the viewer; authors: {path: who changed
    it} as JSON.
    """

    review: Review
    live_pass: str
    asked: CompiledQuestion | None = None
    answer: AnswerView | None = None
    attention: Attention | None = None
    by: str = ""
    authors: str = "{}"
    nav: Nav | None = None
    pillars: tuple[NavPillar, ...] = field(default=())
    lines: tuple[NavQuestion, ...] = field(default=())

    @property
    def is_complete(self) -> bool:
        """The review is complete: answers rest until it is reopened."""
        return self.review.status == ReviewStatus.COMPLETE

    @property
    def is_open(self) -> bool:
        """Whether answers may change, for those whose role allows it."""
        return not self.is_complete and not self.review.workload.is_archived


def pass_for(actor: Actor, review: Review) -> str:
    """The pass with which the page of a review, reached through access, asks what is new."""
    return pass_into(actor, review.workload_id, review.pk)


def pass_into(actor: Actor, workload_id: UUID, room: UUID) -> str:
    """The pass of a page about something of a workload, reached through access."""
    assert actor.user is not None  # noqa: S101 (pages are shown to people)
    return passes.write(
        Pass(
            topic=workload_id,
            room=room,
            organization=actor.organization.pk,
            person=actor.user.pk,
            issued=int(time.time()),
        )
    )


def build(
    actor: Actor, review_id: UUID, *, question: str = "", seen: int = 0, lines: str = ""
) -> LiveNews:
    """What is new. Two queries; three beside a question, five if it is not as it was.

    question: the one that is shown, if any; seen: the revision of its answer; lines: the states
    of all lines as `code` writes them, with commas. Raises NotFound for a review that does not
    exist for the actor; a question that is not asked is as none.
    """
    # First of all: what changes after it raises the revision again, and is fetched again.
    review = access.review_for(actor, review_id)
    lens = compiled(review.lens_version_id)
    standing = room_nav.standing_of(review, viewer=actor.user_id)
    nav = room_nav.build(lens, standing, current=question)
    changed = _changed(nav, lines)
    news = LiveNews(
        review=review,
        live_pass=pass_for(actor, review),
        asked=lens.questions.get(question),
        nav=nav if changed else None,
        pillars=tuple(p for p in nav.pillars if any(line in changed for line in p.questions)),
        lines=changed,
    )
    return _with_answer(actor, news, seen) if news.asked else news


def code(line: NavQuestion) -> str:
    """The state of a line in a few letters; the page makes the same from what it shows."""
    return ".".join(word[:_LETTERS] for word in line.filters.split())


def _changed(nav: Nav, shown: str) -> tuple[NavQuestion, ...]:
    every = [line for pillar in nav.pillars for line in pillar.questions]
    codes = shown.split(",")
    if len(codes) != len(every):
        return tuple(every)
    return tuple(line for line, known in zip(every, codes, strict=True) if code(line) != known)


def _with_answer(actor: Actor, news: LiveNews, seen: int) -> LiveNews:
    """The same with the parts about the question that is shown, where they are others now."""
    assert news.asked is not None  # noqa: S101 (asked by build)
    answer = access.answer_of(news.review, news.asked.id)
    if answer.revision == seen:
        is_touched = any(line.is_current for line in news.lines)
        return replace(news, attention=attention.of(actor, answer)) if is_touched else news
    authors: dict[str, str] = {}
    by = ""
    later = AnswerChange.objects.filter(answer=answer, revision__gt=seen).exclude(user=actor.user)
    for change in reversed(later.order_by("-revision")[:_RECENT]):
        by = change.actor_name
        authors |= dict.fromkeys(change.fields, by)
    return replace(
        news,
        answer=answer_view.build(news.asked, answer),
        attention=attention.of(actor, answer),
        by=by,
        authors=json.dumps(authors),
    )
