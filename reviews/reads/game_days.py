"""The game days of a workload: what comes next, what runs, what was found, and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import access, rehearsing
from reviews.game_day_access import game_day_for, of_workload
from reviews.models import (
    GameDay,
    GameDayEntry,
    GameDayFinding,
    GameDayPart,
    GameDayState,
    Workload,
)
from reviews.reads import game_day_words
from reviews.reads.answer_history import initials
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound

OVER = (GameDayState.DONE, GameDayState.CALLED_OFF)


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes part. name: empty while nobody has the role yet."""

    name: str
    initials: str
    role: str
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One game day in a list. when: planned, begun or held at; left: the days until then in
    words; recovered, found: what came of it."""

    number: int
    title: str
    state: str
    state_word: str
    look: str
    when: datetime | None
    left: str
    is_late: bool
    minutes: int
    environment: str
    people: tuple[Person, ...]
    mode: str
    was_confirmed: bool | None
    stopped_early: bool
    recovered: str
    is_in_time: bool | None
    found: int


@dataclass(frozen=True, slots=True)
class Due:
    """One that is to be held again by a day, and is not planned yet."""

    number: int
    title: str
    on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class GameDayList:
    """All game days. since: how long ago the last one was held, in words; cadence: how often
    they are; due: those to plan again."""

    workload: Workload
    running: tuple[Row, ...]
    ahead: tuple[Row, ...]
    past: tuple[Row, ...]
    due: tuple[Due, ...]
    held: int
    last_on: date | None
    since: str
    cadence: str
    confirmed: int
    found: int

    @property
    def is_empty(self) -> bool:
        """None was ever planned."""
        return not (self.running or self.ahead or self.past)


def listing(actor: Actor, workload_id: UUID) -> GameDayList:
    """The page of all game days. Six queries, however many there are."""
    workload = access.workload_for(actor, workload_id)
    today = timezone.localdate()
    found = list(_loaded(workload).order_by("-number"))
    rows = {game_day.number: _row(game_day, today) for game_day in found}
    by_state = {
        state: [rows[each.number] for each in found if each.state == state]
        for state in GameDayState.values
    }
    # Undated ones wait at the end.
    ahead = sorted(
        by_state[GameDayState.PLANNED],
        key=lambda row: (row.when is None, row.when or 0, row.number),
    )
    past = [rows[each.number] for each in found if each.state in OVER]
    days = [timezone.localdate(each.ended_at) for each in found if each.ended_at]
    done = by_state[GameDayState.DONE]
    return GameDayList(
        workload=workload,
        running=tuple(by_state[GameDayState.RUNNING]),
        ahead=tuple(ahead),
        past=tuple(sorted(past, key=lambda row: (row.when is not None, row.when), reverse=True)),
        due=due_again(found, today),
        held=len(done),
        last_on=max(days, default=None),
        since=_since(max(days, default=None), today),
        cadence=_cadence(rehearsing.cadence(days)),
        confirmed=sum(row.was_confirmed is True for row in done),
        found=sum(row.found for row in done),
    )


def due_again(found: Iterable[GameDay], today: date, *, within: int = 30) -> tuple[Due, ...]:
    """Those to be repeated within some days, or already late, that nobody has planned again.

    Planned again is what came later with the same title, scenario or failure mode.
    """
    every = sorted(found, key=lambda each: each.number)
    due = []
    for game_day in every:
        ended = game_day.ended_at.date() if game_day.ended_at else None
        on = rehearsing.next_on(ended, game_day.repeat_months)
        if on is None or on > today + timedelta(days=within):
            continue
        later = [each for each in every if each.number > game_day.number]
        if not any(_is_same(game_day, each) for each in later):
            due.append(Due(game_day.number, game_day.title, on, on < today))
    return tuple(sorted(due, key=lambda each: each.on))


def resources(actor: Actor, workload_id: UUID) -> QuerySet[GameDay]:
    """The game days of a workload for programs, with who is named and what is told."""
    workload = access.workload_for(actor, workload_id)
    rows = _loaded(workload).prefetch_related("findings__improvements")
    return rows.select_related("workload", "source", "created_by")


def resource(actor: Actor, workload_id: UUID, number: int) -> GameDay:
    """One game day for programs, as it is now. NotFound for outsiders."""
    found = game_day_for(actor, workload_id, number)
    return resources(actor, workload_id).get(pk=found.pk)


def entries(actor: Actor, workload_id: UUID, number: int) -> QuerySet[GameDayEntry]:
    """The timeline of a game day for programs."""
    game_day = game_day_for(actor, workload_id, number)
    return GameDayEntry.objects.filter(game_day=game_day).select_related("user")


def findings(actor: Actor, workload_id: UUID, number: int) -> QuerySet[GameDayFinding]:
    """The findings of a game day for programs."""
    game_day = game_day_for(actor, workload_id, number)
    return GameDayFinding.objects.filter(game_day=game_day).prefetch_related("improvements")


def entry(actor: Actor, workload_id: UUID, number: int, entry_id: int) -> GameDayEntry:
    """One line of the timeline. NotFound without one."""
    row = entries(actor, workload_id, number).filter(pk=entry_id).first()
    if row is None:
        raise NotFound(_("There is no such entry."))
    return row


def finding(actor: Actor, workload_id: UUID, number: int, finding_number: int) -> GameDayFinding:
    """One finding of a game day. NotFound without one."""
    row = findings(actor, workload_id, number).filter(number=finding_number).first()
    if row is None:
        raise NotFound(_("There is no such finding."))
    return row


def people_of(parts: Iterable[GameDayPart]) -> tuple[Person, ...]:
    """Who takes part, in their order. Wants the users loaded."""
    found = []
    for part in sorted(parts, key=lambda each: (each.position, each.pk)):
        name = str(part.user) if part.user else part.name
        found.append(Person(name, initials(name) if name else "", part.role, part.user_id))
    return tuple(found)


def mode_of(game_day: GameDay) -> str:
    """The failure mode it rehearses, in words; empty for none."""
    if game_day.source is None:
        return ""
    values = game_day.source.values
    return " · ".join(str(values[key]) for key in ("component", "mode") if values.get(key))


def days_left(on: date | None, today: date) -> str:
    """How far a day is: "in 3 days", "today", "4 days ago"."""
    if on is None:
        return str(_("no date yet"))
    left = (on - today).days
    if left == 0:
        return str(_("today"))
    if left > 0:
        return ngettext("in %(n)d day", "in %(n)d days", left) % {"n": left}
    return ngettext("%(n)d day ago", "%(n)d days ago", -left) % {"n": -left}


def _loaded(workload: Workload) -> QuerySet[GameDay]:
    return of_workload(workload).prefetch_related("parts__user", "entries", "findings")


def _row(game_day: GameDay, today: date) -> Row:
    when = game_day.started_at or game_day.planned_at
    on = timezone.localdate(when) if when else None
    times = game_day_words.times_of(game_day)
    limit = game_day_words.limit_of(game_day)
    is_planned = game_day.state == GameDayState.PLANNED
    return Row(
        number=game_day.number,
        title=game_day.title,
        state=game_day.state,
        state_word=str(GameDayState(game_day.state).label),
        look=game_day_words.LOOKS[GameDayState(game_day.state)],
        when=when,
        left=days_left(on, today) if is_planned else "",
        is_late=is_planned and on is not None and on < today,
        minutes=game_day.planned_minutes,
        environment=game_day.environment,
        people=tuple(each for each in people_of(game_day.parts.all()) if each.name),
        mode=mode_of(game_day),
        was_confirmed=game_day.was_confirmed,
        stopped_early=game_day.stopped_early,
        recovered=game_day_words.span(times.to_recover),
        is_in_time=rehearsing.is_within(times.to_recover, limit),
        found=len(game_day.findings.all()),
    )


def _is_same(one: GameDay, other: GameDay) -> bool:
    if other.state == GameDayState.CALLED_OFF:
        return False
    same: Sequence[bool] = (
        one.title.casefold() == other.title.casefold(),
        bool(one.scenario_key) and one.scenario_key == other.scenario_key,
        one.source_id is not None and one.source_id == other.source_id,
    )
    return any(same)


def _since(last: date | None, today: date) -> str:
    if last is None:
        return ""
    days = max((today - last).days, 0)
    if days == 0:
        return str(_("today"))
    if days < 60:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    months = days // 30
    return ngettext("%(n)d month ago", "%(n)d months ago", months) % {"n": months}


def _cadence(days: int | None) -> str:
    if days is None:
        return ""
    if days < 60:
        return ngettext("every %(n)d day", "every %(n)d days", max(days, 1)) % {"n": max(days, 1)}
    months = round(days / 30.4)
    return ngettext("every %(n)d month", "every %(n)d months", months) % {"n": months}
