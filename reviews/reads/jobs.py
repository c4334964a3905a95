"""Work that goes on after a request was answered, whatever it makes: one way to follow it.

Every such work is a row first and a task second; a job is what such a row says of its task.
Reports are the work there is: whoever brings another kind adds it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from reviews import access
from reviews.models import Report, ReportStatus
from reviews.reads import report_rows
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
STATES = (WAITING, RUNNING, DONE, FAILED, CANCELLED)
_STATES = {
    ReportStatus.QUEUED: WAITING,
    ReportStatus.RENDERING: RUNNING,
    ReportStatus.READY: DONE,
    ReportStatus.EXPIRED: DONE,  # it was made; its file is gone since
    ReportStatus.FAILED: FAILED,
    ReportStatus.CANCELLED: CANCELLED,
}


@dataclass(frozen=True)
class Job:
    """How far some work is. progress: percent. problem: why it failed, a sentence; else empty.

    report: the thing that is being made. has_result: its file can be fetched.
    """

    id: UUID
    kind: str
    state: str
    progress: int
    step: str
    problem: str
    requested_at: datetime
    finished_at: datetime | None
    report: UUID
    has_result: bool

    @property
    def is_over(self) -> bool:
        """True when nothing more will happen by itself."""
        return self.state not in (WAITING, RUNNING)


def one(actor: Actor, job_id: UUID) -> Job:
    """A job. NotFound unless the actor sees what it makes."""
    return of_report(access.report_for(actor, job_id))


def own(actor: Actor) -> QuerySet[Report]:
    """The rows behind the jobs the actor started. Forbidden for who may not read."""
    policy.require(actor, policy.Action.READ)
    return report_rows.by(actor)


def of_report(report: Report) -> Job:
    """The job that makes a report."""
    state = _STATES[ReportStatus(report.status)]
    return Job(
        id=report.pk,
        kind="report",
        state=state,
        progress=100 if state == DONE else report.progress,
        step=report.step,
        problem=report.error,
        requested_at=report.requested_at,
        finished_at=report.finished_at,
        report=report.pk,
        has_result=report.status == ReportStatus.READY,
    )
