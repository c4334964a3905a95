"""Worksheets as evidence: what they say about a question, and which questions one speaks to.

People decide: a practice that a worksheet supports is proposed, never selected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import access
from reviews.models import (
    Answer,
    GameDay,
    GameDayState,
    PlannedReview,
    Review,
    ReviewStatus,
    Workload,
)
from reviews.telling import words
from reviews.worksheet_access import filled_of
from reviews.worksheets import evidence
from reviews.worksheets.content import Content
from reviews.worksheets.evidence import GAME_DAYS, REVIEW_PLAN, Occasion, Rehearsal
from reviews.worksheets.kinds import KINDS
from reviews.worksheets.spec import Outcome
from wellarch.accounts.actor import Actor

MAX_REHEARSALS = 50  # the newest
_TITLES = {GAME_DAYS: gettext_noop("Game days"), REVIEW_PLAN: gettext_noop("Review plan")}


@dataclass(frozen=True, slots=True)
class Supported:
    """A best practice that what was filled in speaks for."""

    id: str
    title: str
    is_selected: bool


@dataclass(frozen=True, slots=True)
class FromSheet:
    """A worksheet, the game days or the review plan, as evidence of one question.

    headline: what came out, in a line; tone: good, bad, warn or empty. supported: the practices
    it speaks for, but those set aside. doubted: those that are selected, while what came out is
    not good enough to show them.
    """

    kind: str
    title: str
    headline: str
    tone: str
    supported: tuple[Supported, ...] = ()
    doubted: tuple[Supported, ...] = ()

    @property
    def proposed(self) -> tuple[Supported, ...]:
        """The practices that are not selected yet."""
        return tuple(each for each in self.supported if not each.is_selected)

    @property
    def in_place(self) -> tuple[Supported, ...]:
        """The practices that are selected already."""
        return tuple(each for each in self.supported if each.is_selected)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a workload's worksheets say about a question. missing: (kind, title) of those that
    would say something and are empty."""

    workload_id: UUID
    sheets: tuple[FromSheet, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question a worksheet speaks to. proposed: supported and not selected yet."""

    review_id: UUID
    review: str
    question: str
    code: str
    title: str
    risk: str
    is_open: bool
    proposed: tuple[Supported, ...]


@dataclass(frozen=True, slots=True)
class ForQuestion:
    """A question with what the worksheets say of it, as programs ask for it."""

    review: Review
    question: str
    beside: Beside


def beside(review: Review, asked: CompiledQuestion, answer: Answer) -> Beside:
    """What the worksheets say about a question of a review that was loaded with its lens.

    Two queries at most, none for a question no worksheet is evidence for.
    """
    kinds = evidence.kinds_for(review.lens.alias, asked.id) if review.lens.is_builtin else ()
    if not kinds:
        return Beside(review.workload_id)
    said = _said(review.workload, kinds, timezone.localdate())
    sheets = tuple(
        _from_sheet(kind, said[kind], review.lens.alias, asked, answer)
        for kind in kinds
        if kind in said
    )
    missing = tuple((kind, title_of(kind)) for kind in kinds if kind not in said)
    return Beside(review.workload_id, sheets, missing)


def for_question(actor: Actor, review_id: UUID, question: str) -> ForQuestion:
    """What the worksheets say about a question. Four queries at most."""
    review = access.review_for(actor, review_id)
    answer = access.answer_of(review, question)
    asked = compiled(review.lens_version_id).questions[question]
    return ForQuestion(review, question, beside(review, asked, answer))


def for_kind(workload: Workload, kind: str, facts: Iterable[str]) -> tuple[Asked, ...]:
    """The questions of a workload's reviews that a kind is evidence for. Two queries."""
    mapped = evidence.questions_of(kind)
    reviews = {
        review.pk: review
        for review in Review.objects.attached()
        .filter(workload=workload, lens__alias__in=mapped, lens__organization=None)
        .select_related("lens")
        .order_by("created_at")
    }
    keys = {key for questions in mapped.values() for key in questions}
    answers = {
        (answer.review_id, answer.question_key): answer
        for answer in Answer.objects.filter(review__in=reviews, question_key__in=keys)
    }
    return tuple(
        _asked(workload, review, answers[review.pk, key], kind, facts)
        for review in reviews.values()
        for key in compiled(review.lens_version_id).questions
        if key in mapped[review.lens.alias] and (review.pk, key) in answers
    )


def for_beside(workload: Workload, kind: str) -> tuple[Asked, ...]:
    """The questions that game days or the review plan are evidence for. Three queries."""
    said = _said(workload, (kind,), timezone.localdate())
    return for_kind(workload, kind, said[kind][2] if kind in said else ())


def title_of(kind: str) -> str:
    """What a kind is called."""
    return words(KINDS[kind].title) if kind in KINDS else _(_TITLES[kind])


def headline_of(outcome: Outcome) -> tuple[str, str]:
    """What came out of a worksheet in a line, and its tone: its own headline, else the first line
    of its result that says good or bad."""
    if outcome.headline is not None:
        return words(outcome.headline), outcome.tone
    if not outcome.summary:
        return "", "empty"
    judged = [fact for fact in outcome.summary if fact.tone in ("good", "bad", "warn")]
    first = judged[0] if judged else outcome.summary[0]
    return f"{words(first.label)}: {words(first.value)}", first.tone


def _from_sheet(
    kind: str,
    said: tuple[str, str, frozenset[str]],
    lens: str,
    asked: CompiledQuestion,
    answer: Answer,
) -> FromSheet:
    headline, tone, facts = said
    states = {key: value.get("status", "") for key, value in answer.choices.items()}
    supported = _supported(kind, facts, lens, asked, states)
    there = {each.id for each in supported}
    doubted = tuple(
        Supported(key, asked.choice[key].title.strip(), is_selected=True)
        for key in evidence.speaks_to(kind, lens, asked.id)
        if tone == "bad"
        and key not in there
        and key in asked.choice
        and states.get(key) == "selected"
    )
    return FromSheet(kind, title_of(kind), headline, tone, supported, doubted)


def _asked(
    workload: Workload, review: Review, answer: Answer, kind: str, facts: Iterable[str]
) -> Asked:
    asked = compiled(review.lens_version_id).questions[answer.question_key]
    states = {key: value.get("status", "") for key, value in answer.choices.items()}
    supported = _supported(kind, facts, review.lens.alias, asked, states)
    return Asked(
        review_id=review.pk,
        review=review.lens.name,
        question=asked.id,
        code=asked.code,
        title=asked.title,
        risk=answer.risk,
        is_open=review.status != ReviewStatus.COMPLETE and not workload.is_archived,
        proposed=tuple(each for each in supported if not each.is_selected),
    )


def _supported(
    kind: str,
    facts: Iterable[str],
    lens: str,
    asked: CompiledQuestion,
    states: Mapping[str, Any],
) -> tuple[Supported, ...]:
    return tuple(
        Supported(key, asked.choice[key].title.strip(), states.get(key) == "selected")
        for key in evidence.supports(kind, facts, lens, asked.id)
        if key in asked.choice and states.get(key) != "not_applicable"
    )


def _said(
    workload: Workload, kinds: Iterable[str], today: date
) -> dict[str, tuple[str, str, frozenset[str]]]:
    """{kind: (headline, tone, facts)} of what was filled in."""
    wanted = set(kinds)
    said = {}
    if wanted - set(evidence.BESIDE):
        for kind, content in filled_of(workload, wanted).items():
            said[kind] = _of_sheet(content, today)
    if GAME_DAYS in wanted and (held := _game_days(workload, today)):
        said[GAME_DAYS] = held
    if REVIEW_PLAN in wanted and (planned := _review_plan(workload, today)):
        said[REVIEW_PLAN] = planned
    return said


def _of_sheet(content: Content, today: date) -> tuple[str, str, frozenset[str]]:
    outcome = KINDS[content.kind].work_out(content, today)
    return (*headline_of(outcome), outcome.facts)


def _game_days(workload: Workload, today: date) -> tuple[str, str, frozenset[str]] | None:
    found = GameDay.objects.filter(
        workload=workload, state=GameDayState.DONE, ended_at__isnull=False
    ).order_by("-ended_at")
    days = list(found[:MAX_REHEARSALS])
    if not days:
        return None
    held = [
        Rehearsal(
            timezone.localdate(day.ended_at),
            has_learned=bool(day.learned.strip()),
            has_runbook=bool(day.runbook.strip() or day.runbook_url),
        )
        for day in days
    ]
    facts = evidence.facts_of_game_days(held, today)
    params = {"day": _day(held[0].on), "title": days[0].title}
    tone = "good" if "held-lately" in facts else "warn"
    return _("Held last on %(day)s: %(title)s") % params, tone, facts


def _review_plan(workload: Workload, today: date) -> tuple[str, str, frozenset[str]] | None:
    planned = list(PlannedReview.objects.filter(workload=workload).order_by("planned_on", "number"))
    if not planned:
        return None
    occasions = [
        Occasion(each.kind, each.planned_on, each.milestone_id is not None) for each in planned
    ]
    facts = evidence.facts_of_plan(occasions, today)
    coming = [
        each
        for each in planned
        if each.planned_on and each.planned_on >= today and each.milestone_id is None
    ]
    if coming and coming[0].planned_on:
        params = {"day": _day(coming[0].planned_on), "title": coming[0].title}
        return _("The next review is on %(day)s: %(title)s") % params, "good", facts
    return _("No review is planned"), "warn", facts


def _day(day: date) -> str:
    return date_format(day, "j F Y")
