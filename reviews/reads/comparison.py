"""A milestone beside now or another milestone, in numbers and in the questions that moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import access
from reviews.charts import StackedBar, stacked_bar
from reviews.comparing import (
    Comparison,
    Difference,
    Move,
    PillarComparison,
    QuestionChange,
    compare,
)
from reviews.models import Milestone, Workload
from reviews.reads import snapshots
from reviews.scoring import Counts
from reviews.snapshot import Snapshot, from_content
from wellarch.accounts.actor import Actor

# In the order in which a page tells them.
_MOVES = (
    Move.WORSENED,
    Move.IMPROVED,
    Move.ANSWERED,
    Move.REOPENED,
    Move.NEW,
    Move.GONE,
    Move.CHANGED,
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states. number 0 is now."""

    number: int
    name: str
    at: datetime | None
    counts: Counts
    bar: StackedBar


@dataclass(frozen=True, slots=True)
class Group:
    """The questions that moved one way."""

    move: str
    title: str
    changes: tuple[QuestionChange, ...]


@dataclass(frozen=True, slots=True)
class LensPillars:
    """The pillars of one review."""

    lens_name: str
    pillars: tuple[PillarComparison, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """Something the milestone can be compared with: "now" or a number."""

    value: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What the page shows; before is always the earlier state."""

    workload: Workload
    number: int
    before: Side
    after: Side
    comparison: Comparison
    in_place: Difference
    risks: tuple[str, ...]
    sentence: str
    groups: tuple[Group, ...]
    lenses: tuple[LensPillars, ...]
    partners: tuple[Partner, ...]


def build(
    actor: Actor, workload_id: UUID, number: int, *, other: int | None = None
) -> ComparisonPage:
    """The milestone beside now (other None) or another milestone. Five queries at most."""
    milestone = access.milestone_for(actor, workload_id, number)
    workload = milestone.workload
    mine = (_side_of(milestone), from_content(milestone.content))
    if other is None:
        theirs = _now(workload)
    else:
        second = access.milestone_for(actor, workload_id, other)
        theirs = (_side_of(second), from_content(second.content))
    # Told forwards in time, whichever of the two was asked for first.
    (before, old), (after, new) = (
        (theirs, mine) if other is not None and other < number else (mine, theirs)
    )
    comparison = compare(old, new)
    return ComparisonPage(
        workload=workload,
        number=number,
        before=before,
        after=after,
        comparison=comparison,
        in_place=comparison.in_place,
        risks=tuple(comparison.before.as_dict()),
        sentence=sentence(comparison),
        groups=_groups(comparison),
        lenses=_lenses(comparison),
        partners=_partners(workload, number, other),
    )


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


def _side_of(milestone: Milestone) -> Side:
    counts = Counts.of(milestone.counts)
    return Side(
        number=milestone.number,
        name=milestone.name,
        at=milestone.recorded_at,
        counts=counts,
        bar=stacked_bar(counts.as_dict()),
    )


def _now(workload: Workload) -> tuple[Side, Snapshot]:
    taken = snapshots.take(workload)
    return Side(0, _("Now"), None, taken.counts, stacked_bar(taken.counts.as_dict())), taken


def _groups(comparison: Comparison) -> tuple[Group, ...]:
    titles = {
        Move.WORSENED: _("Worsened"),
        Move.IMPROVED: _("Improved"),
        Move.ANSWERED: _("Answered for the first time"),
        Move.REOPENED: _("Unanswered again"),
        Move.NEW: _("New questions"),
        Move.GONE: _("No longer asked"),
        Move.CHANGED: _("No risk before and after, for another reason"),
    }
    found = [
        Group(move.value, titles[move], changes)
        for move in _MOVES
        if (changes := comparison.by_move(move))
    ]
    if comparison.edited:
        found.append(Group("edited", _("Same risk, other answer"), comparison.edited))
    return tuple(found)


def _lenses(comparison: Comparison) -> tuple[LensPillars, ...]:
    by_review: dict[str, list[PillarComparison]] = {}
    for pillar in comparison.pillars:
        by_review.setdefault(pillar.review_id, []).append(pillar)
    return tuple(LensPillars(found[0].lens_name, tuple(found)) for found in by_review.values())


def _partners(workload: Workload, number: int, other: int | None) -> tuple[Partner, ...]:
    rows = (
        Milestone.objects.filter(workload=workload)
        .exclude(number=number)
        .order_by("-number")
        .values_list("number", "name")
    )
    return (
        Partner("now", _("Now"), other is None),
        *(Partner(str(n), f"{n} · {name}", n == other) for n, name in rows),
    )
