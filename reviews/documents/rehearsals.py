"""Game days and the review plan as a document tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import rehearsing, review_timing
from reviews.documents import phrasing
from reviews.documents.scope import Text
from reviews.models.game_day import EntryKind, GameDayState
from reviews.models.improvement import Level
from reviews.models.milestone import MilestoneKind
from reviews.rehearsing import Moment, Times
from reviews.snapshot import Snapshot
from reviews.snapshot_sheets import (
    SnapshotEntry,
    SnapshotGameDay,
    SnapshotPart,
    SnapshotPlannedReview,
)
from reviews.telling import words

IN_FULL = 12  # game days on paper; older ones are named
_STATES: Mapping[str, object] = dict(GameDayState.choices)
_KINDS: Mapping[str, object] = dict(EntryKind.choices)
_LEVELS: Mapping[str, object] = dict(Level.choices)
_OCCASIONS: Mapping[str, object] = dict(MilestoneKind.choices)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A line of the timeline. after: since it began, “+0:12”."""

    time: str
    after: str
    kind: str
    word: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class FoundLine:
    """Something that was found; improvements: the titles of what came of it."""

    number: int
    text: str
    impact: str
    improvements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayPart:
    """A game day. verdict: whether the hypothesis held, in a sentence with its tone."""

    number: int
    title: str
    anchor: str
    state: str
    facts: tuple[str, ...]
    verdict: str
    tone: str
    plan: tuple[Text, ...]
    times: tuple[Text, ...]
    entries: tuple[EntryLine, ...]
    learned: tuple[Text, ...]
    findings: tuple[FoundLine, ...]


