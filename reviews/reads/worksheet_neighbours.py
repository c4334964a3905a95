"""What stands beside the worksheets of a workload, in three facts each: its game days and its
review plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reviews.models import GameDay, GameDayFinding, GameDayState, PlannedReview, Workload
from reviews.models.improvement import UNFINISHED
from reviews.reads.game_days import days_left
from reviews.reads.review_plan import state_of, time_of
from reviews.review_timing import length
from reviews.telling import words


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of a card, ready to read. tone: good, bad, warn or empty."""

    label: str
    value: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A card. title, number: of what comes next, empty and 0 where nothing is planned; count: of
    all there is."""

    facts: tuple[Told, ...]
    title: str = ""
    number: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Both cards."""

    game_days: Neighbour
    plan: Neighbour


def of(workload: Workload, today: date) -> Neighbours:
    """Both. Four queries, two where nothing was ever planned."""
    return Neighbours(_game_days(workload, today), _plan(workload, today))


def _game_days(workload: Workload, today: date) -> Neighbour:
    rows = list(
        GameDay.objects.filter(workload=workload)
        .exclude(state=GameDayState.CALLED_OFF)
        .only("number", "title", "state", "planned_at", "ended_at")
        .order_by("number")
    )
    if not rows:
        return Neighbour(())
    running = next((each for each in rows if each.state == GameDayState.RUNNING), None)
    ahead = [each for each in rows if each.state == GameDayState.PLANNED]
    # Those without a day wait at the end.
    ahead.sort(key=lambda each: (each.planned_at is None, each.planned_at or 0, each.number))
    coming = running or next(iter(ahead), None)
    held = [timezone.localdate(each.ended_at) for each in rows if each.ended_at]
    facts = [_coming(coming, today), Told(_("Last held"), _day(max(held)) if held else _("never"))]
    if held:
        found = GameDayFinding.objects.filter(game_day__workload=workload)
        unfinished = Q(improvements=None) | Q(improvements__state__in=UNFINISHED)
        left = found.filter(unfinished).values("pk").distinct().count()
        facts.append(Told(_("Findings open"), str(left), "warn" if left else "good"))
    if coming is None:
        return Neighbour(tuple(facts), count=len(rows))
    return Neighbour(tuple(facts), coming.title, coming.number, len(rows))


def _coming(game_day: GameDay | None, today: date) -> Told:
    if game_day is None:
        return Told(_("Next"), _("none planned"), "warn")
    if game_day.state == GameDayState.RUNNING:
        return Told(_("Next"), _("running now"), "warn")
    on = timezone.localdate(game_day.planned_at) if game_day.planned_at else None
    return _next(on, today, is_late=on is not None and on < today)


def _plan(workload: Workload, today: date) -> Neighbour:
    rows = list(
        PlannedReview.objects.filter(workload=workload)
        .prefetch_related("sessions")
        .order_by("number")
    )
    if not rows:
        return Neighbour(())
    ahead = [each for each in rows if each.milestone_id is None]
    ahead.sort(key=lambda each: (each.planned_on is None, each.planned_on or today, each.number))
    coming = next(iter(ahead), None)
    if coming is None:
        first = Told(_("Next"), _("none planned"), "warn")
    else:
        first = _next(coming.planned_on, today, is_late=state_of(coming, today) == "late")
    facts = (first, *_time(rows))
    if coming is None:
        return Neighbour(facts, count=len(rows))
    return Neighbour(facts, coming.title, coming.number, len(rows))


def _time(rows: Iterable[PlannedReview]) -> tuple[Told, Told]:
    """What was spent of all budgets, and how many of them were not enough."""
    times = [time_of(each) for each in rows]
    said = {
        "spent": words(length(sum(each.spent for each in times))),
        "budget": words(length(sum(each.budget for each in times))),
    }
    over = sum(bool(each.over) for each in times)
    return (
        Told(_("Time spent"), _("%(spent)s of %(budget)s") % said),
        Told(_("Over the budget"), str(over) if over else _("none"), "bad" if over else "good"),
    )


def _next(on: date | None, today: date, *, is_late: bool) -> Told:
    if on is None:
        return Told(_("Next"), _("no date yet"), "warn")
    label = _("Next, %(left)s") % {"left": days_left(on, today)}
    return Told(label, _day(on), "bad" if is_late else "")


def _day(on: date) -> str:
    return str(date_format(on, "j F Y"))
