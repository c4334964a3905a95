"""One game day: its plan, its timeline while it runs and afterwards, what was learned."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format

from reviews import rehearsing
from reviews.game_day_access import game_day_for
from reviews.models import (
    EntryKind,
    GameDay,
    GameDayEntry,
    GameDayState,
    Improvement,
    ImprovementState,
    Level,
    Workload,
)
from reviews.reads import game_day_strip, game_day_words, game_days
from reviews.reads.answer_history import initials
from reviews.reads.game_day_strip import Strip
from reviews.reads.game_days import Person
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.live import passes
from wellarch.live.passes import Pass


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline. offset: since the beginning; is_mine: the reader wrote it, and
    may correct it; field: its time as a form sends it."""

    id: int
    at: datetime
    offset: str
    kind: str
    word: str
    text: str
    by: str
    initials: str
    is_mine: bool
    field: str


@dataclass(frozen=True, slots=True)
class Work:
    """An improvement that was made of a finding."""

    number: int
    title: str
    state_word: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is to become better, and what was made of it."""

    number: int
    text: str
    impact: str
    impact_word: str
    work: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """The times of a game day in words; empty for what was not written down. limit: the recovery
    time that the failure mode promises; is_in_time: whether it was kept."""

    took: str
    to_detect: str
    to_recover: str
    limit: str
    is_in_time: bool | None


@dataclass(frozen=True, slots=True)
class GameDayPage:
    """One game day as pages show it. elapsed, planned, failing: seconds, for the clock; failing:
    since the failure was injected, while it is not recovered; live_pass: with which the page
    asks what is new."""

    workload: Workload
    game_day: GameDay
    state_word: str
    look: str
    people: tuple[Person, ...]
    steps: tuple[str, ...]
    stops: tuple[str, ...]
    hints: tuple[str, ...]
    mode: str
    left: str
    elapsed: int
    elapsed_words: str
    planned: int
    planned_words: str
    is_over_time: bool
    failing: int
    failing_words: str
    times: Measured
    strip: Strip | None
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    next_on: date | None
    can_mark_tested: bool
    live_pass: str

    @property
    def is_planned(self) -> bool:
        """It has not begun."""
        return self.game_day.state == GameDayState.PLANNED

    @property
    def is_running(self) -> bool:
        """It has begun and not ended."""
        return self.game_day.state == GameDayState.RUNNING

    @property
    def is_done(self) -> bool:
        """It was held."""
        return self.game_day.state == GameDayState.DONE


def build(actor: Actor, workload_id: UUID, number: int) -> GameDayPage:
    """The page of a game day. Seven queries at most."""
    game_day = game_day_for(actor, workload_id, number)
    game_day = _filled(game_day)
    now = clock.now()
    elapsed = rehearsing.elapsed(game_day.started_at, game_day.ended_at, now)
    planned_on = timezone.localdate(game_day.planned_at) if game_day.planned_at else None
    ended_on = timezone.localdate(game_day.ended_at) if game_day.ended_at else None
    entries = list(game_day.entries.all())
    failing = _failing(game_day, now)
    return GameDayPage(
        workload=game_day.workload,
        game_day=game_day,
        state_word=str(GameDayState(game_day.state).label),
        look=game_day_words.LOOKS[GameDayState(game_day.state)],
        people=game_days.people_of(game_day.parts.all()),
        steps=_lines(game_day.scenario),
        stops=_lines(game_day.stop_conditions),
        hints=_lines(game_day.runbook),
        mode=game_days.mode_of(game_day),
        left=game_days.days_left(planned_on, timezone.localdate()),
        elapsed=int(elapsed.total_seconds()),
        elapsed_words=game_day_words.clock(elapsed),
        planned=game_day.planned_minutes * 60,
        planned_words=_hours(game_day.planned_minutes),
        is_over_time=elapsed.total_seconds() > game_day.planned_minutes * 60,
        failing=int(failing.total_seconds()),
        failing_words=game_day_words.clock(failing) if failing else "",
        times=_measured(game_day),
        strip=game_day_strip.build(game_day, entries),
        lines=tuple(_line(actor, game_day, entry) for entry in entries),
        findings=_findings(game_day),
        next_on=rehearsing.next_on(ended_on, game_day.repeat_months),
        can_mark_tested=_can_mark_tested(game_day),
        live_pass=_pass(actor, game_day),
    )


def _filled(game_day: GameDay) -> GameDay:
    """The same with its parts, entries and findings. Five queries."""
    work = Improvement.objects.only("number", "title", "state", "game_day_finding_id")
    workload = game_day.workload
    rows = GameDay.objects.select_related("source", "created_by").prefetch_related(
        "parts__user",
        Prefetch("entries", GameDayEntry.objects.order_by("at", "pk")),
        "findings",
        Prefetch("findings__improvements", work.order_by("number")),
    )
    found = rows.get(pk=game_day.pk)
    found.workload = workload
    return found


def _lines(text: str) -> tuple[str, ...]:
    """The lines of a text without their numbers and dashes: pages make lists of them."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(_bare(line) for line in lines if line)


