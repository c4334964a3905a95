"""A review told pillar by pillar: what was found, asked and answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.documents import phrasing
from reviews.documents.anchors import Anchors
from reviews.documents.figures import PillarRow, ReviewFigures
from reviews.documents.scope import Text
from reviews.models import ReviewStatus
from reviews.snapshot import (
    SnapshotChoice,
    SnapshotFinding,
    SnapshotPillar,
    SnapshotQuestion,
    SnapshotReview,
)

RUNNING = 48  # characters that fit beside the workload in the head of a page
LONG = 2500  # characters from which a question may be cut by the end of a page
OWN_PAGE = 4  # a pillar with so many questions starts a page


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One practice, and why it does not apply or what was noted."""

    code: str
    title: str
    remark: str


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The practices of a question that share a state: in_place, missing or not_applicable."""

    state: str
    label: str
    choices: tuple[ChoiceLine, ...]


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question with its answer."""

    anchor: str
    code: str
    title: str
    risk: str
    state: str  # a sentence for what groups do not say; may be empty
    groups: tuple[ChoiceGroup, ...]
    notes: str
    answered: str  # who and when; empty if never
    is_long: bool  # too long to stand on one page with others


@dataclass(frozen=True, slots=True)
class BriefLine:
    """A question in one line of a table."""

    anchor: str
    code: str
    title: str
    risk: str
    in_place: str


@dataclass(frozen=True, slots=True)
class FindingPart:
    """What was written of a pillar as a whole."""

    texts: tuple[Text, ...]
    set_aside: str  # the reason; empty when the pillar was reviewed
    warning: str


@dataclass(frozen=True, slots=True)
class PillarPart:
    """A pillar: its numbers, its finding, its questions."""

    name: str
    running: str  # short enough for the head of a page
    anchor: str
    figures: PillarRow
    sentence: str
    finding: FindingPart | None
    questions: tuple[QuestionPart, ...]
    brief: tuple[BriefLine, ...]  # questions told in one line each
    starts_page: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """A review."""

    title: str
    running: str
    anchor: str
    version: str
    status: str
    notes: str
    figures: ReviewFigures
    pillars: tuple[PillarPart, ...]
    brevity: str  # why some questions stand in tables; empty when all are told in full


def build(
    review: SnapshotReview,
    figures: ReviewFigures,
    anchors: Anchors,
    *,
    full: Collection[str] | None = None,
) -> Chapter:
    """The chapter of a review. full: anchors of the questions told in full, None for all."""
    return Chapter(
        title=review.lens_name,
        running=phrasing.shortened(review.lens_name, RUNNING),
        anchor=anchors.review(review.id),
        version=review.lens_version,
        status=str(dict(ReviewStatus.choices).get(review.status, review.status)),
        notes=review.notes.strip(),
        figures=figures,
        pillars=tuple(
            _pillar(review.id, pillar, row, anchors, full, is_first=place == 0)
            for place, (pillar, row) in enumerate(zip(review.pillars, figures.rows, strict=True))
        ),
        brevity=""
        if full is None
        else _(
            "This report is about many questions: those with the highest risks are told in full, "
            "the others in one line each. Every answer is in the data attached to this file."
        ),
    )


def _pillar(
    review_id: str,
    pillar: SnapshotPillar,
    row: PillarRow,
    anchors: Anchors,
    full: Collection[str] | None,
    *,
    is_first: bool,
) -> PillarPart:
    placed = [(question, anchors.question(review_id, question.id)) for question in pillar.questions]
    total, answered = row.counts.total, row.counts.answered
    sentence = ngettext("%(n)d question", "%(n)d questions", total) % {"n": total}
    if answered < total:
        sentence += _(", %(n)d answered") % {"n": answered}
    if row.tally.percent is not None:
        sentence += _(". Best practices in place: %(share)s") % {"share": row.practices}
    return PillarPart(
        name=pillar.name,
        running=phrasing.shortened(pillar.name, RUNNING),
        anchor=row.anchor,
        figures=row,
        sentence=sentence + ".",
        finding=_finding(pillar.finding),
        questions=tuple(
            _question(question, place)
            for question, place in placed
            if full is None or place in full
        ),
        brief=tuple(
            _brief(question, place)
            for question, place in placed
            if full is not None and place not in full
        ),
        starts_page=not is_first and len(pillar.questions) >= OWN_PAGE,
    )


def _finding(finding: SnapshotFinding) -> FindingPart | None:
    if finding.is_empty:
        return None
    labelled = (
        (_("Current state"), finding.current_state),
        (_("Gaps"), finding.gaps),
        (_("Risks"), finding.risks),
        (_("Recommendations"), finding.recommendations),
    )
    return FindingPart(
        texts=tuple(Text(label, text.strip()) for label, text in labelled if text.strip()),
        set_aside=finding.set_aside_reason.strip() if finding.is_set_aside else "",
        warning=_("These recommendations rest on no described current state.")
        if finding.lacks_current_state
        else "",
    )


def _brief(question: SnapshotQuestion, anchor: str) -> BriefLine:
    tally = question.tally
    words = phrasing.share(tally.in_place, tally.applicable, None) if tally.applicable else "–"
    return BriefLine(anchor, question.code, question.title, question.risk, words)


def _question(question: SnapshotQuestion, anchor: str) -> QuestionPart:
    is_open = question.risk == "unanswered"
    return QuestionPart(
        anchor=anchor,
        code=question.code,
        title=question.title,
        risk=question.risk,
        state=_state(question),
        groups=() if is_open or not question.is_applicable else tuple(_groups(question)),
        notes=question.notes.strip(),
        answered=_answered(question),
        is_long=_length(question) > LONG,
    )


def _state(question: SnapshotQuestion) -> str:
    if not question.is_applicable:
        why = phrasing.reason(question.reason)
        if why:
            return _("This question does not apply: %(why)s.") % {"why": _lower(why)}
        return _("This question does not apply. No reason was given.")
    if question.risk == "unanswered":
        practices = len(question.practices)
        return ngettext(
            "Not answered yet. It asks about %(n)d best practice.",
            "Not answered yet. It asks about %(n)d best practices.",
            practices,
        ) % {"n": practices}
    if any(choice.is_none and choice.status == "selected" for choice in question.choices):
        return _("The team answered that none of the best practices is in place.")
    return ""


def _groups(question: SnapshotQuestion) -> list[ChoiceGroup]:
    wanted: Sequence[tuple[str, str, str]] = (
        ("in_place", "selected", _("In place")),
        ("missing", "unselected", _("Missing")),
        ("not_applicable", "not_applicable", _("Does not apply")),
    )
    groups = []
    for state, status, label in wanted:
        lines = tuple(_line(choice) for choice in question.practices if choice.status == status)
        if lines:
            groups.append(ChoiceGroup(state, label, lines))
    return groups


def _line(choice: SnapshotChoice) -> ChoiceLine:
    remarks = [choice.note.strip()]
    if choice.status == "not_applicable":
        remarks.insert(0, phrasing.reason(choice.reason) or _("No reason given"))
    return ChoiceLine(choice.code, choice.title, "\n".join(each for each in remarks if each))


def _length(question: SnapshotQuestion) -> int:
    """Characters that people wrote, line breaks counted as lines."""
    texts = [question.title, question.notes, *(c.title + c.note for c in question.choices)]
    return sum(len(text) + 60 * text.count("\n") for text in texts)


def _answered(question: SnapshotQuestion) -> str:
    if not question.changed_at:
        return ""
    return _("%(name)s, %(day)s") % {
        "name": question.changed_by,
        "day": phrasing.iso_day(question.changed_at),
    }


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
