"""Pages of reports: asked for, followed, downloaded."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import access
from reviews.models import Report, Workload
from reviews.pages.rendering import render_in
from reviews.pages.workloads.forms import ReportForm
from reviews.reads import reports_page
from reviews.services import reports
from wellarch.accounts.policy import Action
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def listing(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """All reports of a workload; POST asks for one."""
    if request.method == "POST":
        need = Action.REPORT_REQUEST
        workload = access.workload_for(request.actor, workload_id, need=need)
        asked = ReportForm(request.POST, subjects=reports_page.subjects(workload))
        if asked.is_valid():
            reports.request(request.actor, workload_id, **asked.target)
            messages.success(request, _("The report is being made. It appears below."))
            return redirect("report-list", workload_id)
    page = reports_page.build(request.actor, workload_id, request.GET.get("page", "1"))
    form = asked if request.method == "POST" else _empty_form(page.workload)
    context = {"page": page, "tab": "reports", "form": form}
    status = 422 if request.method == "POST" else 200
    return render_in(page.workload, request, "reviews/reports.html", context, status=status)


@require_safe
@member_page
def detail(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """One report: how far it is, or where its file is. htmx asks for the row alone."""
    report = access.report_for(request.actor, report_id)
    context = {"report": report, "tab": "reports"}
    template = "reviews/report_polled.html" if request.htmx else "reviews/report.html"
    return render_in(report.workload, request, template, context)


@require_POST
@member_page
def retry(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Try a failed report again."""
    report = reports.retry(request.actor, report_id)
    messages.success(request, _("The report is being made again."))
    return redirect("report-list", report.workload_id)


@require_safe
@member_page
def file(request: MemberRequest, report_id: UUID) -> FileResponse:
    """The document, shown in the browser or saved (`?save=1`)."""
    report = access.report_file_for(request.actor, report_id)
    response = FileResponse(
        report.file,
        as_attachment="save" in request.GET,
        filename=_file_name(report),
        content_type="application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _empty_form(workload: Workload) -> ReportForm:
    return ReportForm(subjects=reports_page.subjects(workload))


def _file_name(report: Report) -> str:
    about = report.milestone.name if report.milestone else report.requested_at.date().isoformat()
    return f"{slugify(report.workload.name) or 'workload'}-{slugify(about) or 'report'}.pdf"