def _bare(line: str) -> str:
    head, dot, rest = line.partition(". ")
    if dot and head.isdecimal():
        return rest
    return line[2:] if line.startswith(("- ", "* ", "• ")) else line


def _line(actor: Actor, game_day: GameDay, entry: GameDayEntry) -> Line:
    began = game_day.started_at or entry.at
    return Line(
        id=entry.pk,
        at=entry.at,
        offset=game_day_words.clock(entry.at - began),
        kind=entry.kind,
        word=str(EntryKind(entry.kind).label),
        text=entry.text,
        by=entry.actor_name,
        initials=initials(entry.actor_name),
        is_mine=actor.user is not None and entry.user_id == actor.user.pk,
        field=date_format(timezone.localtime(entry.at), "H:i:s"),
    )


def _findings(game_day: GameDay) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            number=row.number,
            text=row.text,
            impact=row.impact,
            impact_word=str(Level(row.impact).label),
            work=tuple(
                Work(each.number, each.title, str(ImprovementState(each.state).label))
                for each in row.improvements.all()
            ),
        )
        for row in game_day.findings.all()
    )


def _measured(game_day: GameDay) -> Measured:
    times = game_day_words.times_of(game_day)
    limit = game_day_words.limit_of(game_day)
    elapsed = rehearsing.elapsed(game_day.started_at, game_day.ended_at, clock.now())
    return Measured(
        took=game_day_words.span(elapsed),
        to_detect=game_day_words.span(times.to_detect),
        to_recover=game_day_words.span(times.to_recover),
        limit=game_day_words.span(limit),
        is_in_time=rehearsing.is_within(times.to_recover, limit),
    )


def _failing(game_day: GameDay, now: datetime) -> timedelta:
    """Since when the failure is in; nothing once it is over."""
    times = game_day_words.times_of(game_day)
    is_over = times.to_recover is not None or game_day.state != GameDayState.RUNNING
    if times.injected_at is None or is_over:
        return timedelta()
    return max(now - times.injected_at, timedelta(seconds=1))


def _can_mark_tested(game_day: GameDay) -> bool:
    """The failure mode does not say yet that it was tested on this day, or later."""
    if game_day.source is None or game_day.ended_at is None:
        return False
    return str(game_day.source.values.get("tested_on", "")) < game_day.ended_at.date().isoformat()


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}:00"


def _pass(actor: Actor, game_day: GameDay) -> str:
    """Its room is the game day: who meets there is told by reads/live_signal.py."""
    if actor.user is None:
        return ""
    return passes.write(
        Pass(
            topic=game_day.workload_id,
            room=game_day.pk,
            organization=actor.organization.pk,
            person=actor.user.pk,
            issued=int(time.time()),
        )
    )


def kinds() -> Iterable[tuple[str, str]]:
    """The kinds of entries one can write, with their words."""
    return [(kind, str(label)) for kind, label in EntryKind.choices if kind != EntryKind.STOPPED]
