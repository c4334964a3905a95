"""Two states of a workload in numbers and in the questions that moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import access
from reviews.charts import StackedBar, stacked_bar
from reviews.comparing import Comparison, Difference, Move, compare
from reviews.models import Milestone, MilestoneKind, Workload
from reviews.reads import comparison_rows, comparison_sheets, snapshots
from reviews.reads.comparison_rows import EDITED, UNCHANGED, Group, ImprovementRow, LensPillars
from reviews.reads.comparison_sheets import GameDayLine, SheetLine
from reviews.scoring import Counts
from reviews.snapshot import Snapshot, from_content
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound

# Told of a comparison even when there are none.
_ALWAYS = (Move.WORSENED.value, Move.IMPROVED.value, Move.NEW.value)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states. number 0 is now."""

    number: int
    name: str
    at: datetime | None
    counts: Counts
    bar: StackedBar
    kind: str = ""

    @property
    def key(self) -> str:
        """How it is named in an address."""
        return str(self.number or "now")


@dataclass(frozen=True, slots=True)
class MoveTotal:
    """How many questions moved one way; query: the address of these alone, empty for none."""

    move: str
    title: str
    count: int
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """Something to compare: "now" or a number."""

    value: str
    name: str
    is_before: bool
    is_after: bool


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What the page shows; before is always the earlier state.

    query: the address of the comparison without filters. sides: the two without anything else.
    """

    workload: Workload
    before: Side
    after: Side
    comparison: Comparison
    numbers: tuple[Difference, ...]
    risks: tuple[str, ...]
    sentence: str
    totals: tuple[MoveTotal, ...]
    groups: tuple[Group, ...]
    lenses: tuple[LensPillars, ...]
    improvements: tuple[ImprovementRow, ...]
    worksheets: tuple[SheetLine, ...]
    game_days: tuple[GameDayLine, ...]
    partners: tuple[Partner, ...]
    query: str
    move: str
    pillar: str
    filter_name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which two states, None being now, and what of their differences; empty asks for all."""

    one: int | None
    two: int | None
    move: str = ""
    pillar: str = ""


def build(actor: Actor, workload_id: UUID, wanted: Wanted) -> ComparisonPage:
    """Both states, told forwards in time whichever was asked for first. Eight queries at most.

    Two times now is the last milestone and now. NotFound for a milestone that is not there, and
    for a move there is not.
    """
    if wanted.move not in ("", *comparison_rows.MOVES):
        raise NotFound(_("This address leads nowhere."))
    workload = access.workload_for(actor, workload_id)
    named = _milestones(workload)
    (before, old), (after, new) = _sides(workload, wanted, named)
    found = compare(old, new)
    query = urlencode({"from": before.key, "to": after.key})
    return ComparisonPage(
        workload=workload,
        before=before,
        after=after,
        comparison=found,
        numbers=(*found.differences, found.in_place, _share(found)),
        risks=tuple(found.before.as_dict()),
        sentence=told(found),
        totals=_totals(found, wanted, query),
        groups=comparison_rows.groups(found, move=wanted.move, pillar=wanted.pillar),
        lenses=comparison_rows.lenses(found, wanted.pillar),
        improvements=comparison_rows.improvements(found.improvements),
        worksheets=comparison_sheets.sheets(found, before=_day(before), after=_day(after)),
        game_days=comparison_sheets.game_days(found),
        partners=_partners(named, before, after),
        query=query,
        move=wanted.move,
        pillar=wanted.pillar,
        filter_name=_filter_name(found, wanted),
    )


def told(comparison: Comparison) -> str:
    """The comparison in a sentence or two."""
    parts = (
        sentence(comparison),
        work_sentence(comparison),
        comparison_sheets.sentence(comparison),
    )
    return " ".join(part for part in parts if part)


def sentence(comparison: Comparison) -> str:
    """The comparison in one sentence: what improved and worsened, and the high risks."""
    better = len(comparison.by_move(Move.IMPROVED))
    worse = len(comparison.by_move(Move.WORSENED))
    known = len(comparison.by_move(Move.ANSWERED))
    parts = []
    if better:
        parts.append(
            ngettext("%(n)d question improved", "%(n)d questions improved", better) % {"n": better}
        )
    if worse:
        parts.append(
            ngettext("%(n)d question worsened", "%(n)d questions worsened", worse) % {"n": worse}
        )
    if known:
        parts.append(
            ngettext("%(n)d was answered first", "%(n)d were answered first", known) % {"n": known}
        )
    if not parts:
        return _("No risk became higher or lower.")
    what, before, after = ", ".join(parts), comparison.before.high, comparison.after.high
    if before == after:
        return _("%(what)s; high risks stayed at %(after)d.") % {"what": what, "after": after}
    return _("%(what)s; high risks went from %(before)d to %(after)d.") % {
        "what": what,
        "before": before,
        "after": after,
    }


