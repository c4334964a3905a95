"""Reports for those who wait for them: the newest that still tells how things are, else a new one.

A worker makes it, as any other; where none begins, it is made here. Never in a transaction.
"""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Report, ReportFormat, ReportKind, ReportStatus, Review
from reviews.reads import portfolio_filters
from reviews.reads.portfolio_filters import Filters
from reviews.services import report_making, reports
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict

WAIT_FOR_WORKER = 2.0  # seconds until it is made here
WAIT = 20.0  # seconds; who asks again finds it ready
MOST_WAITING = 2  # threads of a web process, so that some are left for everybody else
_LOOK_EVERY = 0.2
# For so long, who asks for the portfolio again is taken for who was told to come again.
_ASKED_AGAIN = timedelta(minutes=2)
_LOOKED_AT = 20  # reports of the same thing: there are seldom more than one that fit
_waiting = threading.BoundedSemaphore(MOST_WAITING)


def of_review(actor: Actor, review: Review, *, milestone: int | None = None) -> Report:
    """The PDF of a whole review that access has given, or of how it was at a milestone.

    Forbidden for those who may not ask for reports. Conflict `report-not-ready` when it takes
    longer than one can wait, and `report-failed` when it cannot be made.
    """
    workload = access.workload_for(actor, review.workload_id, need=Action.REPORT_REQUEST)
    rows = Report.objects.filter(workload=workload, review=review, other=None)
    if milestone is None:
        # What changed since it was asked for may not be in it.
        kind = ReportKind.REVIEW
        rows = rows.filter(milestone=None, requested_at__gt=workload.updated_at)
    else:
        kind = ReportKind.MILESTONE
        rows = rows.filter(milestone__number=milestone)
    wanted = reports.check(kind, ReportFormat.PDF, {}, workload=workload)
    report = _newest(rows, wanted)
    if report is None:
        report = reports.request(actor, workload.pk, review_id=review.pk, milestone=milestone)
        # Who waits for it needs not be told that it is there.
        Report.objects.filter(pk=report.pk).update(user=None)
    return _ready(actor, report)


def of_portfolio(actor: Actor, *, with_shared: bool) -> Report:
    """The PDF of all workloads the actor sees, or of those of their organization. Raises as
    `of_review`, and Conflict when there are none."""
    reports.require_portfolio(actor)
    filters = Filters(own=not with_shared)
    if not portfolio_filters.found(actor, filters).exists():
        raise Conflict(_("There is no workload to report."), code="nothing-to-report")
    wanted = reports.check(
        ReportKind.PORTFOLIO, ReportFormat.PDF, {"filters": filters.address}, workload=None
    )
    rows = Report.objects.visible_to(actor).filter(
        kind=ReportKind.PORTFOLIO,
        organization=actor.organization,
        requested_at__gt=clock.now() - _ASKED_AGAIN,
    )
    report = _newest(rows, wanted) or reports.request_portfolio(actor, options=wanted)
    return _ready(actor, report)


def _newest(rows: QuerySet[Report], options: dict[str, Any]) -> Report | None:
    """The newest PDF of these with just these options that is ready or on its way."""
    found = rows.filter(format=ReportFormat.PDF).exclude(
        status__in=(ReportStatus.FAILED, ReportStatus.CANCELLED, ReportStatus.EXPIRED)
    )
    newest = found.order_by("-requested_at")[:_LOOKED_AT]
    return next((row for row in newest if row.options == options), None)


def _ready(actor: Actor, report: Report) -> Report:
    if not _is_ready(report.pk):
        if not _waiting.acquire(blocking=False):
            raise _not_ready()
        try:
            _wait(report.pk)
        finally:
            _waiting.release()
    return access.report_file_for(actor, report.pk)


def _wait(report_id: UUID) -> None:
    began = time.monotonic()
    while not _is_ready(report_id):
        waited = time.monotonic() - began
        queued = Report.objects.filter(pk=report_id, status=ReportStatus.QUEUED)
        if waited >= WAIT_FOR_WORKER and queued.exists():
            report_making.render(report_id)
        elif waited >= WAIT:
            raise _not_ready()
        else:
            time.sleep(_LOOK_EVERY)


def _is_ready(report_id: UUID) -> bool:
    row = Report.objects.only("status", "error").get(pk=report_id)
    if row.status != ReportStatus.READY and not row.is_unfinished:
        raise Conflict(row.error or _("The report was not made."), code="report-failed")
    return row.status == ReportStatus.READY


def _not_ready() -> Conflict:
    return Conflict(_("This report is not ready."), code="report-not-ready")
