"""The review plan of a workload: its life as a line of days, with what is planned, proposed and
recorded, and the time each review took; and rows for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access, review_timing
from reviews.models import Milestone, MilestoneKind, PlannedReview, Review, ReviewSession, Workload
from reviews.reads import session_pages
from reviews.review_plan_access import planned_for
from reviews.review_timing import Held, Proposal, Time, length
from reviews.services import review_plan_links, review_plans
from reviews.telling import words
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

SOON = 7  # days before its day in which a review is marked
MAX_RECORDED = 12  # milestones shown that came of no planned review, the newest
MAX_CHOICES = 100  # sessions and milestones offered in the form, the newest
_STATES = {"planned": "waiting", "running": "active", "held": "done"}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in which a planned review is held. tone: of its state, for the status."""

    id: UUID
    review_id: UUID
    title: str
    state: str
    tone: str
    at: datetime | None
    took: str


@dataclass(frozen=True, slots=True)
class Budget:
    """The time of a review in words. value and most: of its bar, in minutes."""

    text: str
    rest: str
    value: int
    most: int
    is_over: bool
    is_long: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """A milestone."""

    number: int
    name: str
    on: date
    kind_label: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned review. state: recorded, late, soon, ahead or undated."""

    number: int
    title: str
    kind_label: str
    on: date | None
    state: str
    note: str
    budget: Budget
    sessions: tuple[SessionLine, ...]
    milestone: Recorded | None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A review the workload's dates ask for."""

    kind: str
    title: str
    on: date
    budget: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One place on the line: a day the workload names, today, a review or a milestone."""

    what: str  # day, today, planned, proposed or recorded
    on: date | None
    label: str = ""
    planned: Planned | None = None
    proposed: Proposed | None = None
    recorded: Recorded | None = None


@dataclass(frozen=True, slots=True)
class Lens:
    """A review in which a session can be planned."""

    review_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """The plan. entries: by day, what has none last."""

    workload: Workload
    entries: tuple[Entry, ...]
    lenses: tuple[Lens, ...]
    planned: int
    recorded: int
    proposed: int
    spent: str
    has_days: bool
    more_milestones: int

    @property
    def has_reviews(self) -> bool:
        """Something is planned or proposed."""
        return bool(self.planned or self.proposed)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a planned review can be linked to, as the form offers it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Form:
    """What the form of a planned review needs. planned: None for a new one."""

    workload: Workload
    planned: PlannedReview | None
    sessions: tuple[Choice, ...]
    milestones: tuple[Choice, ...]
    linked: tuple[str, ...] = ()
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """The next planned review, for the workload's own page."""

    title: str
    on: date | None
    state: str


def page(actor: Actor, workload_id: UUID) -> Page:
    """The plan of a workload. Eight queries."""
    workload = access.workload_for(actor, workload_id)
    today = timezone.localdate()
    rows = list(_loaded(workload))
    planned = [_planned(row, workload, today) for row in rows]
    proposed = [_proposed(each) for each in review_plans.proposed(workload)]
    milestones, count = _unplanned(workload, {row.milestone_id for row in rows})
    lenses = Review.objects.attached().filter(workload=workload).order_by("created_at", "pk")
    days = _days(workload)
    entries = [
        *days,
        Entry("today", today),
        *(Entry("recorded", each.on, recorded=each) for each in milestones),
        *(Entry("planned", _place(each), planned=each) for each in planned),
        *(Entry("proposed", each.on, proposed=each) for each in proposed),
    ]
    times = [time_of(row) for row in rows]
    return Page(
        workload=workload,
        entries=tuple(sorted(entries, key=lambda each: (each.on is None, each.on or today))),
        lenses=tuple(
            Lens(pk, compiled(version).name)
            for pk, version in lenses.values_list("pk", "lens_version_id")
        ),
        planned=len(planned),
        recorded=sum(each.milestone is not None for each in planned),
        proposed=len(proposed),
        spent=words(length(sum(each.spent for each in times))),
        has_days=bool(days),
        more_milestones=max(0, count - len(milestones)),
    )


def form(actor: Actor, workload_id: UUID, number: int | None = None, *, kind: str = "") -> Form:
    """The choices of the form; kind: begin with what is proposed for this occasion.

    At most seven queries.
    """
    need = Action.SESSION_WRITE
    planned = None if number is None else planned_for(actor, workload_id, number, need=need)
    workload = planned.workload if planned else access.workload_for(actor, workload_id, need=need)
    # Those that count for another review are not offered.
    free = Q(planned_reviews=None)
    if planned is not None:
        free |= Q(planned_reviews=planned)
    sessions = ReviewSession.objects.filter(
        free, review__workload=workload, review__removed_at=None
    ).distinct()
    milestones = Milestone.objects.filter(workload=workload).order_by("-number")
    proposals = review_plans.proposed(workload) if kind else ()
    return Form(
        workload=workload,
        planned=planned,
        sessions=tuple(_session_choice(row) for row in sessions[:MAX_CHOICES]),
        milestones=tuple(
            Choice(str(number), f"{number} · {name}")
            for number, name in milestones.values_list("number", "name")[:MAX_CHOICES]
        ),
        linked=tuple(str(row.pk) for row in planned.sessions.all()) if planned else (),
        proposal=next((each for each in proposals if each.kind == kind), None),
    )


def waiting(workload: Workload) -> tuple[PlannedReview, ...]:
    """The planned reviews that a milestone of their kind would be linked to. One query."""
    found = review_plan_links.next_by_kind(workload)
    return tuple(found[kind] for kind in MilestoneKind.values if kind in found)


