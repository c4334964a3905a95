"""The questions of a template: one lens of it, and one question with what is said to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from lenses.access import compiled
from lenses.compiled import CompiledLens, CompiledPillar, CompiledQuestion
from reviews import changes
from reviews.models import Template, TemplateAnswer, TemplateReview
from reviews.reads import answer_view, question_page, room_nav, template_plans
from reviews.reads.answer_view import ChoiceView
from reviews.reads.question_page import Conflict
from reviews.reads.template_list import LensRow
from reviews.services import template_answers, template_upgrades, templates
from reviews.template_access import template_lens_for
from wellarch.accounts.actor import Actor
from wellarch.errors import Stale


@dataclass(frozen=True, slots=True)
class Line:
    """One question in the list. is_noted: nothing is ticked, but something is written."""

    id: str
    number: int
    code: str
    title: str
    is_answered: bool
    is_noted: bool
    is_current: bool

    @property
    def filters(self) -> str:
        """What the filter of the list looks for."""
        return "answered" if self.is_answered else "unanswered"


@dataclass(frozen=True, slots=True)
class PillarLines:
    """One pillar of the list with how much of it is answered."""

    id: str
    number: int
    name: str
    answered: int
    lines: tuple[Line, ...]
    is_current: bool


@dataclass(frozen=True, slots=True)
class TemplateNav:
    """All questions of one lens of a template."""

    pillars: tuple[PillarLines, ...]
    answered: int
    total: int
    next_unanswered: str

    @property
    def percent(self) -> int:
        """Whole percent answered."""
        return self.answered * 100 // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class LensPage:
    """One lens of a template."""

    template: Template
    row: LensRow
    lens: CompiledLens
    nav: TemplateNav
    is_own: bool
    newer: str  # the name of the version it can be upgraded to

    @property
    def part(self) -> TemplateReview:
        """The lens in the template."""
        return self.row.part


@dataclass(frozen=True, slots=True)
class SaidView:
    """What a template says to a question. The field names are those of an AnswerView."""

    revision: int
    state: str
    is_applicable: bool
    reason: str
    notes: str
    changed_by: str
    choices: tuple[ChoiceView, ...]
    risk: str = ""


@dataclass(frozen=True, slots=True)
class TemplateQuestion:
    """The page of one question of a template."""

    template: Template
    part: TemplateReview
    lens: CompiledLens
    asked: CompiledQuestion
    answer: SaidView
    nav: TemplateNav
    is_own: bool
    address: str  # how the reader named the lens
    conflict: Conflict | None = None
    wrong: tuple[str, ...] = ()


def lens_page(actor: Actor, template_id: UUID, template_lens: str) -> LensPage:
    """One lens of a template. Five queries."""
    part = template_lens_for(actor, template_id, template_lens)
    lens = compiled(part.lens_version_id)
    said = template_plans.said_in([part])[part.pk]
    newer = template_upgrades.newer(part)
    nav = nav_of(lens, said)
    row = LensRow(part, nav.answered, nav.total, newer.number if newer else 0, template_lens)
    return LensPage(
        template=part.template,
        row=row,
        lens=lens,
        nav=nav,
        is_own=part.template.organization_id == actor.organization.pk,
        newer=newer.name if newer else "",
    )


def build(actor: Actor, template_id: UUID, template_lens: str, question: str) -> TemplateQuestion:
    """One question of a template. Four queries. NotFound for one that is not asked."""
    part = template_lens_for(actor, template_id, template_lens)
    asked = template_answers.asked_in(part, question)
    answer = template_answers.answer_of(part, asked)
    return with_answer(actor, asked, answer, address=template_lens)


def with_answer(
    actor: Actor, asked: CompiledQuestion, answer: TemplateAnswer, *, address: str
) -> TemplateQuestion:
    """The page, or its parts after a save, with an answer at hand. One query."""
    part = answer.review
    lens = compiled(part.lens_version_id)
    said = {**template_plans.said_in([part])[part.pk], asked.id: answer}
    return TemplateQuestion(
        template=part.template,
        part=part,
        lens=lens,
        asked=asked,
        answer=view_of(asked, templates.state_of(answer), answer),
        nav=nav_of(lens, said, current=asked.id),
        is_own=part.template.organization_id == actor.organization.pk,
        address=address,
    )


def refused(
    page: TemplateQuestion,
    *,
    typed: Mapping[str, changes.Value],
    wrong: tuple[str, ...],
    errors: Mapping[str, list[str]],
) -> TemplateQuestion:
    """The page again with a form that was not saved: nothing that was typed is lost."""
    view = _typed(page, typed, errors)
    return replace(page, answer=view, wrong=wrong)


def contested(
    page: TemplateQuestion, error: Stale, typed: Mapping[str, changes.Value]
) -> TemplateQuestion:
    """The page after a change that clashed: both versions of what two authors changed."""
    clash = question_page.conflict_of(page.asked, error)
    view = _typed(page, typed, {}) if typed else page.answer
    return replace(page, answer=view, conflict=clash)


def view_of(
    asked: CompiledQuestion,
    state: Mapping[str, changes.Value],
    answer: TemplateAnswer,
    errors: Mapping[str, list[str]] | None = None,
) -> SaidView:
    """What a template says, or what somebody typed, as the form shows it."""
    by_path = {path: tuple(texts) for path, texts in (errors or {}).items()}
    return SaidView(
        revision=answer.revision,
        state=json.dumps(dict(state)),
        is_applicable=bool(state.get("is_applicable", True)),
        reason=str(state.get("reason", changes.default("reason"))),
        notes=str(state.get("notes", "")),
        changed_by=str(answer.changed_by) if answer.changed_by else "",
        choices=tuple(
            replace(choice, errors=_errors_of(choice.path, by_path))
            for choice in answer_view.choices(asked, state)
        ),
    )


def nav_of(
    lens: CompiledLens, said: Mapping[str, TemplateAnswer], *, current: str = ""
) -> TemplateNav:
    """The questions of a lens with what a template says to them. No query."""
    answered: set[str] = set()
    noted: set[str] = set()
    for question in lens:
        row = said.get(question.id)
        if row is None:
            continue
        state = templates.state_of(row)
        if template_plans.says(question, state):
            answered.add(question.id)
        elif state:
            noted.add(question.id)
    risks = dict.fromkeys(lens.questions, room_nav.UNANSWERED) | dict.fromkeys(answered, "answered")
    pillars = tuple(_pillar(pillar, answered, noted, current) for pillar in lens.pillars)
    following = room_nav.next_unanswered(lens, risks, after=current) or ""
    return TemplateNav(pillars, len(answered), len(lens), following)


def _pillar(
    pillar: CompiledPillar, answered: set[str], noted: set[str], current: str
) -> PillarLines:
    lines = tuple(
        Line(
            id=question.id,
            number=question.number,
            code=question.code,
            title=question.title,
            is_answered=question.id in answered,
            is_noted=question.id in noted,
            is_current=question.id == current,
        )
        for question in pillar.questions
    )
    return PillarLines(
        id=pillar.id,
        number=pillar.number,
        name=pillar.name,
        answered=sum(line.is_answered for line in lines),
        lines=lines,
        is_current=any(line.is_current for line in lines),
    )


def _errors_of(head: str, errors: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(
        text for path, found in errors.items() if path.startswith(f"{head}.") for text in found
    )


def _typed(
    page: TemplateQuestion,
    typed: Mapping[str, changes.Value],
    errors: Mapping[str, list[str]],
) -> SaidView:
    """The form with what was typed, made from the revision the page shows."""
    view = view_of(page.asked, typed, TemplateAnswer(revision=page.answer.revision), errors)
    return replace(view, state=page.answer.state, changed_by=page.answer.changed_by)
