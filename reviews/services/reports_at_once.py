"""Reports for those who wait for them: the newest that still tells how things are, else a new one.

A worker makes it, as any other; where none begins, it is made here. Never in a transaction.
"""

from __future__ import annotations

import time

from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Report, ReportFormat, ReportKind, ReportStatus, Review
from reviews.reads import portfolio_filters
from reviews.reads.portfolio_filters import Filters
from reviews.services import report_making, reports
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict

WAIT_FOR_WORKER = 2.0  # seconds until it is made here
WAIT = 45.0  # seconds; clients of the AWS API give up after 60
_LOOK_EVERY = 0.2
_LOOKED_AT = 20  # reports of the same thing: there are seldom more than one that fit


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
    rows = rows.filter(format=ReportFormat.PDF).exclude(
        status__in=(ReportStatus.FAILED, ReportStatus.CANCELLED, ReportStatus.EXPIRED)
    )
    newest = rows.order_by("-requested_at")[:_LOOKED_AT]
    report = next((row for row in newest if row.options == wanted), None)
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
    options = {"filters": filters.address}
    return _ready(actor, reports.request_portfolio(actor, options=options))


def _ready(actor: Actor, report: Report) -> Report:
    began = time.monotonic()
    while True:
        row = Report.objects.only("status", "error").get(pk=report.pk)
        waited = time.monotonic() - began
        if row.status == ReportStatus.READY:
            return access.report_file_for(actor, report.pk)
        if not row.is_unfinished:
            raise Conflict(row.error or _("The report was not made."), code="report-failed")
        if row.status == ReportStatus.QUEUED and waited >= WAIT_FOR_WORKER:
            report_making.render(report.pk)
        elif waited >= WAIT:
            raise Conflict(_("This report is not ready."), code="report-not-ready")
        else:
            time.sleep(_LOOK_EVERY)