def work_sentence(comparison: Comparison) -> str:
    """How many improvements were finished between the two; empty for none."""
    done = len(comparison.finished)
    if not done:
        return ""
    return ngettext(
        "%(n)d improvement was finished in between.",
        "%(n)d improvements were finished in between.",
        done,
    ) % {"n": done}


def _milestones(workload: Workload) -> list[tuple[int, str, str]]:
    rows = Milestone.objects.filter(workload=workload).order_by("-number")
    return list(rows.values_list("number", "name", "kind"))


def _sides(
    workload: Workload, wanted: Wanted, named: list[tuple[int, str, str]]
) -> tuple[tuple[Side, Snapshot], tuple[Side, Snapshot]]:
    numbers = [number for number in (wanted.one, wanted.two) if number is not None]
    if not numbers and named:
        numbers = [named[0][0]]
    if not numbers:
        raise NotFound(_("There is no milestone to compare with yet."))
    rows = Milestone.objects.filter(workload=workload, number__in=numbers).defer("numbers")
    there = {row.number: (_side_of(row), from_content(row.content)) for row in rows}
    if len(there) < len(set(numbers)):
        raise NotFound(_("There is no such milestone."))
    first, *more = (there[number] for number in sorted(numbers))
    return first, more[0] if more else _now(workload)


def _side_of(milestone: Milestone) -> Side:
    counts = Counts.of(milestone.counts)
    return Side(
        number=milestone.number,
        name=milestone.name,
        at=milestone.recorded_at,
        counts=counts,
        bar=stacked_bar(counts.as_dict()),
        kind=str(MilestoneKind(milestone.kind).label),
    )


def _now(workload: Workload) -> tuple[Side, Snapshot]:
    taken = snapshots.to_compare(workload)
    return Side(0, _("Now"), None, taken.counts, stacked_bar(taken.counts.as_dict())), taken


def _day(side: Side) -> date:
    """The day as of which a side is worked out."""
    return timezone.localdate(side.at)


def _share(found: Comparison) -> Difference:
    before, after = found.in_place_before.percent or 0, found.in_place_after.percent or 0
    state = "better" if after > before else "worse" if after < before else "same"
    return Difference("share", before, after, state)


def _totals(found: Comparison, wanted: Wanted, query: str) -> tuple[MoveTotal, ...]:
    """Every move with its number; of the rarer ones only those there are."""
    changes = comparison_rows.wanted(found, pillar=wanted.pillar)
    numbers = dict.fromkeys(comparison_rows.MOVES, 0)
    for change in changes:
        numbers[change.move or EDITED] += 1
    pillar = f"&{urlencode({'pillar': wanted.pillar})}" if wanted.pillar else ""
    told = [
        MoveTotal(
            move,
            comparison_rows.title_of(move),
            count,
            f"{query}&move={move}{pillar}" if count else "",
            move == wanted.move,
        )
        for move, count in numbers.items()
        if count or move in _ALWAYS
    ]
    if not wanted.pillar:
        title = comparison_rows.title_of(UNCHANGED)
        told.append(MoveTotal(UNCHANGED, title, found.unchanged - len(found.edited), "", False))
    return tuple(told)


def _filter_name(found: Comparison, wanted: Wanted) -> str:
    """What is filtered by, in words; empty when nothing is."""
    names = {pillar.pillar_id: pillar.pillar_name for pillar in found.pillars}
    parts = [comparison_rows.title_of(wanted.move)] if wanted.move else []
    if wanted.pillar:
        parts.append(names.get(wanted.pillar, wanted.pillar))
    return " · ".join(parts)


def _partners(named: list[tuple[int, str, str]], before: Side, after: Side) -> tuple[Partner, ...]:
    kinds = dict(MilestoneKind.choices)
    return (
        Partner("now", _("Now"), before.number == 0, after.number == 0),
        *(
            Partner(
                str(number),
                f"{number} · {name} ({kinds[kind]})"
                if kind != MilestoneKind.OTHER
                else f"{number} · {name}",
                number == before.number,
                number == after.number,
            )
            for number, name, kind in named
        ),
    )