@dataclass(frozen=True, slots=True)
class Rehearsals:
    """All game days: those to come, then those that were held, the newest first."""

    sentence: str
    days: tuple[DayPart, ...]
    more: tuple[str, ...]  # older ones, by name


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A review that is planned, or was held."""

    number: int
    title: str
    occasion: str
    day: str
    is_late: bool
    budget: str
    spent: str
    is_over: bool
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """When the workload is reviewed, and how long that takes."""

    sentence: str
    rows: tuple[PlanLine, ...]


def build(snapshot: Snapshot) -> Rehearsals | None:
    """The game days; None without any."""
    if not snapshot.game_days:
        return None
    titles = {each.number: each.title for each in snapshot.improvements}
    ordered = sorted(snapshot.game_days, key=_place)
    return Rehearsals(
        sentence=_sentence(snapshot.game_days),
        days=tuple(_day(each, titles) for each in ordered[:IN_FULL]),
        more=tuple(f"{each.number}. {each.title} ({when_of(each)})" for each in ordered[IN_FULL:]),
    )


def plan(snapshot: Snapshot, *, on: date) -> ReviewPlan | None:
    """The review plan as of a day; None without one."""
    if not snapshot.planned_reviews:
        return None
    rows = tuple(_planned(each, on) for each in snapshot.planned_reviews)
    spent = sum(each.spent_minutes for each in snapshot.planned_reviews)
    budget = sum(each.budget_minutes for each in snapshot.planned_reviews)
    sentence = _("%(spent)s spent of %(budget)s that were planned for reviews.")
    return ReviewPlan(
        sentence % {"spent": length(spent), "budget": length(budget)},
        rows,
    )


def state_word(state: str) -> str:
    """The state of a game day as a word."""
    return str(_STATES.get(state, state))


def entry_word(kind: str) -> str:
    """What an entry tells as a word."""
    return str(_KINDS.get(kind, kind))


def impact_word(impact: str) -> str:
    """An impact as a word."""
    return str(_LEVELS.get(impact, impact))


def occasion_word(kind: str) -> str:
    """The occasion of a review as words."""
    return str(_OCCASIONS.get(kind, kind))


def times_of(day: SnapshotGameDay) -> Times:
    """How long it took to see the failure, and until it was over."""
    return rehearsing.times(
        Moment(each.kind, datetime.fromisoformat(each.at)) for each in day.entries
    )


def minutes_of(took: timedelta | None) -> int | None:
    """A time in minutes, a begun one counts; None for none."""
    return None if took is None else -(-int(took.total_seconds()) // 60)


def length(minutes: int) -> str:
    """Minutes as people say them."""
    return words(review_timing.length(minutes))


def when_of(day: SnapshotGameDay) -> str:
    """When it was or is to be, in words."""
    return phrasing.moment(day.day) or _("no day yet")


def _place(day: SnapshotGameDay) -> tuple[int, float]:
    """Running ones first, then those to come, the next first, then the newest."""
    at = datetime.fromisoformat(day.day).timestamp() if day.day else 0.0
    order = {rehearsing.RUNNING: 0, rehearsing.PLANNED: 1}.get(day.state, 2)
    return order, at if order < 2 else -at


def _sentence(days: Iterable[SnapshotGameDay]) -> str:
    held = [day for day in days if day.state == rehearsing.DONE]
    found = sum(len(day.findings) for day in held)
    said = ngettext("%(n)d game day was held", "%(n)d game days were held", len(held))
    shown = said % {"n": len(held)}
    if not found:
        return f"{shown}."
    more = ngettext("with %(n)d finding", "with %(n)d findings", found) % {"n": found}
    return f"{shown}, {more}."


def _day(of: SnapshotGameDay, titles: Mapping[int, str]) -> DayPart:
    verdict, tone = _verdict(of)
    began = datetime.fromisoformat(of.started_at) if of.started_at else None
    return DayPart(
        number=of.number,
        title=of.title,
        anchor=f"game-day-{of.number}",
        state=of.state,
        facts=tuple(_facts(of)),
        verdict=verdict,
        tone=tone,
        plan=_texts(
            (_("Hypothesis"), of.hypothesis),
            (_("Scenario"), of.scenario),
            (_("Blast radius"), of.blast_radius),
            (_("Stop conditions"), of.stop_conditions),
            (_("Runbook"), "\n".join(text for text in (of.runbook, of.runbook_url) if text)),
            (_("People"), ", ".join(part_of(part) for part in of.parts)),
        ),
        times=tuple(_times(of)),
        entries=tuple(_entry(each, began) for each in of.entries),
        learned=_texts(
            (_("What held"), of.held),
            (_("What broke"), of.broke),
            (_("What was learned"), of.learned),
        ),
        findings=tuple(
            FoundLine(
                each.number,
                each.text,
                impact_word(each.impact),
                tuple(f"{n} · {titles[n]}" if n in titles else str(n) for n in each.improvements),
            )
            for each in of.findings
        ),
    )


def _entry(of: SnapshotEntry, began: datetime | None) -> EntryLine:
    return EntryLine(
        time=_clock(of.at),
        after=_after(began, of.at),
        kind=of.kind,
        word=entry_word(of.kind),
        text=of.text,
        by=of.person_name,
    )


def part_of(of: SnapshotPart) -> str:
    """Who took part, with what they did."""
    return f"{of.person_name} ({of.role})" if of.role else of.person_name


def _facts(of: SnapshotGameDay) -> Iterable[str]:
    yield state_word(of.state)
    yield when_of(of)
    if of.environment:
        yield of.environment
    if of.started_at and of.ended_at:
        took = datetime.fromisoformat(of.ended_at) - datetime.fromisoformat(of.started_at)
        yield _("took %(time)s") % {"time": length(minutes_of(took) or 0)}
    elif of.planned_minutes:
        yield _("%(time)s planned") % {"time": length(of.planned_minutes)}


def _verdict(of: SnapshotGameDay) -> tuple[str, str]:
    if of.stopped_early:
        return _("Stopped early: a stop condition was met."), "bad"
    if of.was_confirmed is None:
        return "", ""
    if of.was_confirmed:
        return _("The hypothesis held."), "good"
    return _("The hypothesis did not hold."), "bad"


def _times(of: SnapshotGameDay) -> Iterable[Text]:
    found = times_of(of)
    for label, took in (
        (_("Until it was seen"), found.to_detect),
        (_("Until it was over"), found.to_recover),
    ):
        minutes = minutes_of(took)
        if minutes is not None:
            yield Text(label, length(minutes))


def _texts(*labelled: tuple[str, str]) -> tuple[Text, ...]:
    return tuple(Text(label, text.strip()) for label, text in labelled if text.strip())


def _clock(at: str) -> str:
    return formats.date_format(timezone.localtime(datetime.fromisoformat(at)), "H:i:s")


def _after(began: datetime | None, at: str) -> str:
    if began is None:
        return ""
    minutes = int((datetime.fromisoformat(at) - began).total_seconds() // 60)
    return f"+{minutes // 60}:{minutes % 60:02}" if minutes >= 0 else ""


def _planned(of: SnapshotPlannedReview, on: date) -> PlanLine:
    is_late = not of.milestone and bool(of.planned_on) and of.planned_on < on.isoformat()
    return PlanLine(
        number=of.number,
        title=of.title,
        occasion=occasion_word(of.kind),
        day=phrasing.iso_day(of.planned_on),
        is_late=is_late,
        budget=length(of.budget_minutes),
        spent=length(of.spent_minutes),
        is_over=of.spent_minutes > of.budget_minutes,
        state=_("Milestone %(n)d") % {"n": of.milestone} if of.milestone else "",
        note=of.note.strip(),
    )
