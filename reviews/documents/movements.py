"""Two states of a workload side by side, as a document tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import charts
from reviews.comparing import (
    Comparison,
    Difference,
    Move,
    PillarComparison,
    QuestionChange,
    compare,
)
from reviews.documents import choosing, phrasing
from reviews.documents.subjects import Options
from reviews.models import Milestone
from reviews.reads import comparison_sheets
from reviews.reads.comparison import sentence
from reviews.reads.comparison_sheets import GameDayLine, SheetLine
from reviews.scoring import Counts, PracticeTally
from reviews.snapshot import Snapshot, from_content

_ORDER = (
    Move.WORSENED,
    Move.IMPROVED,
    Move.ANSWERED,
    Move.REOPENED,
    Move.NEW,
    Move.GONE,
    Move.CHANGED,
)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number before and after; risk is empty for one that is no risk."""

    label: str
    risk: str
    before: str
    after: str
    change: str
    state: str  # better, worse or same
    verdict: str  # the state as a word; empty when it is the same


@dataclass(frozen=True, slots=True)
class PillarLine:
    """A pillar before and after."""

    name: str
    before: charts.StackedBar
    after: charts.StackedBar
    risks: str  # “6 → 4”
    in_place: str  # “40% → 55%”


@dataclass(frozen=True, slots=True)
class LensLines:
    """The pillars of one review."""

    name: str
    rows: tuple[PillarLine, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question that changed, with what changed in it. before or after empty: not asked then."""

    code: str
    title: str
    where: str
    before: str
    after: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Group:
    """The questions that moved one way."""

    move: str
    title: str
    lines: tuple[QuestionLine, ...]

    @property
    def anchor(self) -> str:
        """Where it begins in the document."""
        return f"moved-{self.move}"


@dataclass(frozen=True, slots=True)
class Movements:
    """Everything two states differ in. before and after name them."""

    before: str
    after: str
    sentence: str
    numbers: tuple[NumberLine, ...]
    lenses: tuple[LensLines, ...]
    groups: tuple[Group, ...]
    radar: charts.Radar | None
    worksheets: tuple[SheetLine, ...]
    game_days: tuple[GameDayLine, ...]
    comparison: Comparison


def since(
    previous: Milestone, now: Snapshot, options: Options, review_id: str | None, *, on: date
) -> Movements:
    """What changed since a milestone until the day `on`; `now` is narrowed already."""
    before = choosing.narrow(from_content(previous.content), options, review_id=review_id)
    name = _("Milestone %(number)d · %(name)s") % {"number": previous.number, "name": previous.name}
    days = timezone.localdate(previous.recorded_at), on
    return build(before, now, options, before_name=name, after_name=_("This report"), days=days)


def build(
    before: Snapshot,
    after: Snapshot,
    options: Options,
    *,
    before_name: str,
    after_name: str,
    days: tuple[date, date],
) -> Movements:
    """What changed between two states, the earlier one first; each worked out as of its day."""
    found = compare(before, after)
    held = comparison_sheets.sentence(found) if options.wants("game_days") else ""
    return Movements(
        before=before_name,
        after=after_name,
        sentence=f"{sentence(found)} {held}".strip(),
        numbers=tuple(_numbers(found)),
        lenses=_lenses(found.pillars),
        groups=tuple(_groups(found)),
        radar=_radar(found.pillars, before_name, after_name),
        worksheets=comparison_sheets.sheets(found, before=days[0], after=days[1])
        if options.wants("worksheets")
        else (),
        game_days=comparison_sheets.game_days(found) if options.wants("game_days") else (),
        comparison=found,
    )


def _numbers(found: Comparison) -> list[NumberLine]:
    lines = [_number("", each.name, each) for each in found.differences]
    lines.append(_number(_("Best practices in place"), "", found.in_place))
    before, after = found.in_place_before.percent, found.in_place_after.percent
    if before is not None and after is not None:
        state = "better" if after > before else "worse" if after < before else "same"
        share = Difference("share", before, after, state)
        lines.append(_number(_("Share in place, percent"), "", share))
    return lines


def _number(label: str, risk: str, of: Difference) -> NumberLine:
    verdict = {"better": _("better"), "worse": _("worse")}.get(of.state, "")
    return NumberLine(label, risk, str(of.before), str(of.after), of.signed, of.state, verdict)


def _lenses(pillars: Sequence[PillarComparison]) -> tuple[LensLines, ...]:
    by_review: dict[str, list[PillarComparison]] = {}
    for pillar in pillars:
        by_review.setdefault(pillar.review_id, []).append(pillar)
    return tuple(
        LensLines(found[0].lens_name, tuple(_pillar(each) for each in found))
        for found in by_review.values()
    )


def _pillar(of: PillarComparison) -> PillarLine:
    return PillarLine(
        name=of.pillar_name,
        before=_bar(of.before),
        after=_bar(of.after),
        risks=f"{_at_risk(of.before)} → {_at_risk(of.after)}",
        in_place=f"{_share(of.in_place_before)} → {_share(of.in_place_after)}",
    )


def _bar(counts: Counts | None) -> charts.StackedBar:
    return charts.stacked_bar((counts or Counts()).as_dict(), width=240, height=8)


def _at_risk(counts: Counts | None) -> str:
    return "–" if counts is None else str(counts.at_risk)


def _share(tally: PracticeTally) -> str:
    return "–" if tally.percent is None else _("%(n)d%%") % {"n": tally.percent}


def _groups(found: Comparison) -> list[Group]:
    titles = {
        Move.WORSENED: _("Worsened"),
        Move.IMPROVED: _("Improved"),
        Move.ANSWERED: _("Answered for the first time"),
        Move.REOPENED: _("Unanswered again"),
        Move.NEW: _("New questions"),
        Move.GONE: _("No longer asked"),
        Move.CHANGED: _("No risk before and after, for another reason"),
    }
    groups = [
        Group(move.value, titles[move], tuple(_question(each) for each in changes))
        for move in _ORDER
        if (changes := found.by_move(move))
    ]
    if found.edited:
        lines = tuple(_question(each) for each in found.edited)
        groups.append(Group("edited", _("Same risk, other answer"), lines))
    return groups


def _question(of: QuestionChange) -> QuestionLine:
    remarks = []
    if of.notes_changed:
        remarks.append(_("The notes changed."))
    if of.marks_changed:
        remarks.append(_("Practices were set aside, brought back or noted differently."))
    return QuestionLine(
        code=of.code,
        title=of.title,
        where=of.pillar_name,
        before=of.before or "",
        after=of.after or "",
        gained=of.gained,
        lost=of.lost,
        remark=" ".join(remarks),
    )


def _radar(
    pillars: Sequence[PillarComparison], before_name: str, after_name: str
) -> charts.Radar | None:
    """Practices in place per pillar, before and after; None for several lenses or few pillars."""
    if len({pillar.review_id for pillar in pillars}) != 1:
        return None
    drawn = charts.radar(
        [
            (phrasing.shortened(p.pillar_name, 22), (p.in_place_after.percent or 0) / 100)
            for p in pillars
        ],
        before=[(p.in_place_before.percent or 0) / 100 for p in pillars],
        columns=(after_name, before_name),
        width=560,
        height=300,
    )
    return drawn if drawn.is_drawable else None