def next_of(workload: Workload) -> Next | None:
    """The planned review that comes next, or that is late. One query."""
    rows = PlannedReview.objects.filter(workload=workload, milestone=None)
    row = rows.order_by(F("planned_on").asc(nulls_last=True), "number").first()
    if row is None:
        return None
    return Next(row.title, row.planned_on, state_of(row, timezone.localdate()))


def resources(actor: Actor, workload_id: UUID) -> QuerySet[PlannedReview]:
    """The planned reviews of a workload for programs, with sessions and milestone."""
    return _loaded(access.workload_for(actor, workload_id))


def resource(actor: Actor, workload_id: UUID, number: int) -> PlannedReview:
    """One planned review for programs, as it is now. NotFound for outsiders."""
    found = planned_for(actor, workload_id, number)
    return _loaded(found.workload).get(pk=found.pk)


def proposals(actor: Actor, workload_id: UUID) -> tuple[Proposal, ...]:
    """What the workload's dates ask for and is not planned yet. Three queries."""
    return review_plans.proposed(access.workload_for(actor, workload_id))


def time_of(planned: PlannedReview) -> Time:
    """Its budget and what was spent of it. Wants its sessions loaded."""
    held = (Held(row.started_at, row.ended_at, row.spent) for row in planned.sessions.all())
    return review_timing.time_of(planned.budget_minutes, planned.extra_minutes, held, clock.now())


def state_of(row: PlannedReview, today: date) -> str:
    """recorded, late, soon (within a week), ahead or undated."""
    if row.milestone_id is not None:
        return "recorded"
    if row.planned_on is None:
        return "undated"
    days = (row.planned_on - today).days
    return "late" if days < 0 else "soon" if days <= SOON else "ahead"


def _loaded(workload: Workload) -> QuerySet[PlannedReview]:
    sessions = ReviewSession.objects.select_related("review").order_by("created_at", "pk")
    return (
        PlannedReview.objects.filter(workload=workload)
        .select_related("milestone", "created_by")
        .defer("milestone__content", "milestone__numbers")
        .prefetch_related(Prefetch("sessions", queryset=sessions))
    )


def _planned(row: PlannedReview, workload: Workload, today: date) -> Planned:
    goes_live = workload.go_live_on
    is_behind = (
        row.kind == MilestoneKind.PRE_GO_LIVE
        and row.milestone is None
        and row.planned_on is not None
        and goes_live is not None
        and row.planned_on > goes_live
    )
    return Planned(
        number=row.number,
        title=row.title,
        kind_label=str(MilestoneKind(row.kind).label),
        on=row.planned_on,
        state=state_of(row, today),
        note=row.note,
        budget=_budget(time_of(row)),
        sessions=tuple(_session(each) for each in row.sessions.all()),
        milestone=_recorded(row.milestone) if row.milestone else None,
        warning=str(_("This is after the day of go-live.")) if is_behind else "",
    )


def _place(planned: Planned) -> date | None:
    return planned.milestone.on if planned.milestone else planned.on


def _budget(time: Time) -> Budget:
    said = {"spent": words(length(time.spent)), "budget": words(length(time.budget))}
    rest = _("%(rest)s over the budget") if time.over else _("%(rest)s left")
    return Budget(
        text=_("%(spent)s of %(budget)s") % said,
        rest=rest % {"rest": words(length(time.over or time.left))},
        value=min(time.spent, time.budget),
        most=time.budget,
        is_over=bool(time.over),
        is_long=time.is_long,
    )


def _session(row: ReviewSession) -> SessionLine:
    state = session_pages.state_of(row)
    held = Held(row.started_at, row.ended_at, row.spent)
    minutes = -(-held.seconds(clock.now()) // 60)
    label = {"planned": _("Planned"), "running": _("Running"), "held": _("Held")}[state]
    return SessionLine(
        id=row.pk,
        review_id=row.review_id,
        title=row.title,
        state=label,
        tone=_STATES[state],
        at=row.started_at or row.planned_at,
        took=words(length(minutes)) if row.started_at else "",
    )


def _proposed(each: Proposal) -> Proposed:
    return Proposed(
        each.kind, words(each.title), each.on, words(length(each.budget)), words(each.reason)
    )


def _recorded(row: Milestone) -> Recorded:
    return Recorded(
        row.number,
        row.name,
        timezone.localdate(row.recorded_at),
        str(MilestoneKind(row.kind).label),
    )


def _unplanned(workload: Workload, planned: Iterable[int | None]) -> tuple[list[Recorded], int]:
    keys = [key for key in planned if key is not None]
    rows = Milestone.objects.filter(workload=workload).exclude(pk__in=keys).order_by("-number")
    newest = rows.defer("content", "numbers", "counts")[:MAX_RECORDED]
    return [_recorded(row) for row in newest], rows.count()


def _days(workload: Workload) -> list[Entry]:
    named = (
        (workload.design_review_on, _("Design review")),
        (workload.go_live_on, _("Go-live")),
        (workload.next_review_on, _("Next review")),
    )
    return [Entry("day", on, label) for on, label in named if on is not None]


def _session_choice(row: ReviewSession) -> Choice:
    at = row.started_at or row.planned_at
    day = f" · {timezone.localtime(at):%Y-%m-%d}" if at else ""
    return Choice(str(row.pk), f"{row.title}{day}")
