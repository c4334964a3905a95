"""What a careful reader checks: how risk is determined, who answered what, versions, digests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import snapshot as snapshots
from reviews.documents import figures, phrasing, rules_in_words, scope
from reviews.documents.anchors import Anchors
from reviews.documents.scope import Text
from reviews.models import Milestone
from reviews.scoring import ISSUE_CLASS
from reviews.snapshot import Snapshot, SnapshotQuestion, SnapshotReview


@dataclass(frozen=True, slots=True)
class RiskClass:
    """What a class of risk means."""

    risk: str
    issue_class: str
    meaning: str
    rule: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """The rules of one question in words: (risk, condition)."""

    code: str
    title: str
    anchor: str
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """Who last answered a question, and when."""

    code: str
    title: str
    anchor: str
    risk: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ReviewLines:
    """The two tables of a review."""

    name: str
    has_codes: bool  # practices are called by their code in the rules
    rules: tuple[RuleLine, ...]
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """The last chapter."""

    classes: tuple[RiskClass, ...]
    is_scored: bool
    properties: tuple[Text, ...]
    reviews: tuple[ReviewLines, ...]
    sources: tuple[Text, ...]
    zone: str  # of the times in the tables
    has_questions: bool


def build(
    snapshot: Snapshot,
    reviews: Sequence[SnapshotReview],
    *,
    due_days: Mapping[str, int | None],
    anchors: Anchors,
    milestone: Milestone | None,
    with_questions: bool = True,
) -> Appendix:
    """The appendix about these reviews of the snapshot, with or without tables of questions."""
    return Appendix(
        classes=_classes(due_days),
        is_scored=any(review.scoring == "percent" for review in reviews),
        properties=scope.properties(snapshot),
        reviews=tuple(_review(review, anchors) for review in reviews) if with_questions else (),
        has_questions=with_questions,
        sources=tuple(_sources(snapshot, reviews, milestone)),
        zone=timezone.get_current_timezone_name(),
    )


def _classes(due_days: Mapping[str, int | None]) -> tuple[RiskClass, ...]:
    meanings = {
        "high": _("Could cause significant business impact"),
        "medium": _("Could cause moderate impact"),
        "low": _("A smaller opportunity to improve"),
    }
    return tuple(
        RiskClass(str(risk), short, meanings[risk], figures.rule_of_class(due_days[risk]))
        for risk, short in ISSUE_CLASS.items()
    )


def _review(review: SnapshotReview, anchors: Anchors) -> ReviewLines:
    questions = [question for _pillar, question in review.questions()]
    return ReviewLines(
        name=review.lens_name,
        has_codes=any(choice.code for question in questions for choice in question.practices),
        rules=tuple(
            RuleLine(
                question.code,
                question.title,
                anchors.question(review.id, question.id),
                rules_in_words.sentences(question),
            )
            for question in questions
        ),
        answers=tuple(
            _answer(question, anchors.question(review.id, question.id)) for question in questions
        ),
    )


def _answer(question: SnapshotQuestion, anchor: str) -> AnswerLine:
    return AnswerLine(
        code=question.code,
        title=question.title,
        anchor=anchor,
        risk=question.risk,
        by=question.changed_by,
        at=phrasing.day_and_time(question.changed_at) if question.changed_at else _("not answered"),
    )


def _sources(
    snapshot: Snapshot, reviews: Sequence[SnapshotReview], milestone: Milestone | None
) -> list[Text]:
    sources = [Text(_("Workload"), f"{snapshot.name}\n{snapshot.workload_id}")]
    for review in reviews:
        named = _("%(name)s, version %(version)s (%(alias)s)") % {
            "name": review.lens_name,
            "version": review.lens_version,
            "alias": review.lens_alias,
        }
        sources.append(Text(_("Lens"), f"{named}\nSHA-256 {review.lens_digest}"))
    if milestone is None:
        content = snapshots.digest(snapshots.to_content(snapshot), "")
        sources.append(Text(_("Content of this report"), f"SHA-256 {content}"))
        return sources
    recorded = _("%(number)d · %(name)s, recorded by %(by)s on %(at)s") % {
        "number": milestone.number,
        "name": milestone.name,
        "by": milestone.recorded_by,
        "at": phrasing.moment(milestone.recorded_at),
    }
    sources.append(Text(_("Milestone"), f"{recorded}\nSHA-256 {milestone.digest}"))
    if milestone.previous_digest:
        sources.append(Text(_("Milestone before it"), f"SHA-256 {milestone.previous_digest}"))
    return sources
