"""What a document can be about, and what of it is wanted. Values only: nothing is read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.models import Milestone
from reviews.scoring import Counts, PracticeTally
from reviews.snapshot import Snapshot
from wellarch.accounts.models import Organization

Words = str | Promise

_WORKLOAD: dict[str, Words] = {
    "summary": _("Summary"),
    "changes": _("Changes since the last milestone"),
    "scope": _("Scope"),
    "scores": _("Scores"),
    "maturity": _("Maturity"),
    "answers": _("Questions and answers"),
    "plan": _("Improvement plan"),
    "improvements": _("Improvements"),
    "tradeoffs": _("Trade-offs"),
    "worksheets": _("Worksheets"),
    "game_days": _("Game days"),
    "review_plan": _("Review plan"),
    "appendix": _("Appendix"),
}
# What a document of a kind (reviews.models.ReportKind) can contain, in the order of its pages.
SECTIONS: Mapping[str, Mapping[str, Words]] = {
    "workload": _WORKLOAD,
    "review": _WORKLOAD,
    "milestone": _WORKLOAD,
    "comparison": {
        "summary": _("Summary"),
        "pillars": _("Pillars side by side"),
        "questions": _("Questions that changed"),
        "improvements": _("Improvements"),
        "worksheets": _("Worksheets"),
        "game_days": _("Game days"),
    },
    "portfolio": {
        "summary": _("Summary"),
        "heat": _("Risks by workload and pillar"),
        "workloads": _("Workloads"),
        "gaps": _("Most common missing best practices"),
        "overdue": _("Overdue improvements"),
    },
}


@dataclass(frozen=True, slots=True)
class Options:
    """What is wanted of a document. Empty sections or pillars: all; pillars are their ids.

    What is not wanted is in no format, the data attached to a PDF included.
    """

    sections: tuple[str, ...] = ()
    pillars: tuple[str, ...] = ()
    with_notes: bool = True

    def wants(self, section: str) -> bool:
        """Whether this section is wanted."""
        return not self.sections or section in self.sections


@dataclass(frozen=True, slots=True)
class WorkloadSubject:
    """A workload, one of its reviews, or one of its milestones.

    review_id narrows it to one review; milestone is where the snapshot comes from, None: now.
    previous is the milestone before it, of which changes are told; None leaves them out.
    """

    snapshot: Snapshot
    organization: Organization
    review_id: str | None
    milestone: Milestone | None
    at: datetime
    previous: Milestone | None = None

    @property
    def kind(self) -> str:
        """The kind of report this is, as reviews.models.ReportKind."""
        if self.milestone is not None:
            return "milestone"
        return "review" if self.review_id else "workload"

    @property
    def on(self) -> date:
        """The day from which dates are judged: that of the milestone, else of the report."""
        return timezone.localdate(self.milestone.recorded_at if self.milestone else self.at)


@dataclass(frozen=True, slots=True)
class ComparisonSubject:
    """Two states of a workload; before is the earlier one."""

    before: Snapshot
    after: Snapshot
    before_name: str
    after_name: str
    organization: Organization
    at: datetime
    before_at: datetime | None = None
    after_at: datetime | None = None

    kind = "comparison"

    @property
    def days(self) -> tuple[date, date]:
        """The days from which dates are judged on either side."""
        return (
            timezone.localdate(self.before_at or self.at),
            timezone.localdate(self.after_at or self.at),
        )


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """A workload in numbers. pillars: {pillar id: (questions by risk, practices in place)}."""

    workload_id: str
    name: str
    environment: str
    team: str
    owner: str
    industry: str
    counts: Counts
    tally: PracticeTally
    pillars: Mapping[str, tuple[Counts, PracticeTally]]
    lenses: tuple[str, ...] = ()
    answered_at: datetime | None = None
    milestone_at: datetime | None = None
    improvements_open: int = 0
    improvements_overdue: int = 0
    next_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class GapRow:
    """A best practice that many workloads miss."""

    lens: str
    pillar: str
    question: str
    code: str
    title: str
    workloads: int
    high: int  # of these with a high risk


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """An improvement whose day has passed."""

    workload: str
    number: int
    title: str
    risk: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class PortfolioSubject:
    """Many workloads. `rows` is read once, so a generator will do; totals are over all of them.

    pillars: (id, name) of the columns of the heat map. filters: what was chosen, as words.
    quarters: (last day, {risk: questions}) for the trend, oldest first.
    """

    rows: Iterable[PortfolioRow]
    totals: Counts
    tally: PracticeTally
    workloads: int
    pillars: tuple[tuple[str, str], ...]
    organization: Organization
    at: datetime
    filters: tuple[tuple[str, str], ...] = ()
    gaps: tuple[GapRow, ...] = ()
    overdue: tuple[OverdueRow, ...] = ()
    quarters: tuple[tuple[date, Mapping[str, int]], ...] = field(default=())

    kind = "portfolio"


Subject = WorkloadSubject | ComparisonSubject | PortfolioSubject
