"""The review room: one question with its answer, the way around, and what a save gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledLens, CompiledQuestion
from reviews import access, changes
from reviews.models import Answer, Review, ReviewStatus
from reviews.profile_access import marks_of
from reviews.profiling import Reason
from reviews.reads import (
    answer_view,
    attention,
    lens_standing,
    question_side,
    room_nav,
    worksheet_evidence,
)
from reviews.reads.answer_history import path_label, value_label
from reviews.reads.answer_view import AnswerView, ChoiceView
from reviews.reads.attention import Attention
from reviews.reads.lens_standing import LensStanding
from reviews.reads.room_nav import Nav, NavPillar, NavQuestion
from reviews.reads.worksheet_evidence import Beside
from reviews.services import answers
from wellarch import wording
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound, Stale

RECENT = 8  # changes shown beside the question; the rest is on the history page


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed: both versions, raw for the form and in words."""

    path: str
    label: str
    is_text: bool
    mine: str
    theirs: str
    mine_words: str
    theirs_words: str

    @property
    def can_merge(self) -> bool:
        """Both have a text, so one could have all of both."""
        return self.is_text and bool(self.mine and self.theirs)

    @property
    def together(self) -> str:
        """A text with every line of both, to go on from."""
        return wording.together(self.mine, self.theirs)

    @property
    def parts(self) -> dict[str, tuple[wording.Part, ...]]:
        """Both texts with what only one of them has marked."""
        mine, theirs = wording.marked(self.mine_words, self.theirs_words)
        return {"mine": mine, "theirs": theirs}


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two people changed at once, and who the other one is."""

    by: str
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Everything the room shows."""

    review: Review
    lens: CompiledLens
    asked: CompiledQuestion
    url: str  # the lens's helpful page, if it is a web address
    answer: AnswerView
    nav: Nav
    attention: Attention
    said: int = 0  # threads of its discussion that are open
    shown: int = 0  # pieces of evidence
    planned: int = 0  # unfinished improvements
    standing: LensStanding = field(default_factory=LensStanding)
    conflict: Conflict | None = None
    wrong: tuple[str, ...] = ()  # sentences about what was not saved
    reasons: tuple[Reason, ...] = ()  # why the workload's profile asks for it first
    worksheets: Beside | None = None  # what they say about it

    @property
    def practices(self) -> tuple[ChoiceView, ...]:
        """The practices, for their guidance."""
        return self.answer.practices

    @property
    def is_complete(self) -> bool:
        """The review is complete: answers rest until it is reopened."""
        return self.review.status == ReviewStatus.COMPLETE

    @property
    def is_open(self) -> bool:
        """Whether answers may change, for those whose role allows it."""
        return not self.is_complete and not self.review.workload.is_archived


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """What changes on the page after a save. line, pillar, nav: only if the risk changed."""

    review_id: UUID
    asked: CompiledQuestion
    answer: AnswerView
    line: NavQuestion | None = None
    pillar: NavPillar | None = None
    nav: Nav | None = None
    conflict: Conflict | None = None


def build(actor: Actor, review_id: UUID, question: str) -> QuestionPage:
    """The page of a question. Four queries, however many questions and choices there are, and at
    most two more where worksheets are evidence for it.

    Raises NotFound for a review or question that does not exist for the actor.
    """
    review = access.review_for(actor, review_id)
    lens = compiled(review.lens_version_id)
    answer = access.answer_of(review, question)
    asked = _asked(lens, question)
    standing = room_nav.standing_of(review, viewer=actor.user_id)
    return QuestionPage(
        review=review,
        lens=lens,
        asked=asked,
        url=question_side.url_of(asked),
        attention=attention.of(actor, answer),
        said=answer.said,
        shown=answer.shown,
        planned=answer.planned,
        standing=lens_standing.of(review),
        answer=answer_view.build(asked, answer),
        nav=room_nav.build(lens, standing, current=question),
        reasons=marks_of(review.workload.profile_version_id, review.lens_version_id).get(
            question, ()
        ),
        worksheets=worksheet_evidence.beside(review, asked, answer),
    )


def refused(
    page: QuestionPage,
    *,
    typed: Mapping[str, changes.Value],
    base_revision: int,
    wrong: tuple[str, ...] = (),
    errors: Mapping[str, list[str]] | None = None,
) -> QuestionPage:
    """The page again with a form that was not saved: nothing that was typed is lost."""
    view = answer_view.typed(
        page.answer, page.asked, typed, revision=base_revision, errors=errors or {}
    )
    return replace(page, answer=view, wrong=wrong)


def disputed(
    actor: Actor, page: QuestionPage, error: Stale, *, typed: Mapping[str, changes.Value],
    base_revision: int,
) -> QuestionPage:  # fmt: skip
    """The page again after a whole form clashed: my changes put over what is stored now.

    The form then starts from the newest revision; clashing fields wait for a decision.
    """
    answer = access.answer_for(actor, page.review.pk, page.asked.id)
    mine = changes.difference(answers.state_at(answer, base_revision), typed)
    state, _delta = changes.apply(answers.state_of(answer), mine)
    view = answer_view.typed(page.answer, page.asked, state, revision=answer.revision, errors={})
    return replace(page, answer=view, conflict=conflict_of(page.asked, error))


def saved(
    actor: Actor, answer: Answer, *, shown_risk: str = "", base_revision: int | None = None
) -> SavedAnswer:
    """What a saved answer changes on the page.

    One query when the risk is not the one the page shows, else none. A change that was merged
    with others' has cost one more already: then the rest comes with live updates, as what the
    others did to the list does anyway.
    """
    lens = compiled(answer.review.lens_version_id)
    asked = _asked(lens, answer.question_key)
    view = answer_view.build(asked, answer)
    result = SavedAnswer(review_id=answer.review_id, asked=asked, answer=view)
    if answer.risk == shown_risk:
        return result
    if base_revision is not None and answer.revision > base_revision + 1:
        return result
    standing = room_nav.standing_of(answer.review, viewer=actor.user_id)
    nav = room_nav.build(lens, standing.with_answer(answer), current=asked.id)
    pillar = next(each for each in nav.pillars if each.is_current)
    line = next(each for each in pillar.questions if each.is_current)
    return replace(result, line=line, pillar=pillar, nav=nav)


def current(actor: Actor, review_id: UUID, question: str) -> SavedAnswer:
    """All parts of the page that follow from answers, as they are now. Two queries."""
    return saved(actor, access.answer_for(actor, review_id, question))


def contested(actor: Actor, review_id: UUID, question: str, error: Stale) -> SavedAnswer:
    """What the page shows after a change that clashed: the stored answer, and the conflict."""
    result = current(actor, review_id, question)
    return replace(result, conflict=conflict_of(result.asked, error))


def conflict_of(asked: CompiledQuestion, error: Stale) -> Conflict:
    """Both versions of every field that clashed, in words."""
    clashes = []
    for path, both in error.data["fields"].items():
        mine, theirs = both["mine"], both["theirs"]
        clashes.append(
            Clash(
                path=path,
                label=path_label(asked, path),
                is_text=changes.split(path)[1] in ("note", "notes"),
                mine=_raw(mine),
                theirs=_raw(theirs),
                mine_words=value_label(path, mine),
                theirs_words=value_label(path, theirs),
            )
        )
    return Conflict(by=str(error.data["by"]), clashes=tuple(clashes))


def _raw(value: changes.Value) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _asked(lens: CompiledLens, question: str) -> CompiledQuestion:
    asked = lens.questions.get(question)
    if asked is None:
        raise NotFound(_("There is no such question in this review."))
    return asked
