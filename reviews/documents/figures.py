"""The numbers of a report: risks by class with their dates, and one row per pillar.

Pure arithmetic and words; knows no template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.rules import Risk
from reviews import charts
from reviews.documents import phrasing
from reviews.documents.anchors import Anchors
from reviews.planning import PlanItem
from reviews.scoring import ISSUE_CLASS, Counts, PracticeTally, checklist_score
from reviews.snapshot import SnapshotReview

RADAR_LABEL = 22  # characters of a pillar's name that fit beside the radar


@dataclass(frozen=True, slots=True)
class RiskFigure:
    """How many questions have a risk of this class, and by when they are due."""

    risk: str
    issue_class: str
    count: int
    rule: str  # “Due within 30 days”
    state: str  # “2 overdue, next due 3 Dec 2026”
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class PillarRow:
    """A pillar of a review in numbers; the anchor is empty for a row of totals."""

    name: str
    anchor: str
    bar: charts.StackedBar
    counts: Counts
    tally: PracticeTally
    practices: str  # “41 of 60 (68%)”
    score: str  # “68%” for lenses that are scored, else empty
    note: str  # “set aside”


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """A review in numbers: a row per pillar and their total."""

    name: str
    version: str
    anchor: str
    rows: tuple[PillarRow, ...]
    total: PillarRow
    radar: charts.Radar | None
    is_scored: bool
    score: str


def risk_figures(
    plan: Sequence[PlanItem], due_days: Mapping[str, int | None], on: date
) -> tuple[RiskFigure, ...]:
    """High, medium and low, with the dates their questions are due, seen from the day `on`."""
    return tuple(_risk_figure(risk, plan, due_days[risk], on) for risk in ISSUE_CLASS)


def review_figures(review: SnapshotReview, anchors: Anchors) -> ReviewFigures:
    """The pillars of a review as rows, their total, and a radar of three pillars or more."""
    is_scored = review.scoring == "percent"
    tallies = {pillar.id: pillar.tally for pillar in review.pillars}
    rows = tuple(
        _row(
            pillar.name,
            pillar.counts,
            tallies[pillar.id],
            anchor=anchors.pillar(review.id, pillar.id),
            score=_percent(tallies[pillar.id].percent) if is_scored else "",
            note=_("set aside") if pillar.finding.is_set_aside else "",
        )
        for pillar in review.pillars
    )
    score = _percent(checklist_score(tallies)) if is_scored else ""
    total = _row(
        _("All pillars"), review.counts, sum(tallies.values(), PracticeTally()), score=score
    )
    return ReviewFigures(
        name=review.lens_name,
        version=review.lens_version,
        anchor=anchors.review(review.id),
        rows=rows,
        total=total,
        radar=_radar(rows),
        is_scored=is_scored,
        score=score,
    )


def rule_of_class(days: int | None) -> str:
    """By when a risk of this class should be gone."""
    if days is None:
        return _("Planned in the backlog")
    return ngettext("Due within %(n)d day", "Due within %(n)d days", days) % {"n": days}


def _risk_figure(risk: Risk, plan: Sequence[PlanItem], days: int | None, on: date) -> RiskFigure:
    mine = [item for item in plan if item.risk == risk]
    dates = sorted(item.due for item in mine if item.due)
    overdue = [due for due in dates if due < on]
    ahead = [due for due in dates if due >= on]
    words = []
    if overdue:
        words.append(ngettext("%(n)d overdue", "%(n)d overdue", len(overdue)) % {"n": len(overdue)})
    if ahead:
        words.append(_("next due %(day)s") % {"day": phrasing.day(ahead[0])})
    if not mine:
        words.append(_("none found"))
    elif not dates:
        words.append(_("no date set"))
    return RiskFigure(
        risk=str(risk),
        issue_class=ISSUE_CLASS[risk],
        count=len(mine),
        rule=rule_of_class(days),
        state=phrasing.capital(", ".join(words)),
        is_overdue=bool(overdue),
    )


def _row(
    name: str, counts: Counts, tally: PracticeTally, *, anchor: str = "", score: str, note: str = ""
) -> PillarRow:
    return PillarRow(
        name=name,
        anchor=anchor,
        bar=charts.stacked_bar(counts.as_dict(), width=240, height=8),
        counts=counts,
        tally=tally,
        practices=phrasing.share(tally.in_place, tally.applicable, None if score else tally.percent)
        if tally.applicable
        else _("none apply"),
        score=score,
        note=note,
    )


def _radar(rows: Sequence[PillarRow]) -> charts.Radar | None:
    drawn = charts.radar(
        [
            (phrasing.shortened(row.name, RADAR_LABEL), (row.tally.percent or 0) / 100)
            for row in rows
        ],
        width=560,
        height=300,
    )
    return drawn if drawn.is_drawable and any(row.tally.in_place for row in rows) else None


def _percent(value: int | None) -> str:
    return "–" if value is None else _("%(n)d%%") % {"n": value}
