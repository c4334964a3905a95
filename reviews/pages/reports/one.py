"""Pages of one report: how far it is, stop it, try it again, fetch or delete it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reviews import access
from reviews.models import Report, ReportFormat, ReportStatus
from reviews.pages.rendering import render_in
from reviews.reads import reports_page
from reviews.services import reports
from wellarch import files
from wellarch.pages import MemberRequest, member_page

# A web page of ours is shown, but not as one of ours: it runs nothing and reaches nothing.
_SANDBOX = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)
_SHOWN = (ReportFormat.PDF, ReportFormat.HTML)  # in the browser; others are saved


@require_safe
@member_page
def detail(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """One report. htmx asks for its row in a list (`?part=named`: with the workload's name), or
    (`?part=state`) for what its page shows."""
    report = access.report_for(request.actor, report_id)
    part = request.GET.get("part")
    if request.htmx and part == "state":
        return _render(request, report, "reviews/reports/state_polled.html", {})
    if request.htmx:
        named = {"with_name": part == "named"}
        return _render(request, report, "reviews/reports/row_polled.html", named)
    context = {"contents": reports_page.contents(report), "tab": "reports"}
    is_alone = report.workload is None
    template = "reviews/reports/detail_alone.html" if is_alone else "reviews/reports/detail.html"
    return _render(request, report, template, context)


@require_POST
@member_page
def retry(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Try a report that failed or was cancelled again."""
    report = reports.retry(request.actor, report_id)
    messages.success(request, _("The report is being made again."))
    return redirect("report-detail", report.pk)


@require_POST
@member_page
def cancel(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Stop a report that is not finished."""
    report = reports.cancel(request.actor, report_id)
    if report.status == ReportStatus.CANCELLED:
        messages.success(request, _("The report is cancelled."))
    else:
        messages.info(request, _("It was finished before it could be cancelled."))
    return redirect("report-detail", report.pk)


@require_POST
@member_page
def delete(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Delete a report with its file."""
    report = access.report_for(request.actor, report_id)
    reports.delete(request.actor, report_id)
    messages.success(request, _("The report is deleted."))
    if report.workload_id is None:
        return redirect("report-mine")
    return redirect("report-list", report.workload_id)


@require_safe
@member_page
def file(request: MemberRequest, report_id: UUID) -> HttpResponseBase:
    """The document, shown in the browser where it can be, or saved (`?save=1`)."""
    report = access.report_file_for(request.actor, report_id)
    format = ReportFormat(report.format)
    return files.give(
        request,
        report.file,
        name=report.file_name,
        content_type=format.media_type,
        digest=report.digest,
        is_shown=format in _SHOWN and "save" not in request.GET,
        policy=_SANDBOX if format == ReportFormat.HTML else "",
    )


def _render(
    request: MemberRequest, report: Report, template: str, context: Mapping[str, Any]
) -> HttpResponse:
    """With what the person may do on its workload; that of a portfolio is theirs."""
    shown = {"report": report, **context}
    if report.workload is None:
        return render(request, template, shown)
    return render_in(report.workload, request, template, shown)
