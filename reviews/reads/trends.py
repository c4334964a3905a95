"""A workload over time: what its milestones say in numbers, and where it stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reviews import access, milestone_numbers
from reviews.charts import (
    STACKED,
    Columns,
    Levels,
    Series,
    Trend,
    levels,
    stacked_columns,
    trend,
)
from reviews.improving import Burndown
from reviews.milestone_numbers import Numbers, ReviewNumbers
from reviews.models import Milestone, Workload
from reviews.reads import improvement_course, snapshot_rows, snapshots
from wellarch.accounts.actor import Actor

DRAWN = 20  # milestones in a chart; tables over REST have all
MAX_LENSES = 4  # lines in one chart that can be told apart


@dataclass(frozen=True, slots=True)
class Point:
    """A milestone, or now (number 0), in numbers."""

    number: int
    name: str
    kind: str
    at: datetime
    numbers: Numbers

    @property
    def day(self) -> date:
        """When it was, in the zone of who reads."""
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Course:
    """All points of a workload, oldest first, now as the last one if a lens is attached."""

    workload: Workload
    points: tuple[Point, ...]
    burndown: tuple[Burndown, ...]


@dataclass(frozen=True, slots=True)
class PillarChart:
    """A pillar's risks over time."""

    name: str
    chart: Columns


@dataclass(frozen=True, slots=True)
class LensCharts:
    """The pillars of a review over time; levels is None when nothing was said of maturity."""

    lens_name: str
    pillars: tuple[PillarChart, ...]
    levels: Levels | None


@dataclass(frozen=True, slots=True)
class TrendsPage:
    """What the page shows. left_out: earlier milestones that are not drawn."""

    workload: Workload
    risks: Columns | None
    share: Trend | None
    burndown: Trend | None
    lenses: tuple[LensCharts, ...]
    left_out: int
    has_milestones: bool

    @property
    def has_levels(self) -> bool:
        """Something was said of maturity."""
        return any(lens.levels for lens in self.lenses)


def course(actor: Actor, workload_id: UUID) -> Course:
    """All milestones in numbers, without reading what they hold. Eight queries."""
    workload = access.workload_for(actor, workload_id)
    rows = Milestone.objects.filter(workload=workload).order_by("number")
    points = [
        Point(number, name, kind, at, milestone_numbers.read(numbers))
        for number, name, kind, at, numbers in rows.values_list(
            "number", "name", "kind", "recorded_at", "numbers"
        )
    ]
    taken = replace(
        snapshots.take(workload, work=False),
        improvements=snapshot_rows.improvements(workload),
        maturity=snapshot_rows.maturity(workload),
    )
    if taken.reviews:
        now = milestone_numbers.of(taken)
        points.append(Point(0, _("Now"), "", timezone.now(), now))
    return Course(workload, tuple(points), improvement_course.build(workload))


def build(actor: Actor, workload_id: UUID) -> TrendsPage:
    """The course of a workload as charts. Eight queries."""
    found = course(actor, workload_id)
    drawn = found.points[-DRAWN:]
    has_milestones = any(point.number for point in found.points)
    if not has_milestones:
        return TrendsPage(
            found.workload, None, None, _burndown(found.burndown), (), 0, has_milestones=False
        )
    return TrendsPage(
        workload=found.workload,
        risks=_columns([(_short(point), point.numbers.counts.as_dict()) for point in drawn]),
        share=_share(drawn),
        burndown=_burndown(found.burndown),
        lenses=tuple(_lens(review, drawn) for review in drawn[-1].numbers.reviews),
        left_out=len(found.points) - len(drawn),
        has_milestones=True,
    )


def _short(point: Point) -> str:
    """A label that fits under a column."""
    if not point.number:
        return _("Now")
    return f"{point.number} · {date_format(point.day, 'M Y')}"


def _shortest(point: Point) -> str:
    """A label that fits under a column of a small chart."""
    return str(point.number) if point.number else _("Now")


def _columns(points: Sequence[tuple[str, Mapping[str, int]]]) -> Columns:
    return stacked_columns(points, names=_risk_names())


def _risk_names() -> dict[str, str]:
    words = {
        "high": _("High"), "medium": _("Medium"), "low": _("Low"), "unanswered": _("Unanswered"),
    }  # fmt: skip
    return {risk: words[risk] for risk in STACKED}


def _share(points: Sequence[Point]) -> Trend | None:
    """Percent of best practices in place: of everything, and of each lens if there are few."""
    lines = [Series(_("In place, %"), _percents(points, None))]
    reviews = points[-1].numbers.reviews
    if 1 < len(reviews) <= MAX_LENSES - 1:
        lines = [Series(_("All lenses, %"), lines[0].points)]
        lines += [Series(_cut(each.lens_name), _percents(points, each.id)) for each in reviews]
    lines = [line for line in lines if line.points]
    return trend(lines) if lines else None


def _percents(points: Sequence[Point], review_id: str | None) -> list[tuple[date, int]]:
    """One number a day, the last one said of it."""
    found: dict[date, int] = {}
    for point in points:
        if review_id is None:
            tally = point.numbers.tally
        else:
            review = _review_in(point, review_id)
            if review is None:
                continue
            tally = review.tally
        if tally.percent is not None:
            found[point.day] = tally.percent
    return list(found.items())


def _burndown(days: Sequence[Burndown]) -> Trend | None:
    if not days:
        return None
    return trend(
        [
            Series(_("To do"), [(day.on, day.unfinished) for day in days]),
            Series(_("Done"), [(day.on, day.done) for day in days], risk="none"),
            Series(_("Accepted"), [(day.on, day.accepted) for day in days], risk="low"),
        ]
    )


def _lens(review: ReviewNumbers, points: Sequence[Point]) -> LensCharts:
    there = [(point, of) for point in points if (of := _review_in(point, review.id))]
    highest = max(
        (_stacked(pillar.counts.as_dict()) for _point, of in there for pillar in of.pillars),
        default=0,
    )
    return LensCharts(
        review.lens_name,
        tuple(
            PillarChart(
                pillar.name,
                stacked_columns(
                    [
                        (_shortest(point), own.counts.as_dict())
                        for point, of in there
                        for own in of.pillars
                        if own.id == pillar.id
                    ],
                    names=_risk_names(),
                    width=380,
                    height=150,
                    has_keys=False,
                    highest=highest,
                ),
            )
            for pillar in review.pillars
        ),
        _levels(review, there),
    )


def _levels(review: ReviewNumbers, there: Sequence[tuple[Point, ReviewNumbers]]) -> Levels | None:
    said = [
        pillar
        for pillar in review.pillars
        if any(own.level for _point, of in there for own in of.pillars if own.id == pillar.id)
    ]
    if not said:
        return None
    cells = [
        [
            *(next((p.level for p in of.pillars if p.id == pillar.id), None) for _at, of in there),
            pillar.target,
        ]
        for pillar in said
    ]
    heads = [*(_short(point) for point, _of in there), _("Target")]
    return levels([_cut(pillar.name, 30) for pillar in said], heads, cells)


def _stacked(counts: Mapping[str, int]) -> int:
    return sum(counts[risk] for risk in STACKED)


def _review_in(point: Point, review_id: str) -> ReviewNumbers | None:
    return next((review for review in point.numbers.reviews if review.id == review_id), None)


def _cut(text: str, most: int = 16) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
