"""Scores: the percent of best practices in place per lens, pillar and question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.documents.anchors import Anchors
from reviews.scoring import PracticeTally, checklist_score
from reviews.snapshot import SnapshotPillar, SnapshotReview


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Practices in place of something. percent is None when none applies."""

    code: str
    title: str
    anchor: str
    in_place: int
    applicable: int
    percent: int | None
    is_question: bool
    width: int  # of its bar, 0 to 100


@dataclass(frozen=True, slots=True)
class LensScores:
    """A review: its pillars, each followed by its questions."""

    name: str
    total: ScoreLine
    score: str  # the checklist score as words
    lines: tuple[ScoreLine, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """All reviews and the workload as a whole."""

    total: ScoreLine
    lenses: tuple[LensScores, ...]


def build(
    reviews: Sequence[SnapshotReview], anchors: Anchors, *, with_questions: bool = True
) -> Scores:
    """The scores of these reviews."""
    return Scores(
        total=_line("", _("The whole workload"), "", _sum(p for r in reviews for p in r.pillars)),
        lenses=tuple(_lens(review, anchors, with_questions) for review in reviews),
    )


def _lens(review: SnapshotReview, anchors: Anchors, with_questions: bool) -> LensScores:
    tallies = {pillar.id: pillar.tally for pillar in review.pillars}
    lines = []
    for pillar in review.pillars:
        place = anchors.pillar(review.id, pillar.id)
        lines.append(_line("", pillar.name, place, tallies[pillar.id]))
        for asked in pillar.questions if with_questions else ():
            place = anchors.question(review.id, asked.id)
            lines.append(_line(asked.code, asked.title, place, asked.tally, is_question=True))
    score = checklist_score(tallies)
    return LensScores(
        name=review.lens_name,
        total=_line("", review.lens_name, anchors.review(review.id), _sum(review.pillars)),
        score="–" if score is None else _("%(n)d%%") % {"n": score},
        lines=tuple(lines),
    )


def _sum(pillars: Iterable[SnapshotPillar]) -> PracticeTally:
    return sum((pillar.tally for pillar in pillars), PracticeTally())


def _line(
    code: str, title: str, anchor: str, tally: PracticeTally, *, is_question: bool = False
) -> ScoreLine:
    return ScoreLine(
        code, title, anchor, tally.in_place, tally.applicable, tally.percent, is_question,
        tally.percent or 0,
    )  # fmt: skip
