"""The sessions of a review: their list, and one with its agenda and the scope of the workload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lenses.access import compiled
from lenses.compiled import CompiledLens
from reviews import access
from reviews.models import Answer, Review, ReviewSession, ReviewStatus, Workload
from reviews.reads import people
from reviews.services import agenda, sessions
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound

LONG = 240  # minutes from which a session is better held in two parts
# The scoping questions, in the order in which they are asked (seed 001).
SCOPE = {
    "business_objectives": gettext_lazy("What are the business objectives?"),
    "in_scope": gettext_lazy("What is in scope?"),
    "out_of_scope": gettext_lazy("What is out of scope?"),
    "compliance_requirements": gettext_lazy("What are the compliance requirements?"),
    "pain_points": gettext_lazy("What are the current pain points?"),
}


@dataclass(frozen=True, slots=True)
class ScopeText:
    """One scoping question of the workload and what is known of it."""

    key: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item. minutes 0: not on the agenda (in the form). spent: seconds so far.

    total, waiting: questions of the pillar, and those that are open or parked; entry: the one to
    begin with, empty for the scoping questions.
    """

    pillar: str
    name: str
    minutes: int
    people: str
    note: str
    spent: int = 0
    total: int = 0
    waiting: int = 0
    entry: str = ""

    @property
    def is_scoping(self) -> bool:
        """The questions about objectives, scope, compliance and pain points."""
        return self.pillar == agenda.SCOPING

    @property
    def spent_minutes(self) -> int:
        """Whole minutes so far, a begun one counted."""
        return -(-self.spent // 60)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session in the list, with what it is to take or took."""

    session: ReviewSession
    minutes: int
    invited: int

    @property
    def state(self) -> str:
        """planned, running or held."""
        return state_of(self.session)


@dataclass(frozen=True, slots=True)
class SessionList:
    """All sessions of a review, the running and planned ones before those that were held."""

    review: Review
    lens: CompiledLens
    ahead: tuple[SessionLine, ...]
    held: tuple[SessionLine, ...]
    parked: int
    assigned: int


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One session as it is shown when everybody has arrived."""

    review: Review
    lens: CompiledLens
    session: ReviewSession
    lines: tuple[AgendaLine, ...]
    scope: tuple[ScopeText, ...]
    invited: tuple[User, ...]

    @property
    def state(self) -> str:
        """planned, running or held."""
        return state_of(self.session)

    @property
    def minutes(self) -> int:
        """What the whole agenda takes."""
        return sum(line.minutes for line in self.lines)

    @property
    def is_long(self) -> bool:
        """More than people bear in one go."""
        return self.minutes > LONG

    @property
    def is_open(self) -> bool:
        """Whether the workload may still change, for those whose role allows it."""
        return not self.review.workload.is_archived


@dataclass(frozen=True, slots=True)
class Planning:
    """The form of a session: every pillar has its line, those without minutes are left out."""

    review: Review
    lens: CompiledLens
    session: ReviewSession | None
    lines: tuple[AgendaLine, ...]
    people: tuple[User, ...]
    invited: frozenset[int]


def state_of(session: ReviewSession) -> str:
    """planned, running or held."""
    if session.started_at is None:
        return "planned"
    return "running" if session.is_running else "held"


def listing(actor: Actor, review_id: UUID) -> SessionList:
    """The list. Four queries, however many sessions were held."""
    review = access.review_for(actor, review_id)
    rows = list(
        ReviewSession.objects.filter(review=review)
        .select_related("facilitator")
        .prefetch_related("invited")
        .order_by("-started_at", "planned_at", "-created_at")
    )
    left = Answer.objects.filter(review=review).values_list("parked_at", "assignee")
    states = [(parked is not None, assignee is not None) for parked, assignee in left]
    lines = [_session_line(row) for row in rows]
    return SessionList(
        review=review,
        lens=compiled(review.lens_version_id),
        ahead=tuple(
            line for state in ("running", "planned") for line in lines if line.state == state
        ),
        held=tuple(line for line in lines if line.state == "held"),
        parked=sum(parked for parked, _assigned in states),
        assigned=sum(assigned for _parked, assigned in states),
    )


def build(actor: Actor, review_id: UUID, meeting_id: UUID) -> SessionPage:
    """One session with its agenda. Four queries, whatever the size of the lens."""
    review = access.review_for(actor, review_id)
    session = session_of(review, meeting_id)
    lens = compiled(review.lens_version_id)
    return SessionPage(
        review=review,
        lens=lens,
        session=session,
        lines=lines_of(lens, session.agenda, standing_of(review), session.spent),
        scope=scope_of(review.workload),
        invited=tuple(session.invited.order_by("name", "pk")),
    )


def planning(actor: Actor, review_id: UUID, meeting_id: UUID | None = None) -> Planning:
    """The form of a new session with a proposal, or of one that is there.

    Five queries, however many people there are.
    """
    review = access.review_for(actor, review_id, need=Action.SESSION_WRITE)
    lens = compiled(review.lens_version_id)
    session = session_of(review, meeting_id) if meeting_id else None
    items = session.agenda if session else sessions.proposed(review)
    invited = session.invited.values_list("pk", flat=True) if session else []
    return Planning(
        review=review,
        lens=lens,
        session=session,
        lines=all_lines(lens, items, standing_of(review)),
        people=tuple(people.who_sees(review.workload)),
        invited=frozenset(invited),
    )


def session_of(review: Review, meeting_id: UUID) -> ReviewSession:
    """One session of a review that access gave, with who leads it. NotFound for any other."""
    session = (
        ReviewSession.objects.filter(review=review, pk=meeting_id)
        .select_related("facilitator")
        .first()
    )
    if session is None:
        raise NotFound(_("There is no such session."))
    session.review = review
    return session


def standing_of(review: Review) -> dict[str, list[Answer]]:
    """{pillar: its answers with risk and parking}. One query."""
    found: dict[str, list[Answer]] = {}
    rows = Answer.objects.filter(review=review).only(
        "pillar_key", "question_key", "risk", "parked_at"
    )
    for row in rows.order_by("position"):
        found.setdefault(row.pillar_key, []).append(row)
    return found


def lines_of(
    lens: CompiledLens,
    items: Sequence[Mapping[str, Any]],
    standing: Mapping[str, Sequence[Answer]],
    spent: Mapping[str, int] | None = None,
) -> tuple[AgendaLine, ...]:
    """An agenda with names and numbers. A pillar the lens has no more is left out."""
    known = [i for i in items if i["pillar"] == agenda.SCOPING or i["pillar"] in lens.pillar]
    return tuple(_line(lens, item, standing, spent or {}) for item in known)


def all_lines(
    lens: CompiledLens,
    items: Sequence[Mapping[str, Any]],
    standing: Mapping[str, Sequence[Answer]],
) -> tuple[AgendaLine, ...]:
    """The same with the pillars that are not on it behind, without minutes."""
    there = {item["pillar"] for item in items}
    every = [agenda.SCOPING, *(pillar.id for pillar in lens.pillars)]
    rest = [
        {"pillar": key, "minutes": 0, "people": agenda.who(key), "note": ""}
        for key in every
        if key not in there
    ]
    return lines_of(lens, [*items, *rest], standing)


def scope_of(workload: Workload) -> tuple[ScopeText, ...]:
    """The scoping questions with what the workload says."""
    return tuple(ScopeText(key, str(asked), getattr(workload, key)) for key, asked in SCOPE.items())


def is_open(review: Review) -> bool:
    """Whether answers of a review may change."""
    return review.status != ReviewStatus.COMPLETE and not review.workload.is_archived


def _line(
    lens: CompiledLens,
    item: Mapping[str, Any],
    standing: Mapping[str, Sequence[Answer]],
    spent: Mapping[str, int],
) -> AgendaLine:
    key = item["pillar"]
    rows = standing.get(key, ())
    waiting = [r for r in rows if r.risk == "unanswered" or r.parked_at is not None]
    return AgendaLine(
        pillar=key,
        name=_("Scope") if key == agenda.SCOPING else lens.pillar[key].name,
        minutes=item["minutes"],
        people=item["people"],
        note=item["note"],
        spent=spent.get(key, 0),
        total=len(rows),
        waiting=len(waiting),
        entry=next((row.question_key for row in (*waiting, *rows)), ""),
    )


def _session_line(session: ReviewSession) -> SessionLine:
    if session.started_at and session.ended_at:
        minutes = round((session.ended_at - session.started_at) / timedelta(minutes=1))
    else:
        minutes = agenda.total(session.agenda)
    return SessionLine(session, minutes, len(session.invited.all()))
