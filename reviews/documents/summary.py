"""The page for management: how many risks, where, by when, and what to do first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import charts
from reviews.documents import figures, phrasing
from reviews.documents.anchors import Anchors
from reviews.documents.figures import ReviewFigures, RiskFigure
from reviews.models.words import RiskLevel
from reviews.planning import PlanItem
from reviews.scoring import Counts, PracticeTally
from reviews.snapshot import SnapshotReview

TOP = 5
_MANY = 3  # high risks in a pillar that make it worth a sentence
_TITLES = 3  # practices named in a sentence before the rest is counted


@dataclass(frozen=True, slots=True)
class TopRisk:
    """One of the first risks to lower, and how."""

    risk: str
    issue_class: str
    code: str
    title: str
    anchor: str
    where: str
    due: str
    is_overdue: bool
    advice: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What management reads."""

    verdict: str
    risks: tuple[RiskFigure, ...]
    progress: charts.Ring
    answered: str
    practices: charts.Ring
    in_place: str
    reviews: tuple[ReviewFigures, ...]
    top: tuple[TopRisk, ...]
    nothing: str  # why `top` is empty
    more: str  # how many risks follow in the plan; empty when none do


def build(
    reviews: Sequence[SnapshotReview],
    plan: Sequence[PlanItem],
    *,
    due_days: Mapping[str, int | None],
    anchors: Anchors,
    on: date,
) -> Summary:
    """The summary of these reviews as of the day `on`."""
    counts = sum((review.counts for review in reviews), Counts())
    tally = sum((p.tally for review in reviews for p in review.pillars), PracticeTally())
    rest = len(plan) - TOP
    return Summary(
        verdict=" ".join(_verdict(counts, plan, reviews, on)),
        risks=figures.risk_figures(plan, due_days, on),
        progress=charts.ring(counts.answered, counts.total, size=64, stroke=7),
        answered=_("%(answered)d of %(total)d questions answered")
        % {"answered": counts.answered, "total": counts.total},
        practices=charts.ring(tally.in_place, tally.applicable, size=64, stroke=7),
        in_place=_("%(in_place)d of %(applicable)d best practices in place")
        % {"in_place": tally.in_place, "applicable": tally.applicable},
        reviews=tuple(figures.review_figures(review, anchors) for review in reviews),
        top=tuple(_top(item, anchors, on, len(reviews) > 1) for item in plan[:TOP]),
        nothing=_nothing(counts),
        more=ngettext(
            "%(n)d more risk is in the improvement plan.",
            "%(n)d more risks are in the improvement plan.",
            rest,
        )
        % {"n": rest}
        if rest > 0
        else "",
    )


def where(item: PlanItem, *, with_lens: bool) -> str:
    """The pillar of an item, with its lens when a report has several."""
    return f"{item.pillar_name} · {item.lens_name}" if with_lens else item.pillar_name


def due(item: PlanItem, on: date) -> str:
    """When an item is due, as words."""
    if item.due is None:
        return _("Backlog")
    words = _("Overdue since %(day)s") if item.due < on else _("Due %(day)s")
    return words % {"day": phrasing.day(item.due)}


def is_overdue(item: PlanItem, on: date) -> bool:
    """True when the day it was due has passed."""
    return item.due is not None and item.due < on


def advice(item: PlanItem) -> str:
    """The smallest step to a lower risk, and to the lowest in reach, as sentences."""
    if not item.ways:
        return _("The lens knows no practices that would lower this risk.")
    steps = [item.ways[0]]
    last = next(way for way in item.ways if way.target == item.ways[-1].target)
    if last.target != steps[0].target:
        steps.append(last)
    sentences = []
    for way in steps:
        count = len(way.practices)
        words = {
            "practices": phrasing.quoted([p.title for p in way.practices], most=_TITLES),
            "risk": risk_reached(way.target),
            "n": count,
        }
        if way is steps[0]:
            text = ngettext(
                "Putting %(practices)s in place lowers this to %(risk)s.",
                "Putting %(practices)s in place lowers this to %(risk)s.",
                count,
            )
        else:
            text = ngettext(
                "With %(n)d practice it falls to %(risk)s.",
                "With %(n)d practices it falls to %(risk)s.",
                count,
            )
        sentences.append(text % words)
    return " ".join(sentences)


def risk_reached(risk: str) -> str:
    """A risk inside a sentence: “medium risk”, “no risk”."""
    return {
        RiskLevel.HIGH: _("high risk"),
        RiskLevel.MEDIUM: _("medium risk"),
        RiskLevel.LOW: _("low risk"),
    }.get(RiskLevel(str(risk)), _("no risk"))


def _top(item: PlanItem, anchors: Anchors, on: date, with_lens: bool) -> TopRisk:
    return TopRisk(
        risk=str(item.risk),
        issue_class=item.issue_class,
        code=item.question.code,
        title=item.question.title,
        anchor=anchors.question(item.review_id, item.question.id),
        where=where(item, with_lens=with_lens),
        due=due(item, on),
        is_overdue=is_overdue(item, on),
        advice=advice(item),
    )


def _nothing(counts: Counts) -> str:
    if counts.at_risk:
        return ""
    if counts.answered:
        return _("No answer shows a risk, so there is nothing to lower.")
    return _("Answer questions first: risks show as answers come in.")


def _verdict(
    counts: Counts, plan: Sequence[PlanItem], reviews: Sequence[SnapshotReview], on: date
) -> list[str]:
    if not counts.total:
        return [_("There is nothing to report: no lens asks anything of this workload.")]
    if not counts.answered:
        return [
            ngettext(
                "None of the questions is answered yet: %(n)d is open.",
                "None of the questions is answered yet: %(n)d are open.",
                counts.total,
            )
            % {"n": counts.total}
        ]
    said = [_risks_found(counts)]
    if counts.at_risk == 1 and is_overdue(plan[0], on):
        said.append(_("It is overdue."))
    elif overdue := sum(is_overdue(item, on) for item in plan):
        said.append(
            ngettext("%(n)d of them is overdue.", "%(n)d of them are overdue.", overdue)
            % {"n": overdue}
        )
    if worst := _worst_pillar(reviews):
        said.append(worst)
    if counts.unanswered:
        said.append(
            ngettext(
                "%(n)d question is still open and may hide a risk.",
                "%(n)d questions are still open and may hide risks.",
                counts.unanswered,
            )
            % {"n": counts.unanswered}
        )
    return said


def _risks_found(counts: Counts) -> str:
    parts = [
        words % {"n": number}
        for number, words in (
            (counts.high, _("%(n)d high")),
            (counts.medium, _("%(n)d medium")),
            (counts.low, _("%(n)d low")),
        )
        if number
    ]
    if not parts:
        return _("No answer shows a risk.")
    if counts.at_risk == 1:
        risk = next(r for r in ("high", "medium", "low") if getattr(counts, r))
        return _("One question shows a %(risk)s.") % {"risk": risk_reached(risk)}
    return _("%(n)d questions show a risk: %(parts)s.") % {
        "n": counts.at_risk,
        "parts": phrasing.listed(parts),
    }


def _worst_pillar(reviews: Sequence[SnapshotReview]) -> str:
    """Where most high risks are; empty without any, or when pillars share that place."""
    high = sorted(
        ((p.counts.high, p.name) for review in reviews for p in review.pillars), reverse=True
    )
    if len(high) < 2 or high[0][0] == 0 or high[0][0] == high[1][0]:
        return ""
    number, name = high[0]
    if number < _MANY:
        return ""
    return _("The most high risks are in %(name)s: %(n)d.") % {"name": name, "n": number}
