"""Reports: asked for, asked for again, cancelled, deleted. They are made in report_making.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import (
    Milestone,
    Report,
    ReportFormat,
    ReportKind,
    ReportSchedule,
    ReportStatus,
    Review,
    Workload,
)
from reviews.reads import report_choices
from reviews.services import report_options
from wellarch import clock, files
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Forbidden, Invalid
from wellarch.events import log
from wellarch.queue import send_on_commit

TASK = "reviews.render_report"
# What is logged of a report: of a workload, of a portfolio.
_VERBS = {
    "requested": ("report.requested", "portfolio_report.requested"),
    "retried": ("report.retried", "portfolio_report.retried"),
    "cancelled": ("report.cancelled", "portfolio_report.cancelled"),
    "deleted": ("report.deleted", "portfolio_report.deleted"),
}


def request(
    actor: Actor,
    workload_id: UUID,
    *,
    review_id: UUID | None = None,
    milestone: int | None = None,
    compare_with: int | str | None = None,
    format: str = ReportFormat.PDF,
    options: Mapping[str, Any] | None = None,
    schedule: ReportSchedule | None = None,
) -> Report:
    """Ask for a report of a workload, one of its reviews or milestones, or of two states of it.

    compare_with: the number of another milestone, or "now", to hold `milestone` beside. options:
    see report_options.checked. Returns at once with the row to follow; the work is queued when
    this is committed. Invalid names what is wrong, Conflict says that there is nothing to report.
    """
    with transaction.atomic():
        # Locked, so that it is not deleted before the row about it is there.
        workload = access.workload_for(actor, workload_id, need=Action.REPORT_REQUEST, lock=True)
        review = access.review_for(actor, review_id) if review_id else None
        if review is not None and review.workload_id != workload.pk:
            raise Invalid(fields={"review": [_("This review belongs to another workload.")]})
        frozen = access.milestone_for(actor, workload_id, milestone) if milestone else None
        kind = _kind(review, frozen, compare_with)
        other = None
        if kind == ReportKind.COMPARISON and compare_with != "now":
            other = access.milestone_for(actor, workload_id, int(compare_with or 0))
        if frozen is None and review is None and not workload.reviews.attached().exists():
            raise Conflict(
                _("Attach a lens first: there is nothing to report yet."), code="nothing-to-report"
            )
        report = Report(
            organization_id=workload.organization_id,
            workload=workload,
            review=review,
            milestone=frozen,
            other=other,
            kind=kind,
            schedule=schedule,
        )
        return _queue(actor, report, format, options or {})


def request_portfolio(
    actor: Actor,
    *,
    format: str = ReportFormat.PDF,
    options: Mapping[str, Any] | None = None,
    schedule: ReportSchedule | None = None,
) -> Report:
    """Ask for a report of every workload the actor sees that passes the filters in `options`.

    It is made with their eyes at that time, and nobody else can open it. Forbidden for tokens
    that are restricted to some workloads, which a portfolio is not.
    """
    require_portfolio(actor)
    with transaction.atomic():
        report = Report(
            organization=actor.organization, kind=ReportKind.PORTFOLIO, schedule=schedule
        )
        return _queue(actor, report, format, options or {})


def require_portfolio(actor: Actor) -> None:
    """Forbidden unless the actor may have the portfolio reported."""
    policy.require(actor, Action.REPORT_REQUEST)
    if actor.workloads is not None or actor.user is None:
        raise Forbidden(_("Only a person who sees the whole portfolio can have it reported."))


def retry(actor: Actor, report_id: UUID) -> Report:
    """Try a report that failed or was cancelled again. Any other stays as it is."""
    report = access.report_for(actor, report_id, need=Action.REPORT_REQUEST)
    with transaction.atomic():
        ended = Report.objects.filter(
            pk=report.pk, status__in=(ReportStatus.FAILED, ReportStatus.CANCELLED)
        )
        if ended.update(
            status=ReportStatus.QUEUED, attempts=0, error="", progress=0, step="", finished_at=None
        ):
            _log(actor, "retried", report)
        send_on_commit(TASK, str(report.pk))
    return access.report_for(actor, report_id)


def cancel(actor: Actor, report_id: UUID) -> Report:
    """Stop a report that waits or is being made. One that is finished stays as it is.

    The worker hears of it at its next step and throws away what it has.
    """
    report = access.report_for(actor, report_id, need=Action.REPORT_REQUEST)
    with transaction.atomic():
        unfinished = Report.objects.filter(
            pk=report.pk, status__in=(ReportStatus.QUEUED, ReportStatus.RENDERING)
        )
        if unfinished.update(
            status=ReportStatus.CANCELLED,
            step="",
            lease_owner="",
            lease_until=None,
            finished_at=clock.now(),
        ):
            _log(actor, "cancelled", report)
    return access.report_for(actor, report_id)


def delete(actor: Actor, report_id: UUID) -> None:
    """Delete a report with its file; the log keeps its digest. One being made is stopped so."""
    report = access.report_for(actor, report_id, need=Action.REPORT_REQUEST)
    with transaction.atomic():
        row = Report.objects.select_for_update(of=("self",)).filter(pk=report.pk).first()
        if row is None:
            return  # somebody else was faster
        _log(actor, "deleted", report, digest=row.digest)
        if row.file:
            files.delete_on_commit(row.file)
        row.delete()


def check(
    kind: ReportKind,
    format: str,
    options: Mapping[str, Any],
    *,
    workload: Workload | None,
    review: Review | None = None,
    milestones: tuple[Milestone, ...] = (),
) -> dict[str, Any]:
    """The options of a report as they are kept; Invalid names what is wrong with them."""

    def offered() -> list[str]:
        if workload is None:
            return []
        return list(report_choices.pillars(workload, review=review, milestones=milestones))

    return report_options.checked(kind, format, options, offered=offered)


def _kind(
    review: Review | None, milestone: Milestone | None, compare_with: int | str | None
) -> ReportKind:
    if compare_with is None:
        if milestone is not None:
            return ReportKind.MILESTONE
        return ReportKind.REVIEW if review is not None else ReportKind.WORKLOAD
    fields = {}
    if milestone is None:
        fields["milestone"] = [_("Say which milestone is to be compared.")]
    elif compare_with == milestone.number:
        fields["compare_with"] = [_("Choose two different states to compare.")]
    elif not isinstance(compare_with, int) and compare_with != "now":
        fields["compare_with"] = [_("Choose the number of a milestone, or now.")]
    if review is not None:
        fields["review"] = [_("A comparison is about the whole workload.")]
    if fields:
        raise Invalid(fields=fields)
    return ReportKind.COMPARISON


def _queue(actor: Actor, report: Report, format: str, options: Mapping[str, Any]) -> Report:
    """Check what is wanted, write the row, and have it made once that is committed."""
    report.options = check(
        ReportKind(report.kind),
        format,
        options,
        workload=report.workload,
        review=report.review,
        milestones=tuple(each for each in (report.milestone, report.other) if each),
    )
    report.format, report.requested_by, report.user = format, actor.name, actor.user
    report.save(force_insert=True)
    _log(actor, "requested", report, kind=report.kind, format=format)
    send_on_commit(TASK, str(report.pk))
    return report


def _log(actor: Actor, deed: str, report: Report, **data: Any) -> None:
    verb = _VERBS[deed][report.workload_id is None]
    if report.milestone is not None:
        data["milestone"] = report.milestone.number
    log.record(actor, verb, report, workload_id=report.workload_id, data=data)
