"""Pages on which one asks for a report: of a workload, of the portfolio."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reviews import access
from reviews.models import Workload
from reviews.pages.rendering import render_in
from reviews.pages.reports import about
from reviews.pages.reports.forms import WORD, PortfolioForm, ReportForm
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import reports_page
from reviews.services import reports
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def of_workload(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """All reports of a workload; POST asks for one."""
    if request.method == "POST":
        return _ask(request, workload_id)
    page = reports_page.build(request.actor, workload_id, request.GET.get("page", "1"))
    form = ReportForm(subjects=reports_page.subjects(page.workload))
    context = {"page": page, "tab": "reports", "form": form}
    return render_in(page.workload, request, "reviews/reports/of_workload.html", context)


@require_safe
@member_page
def create(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The form alone; the address says what the report is to be about (about.asked)."""
    workload = access.workload_for(request.actor, workload_id, need=Action.REPORT_REQUEST)
    asked = about.read(about.asked(request.GET))
    form = ReportForm(subjects=reports_page.subjects(workload), word=asked.word)
    return _form(request, workload, form, status=200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def mine(request: MemberRequest) -> HttpResponse:
    """The reports one asked for, those that come by themselves; POST reports the portfolio."""
    if request.method == "POST":
        form = PortfolioForm(request.POST)
        if form.is_valid():
            try:
                made = reports.request_portfolio(
                    request.actor, format=form.format_chosen, options=form.options
                )
            except Invalid as error:
                fill_errors(form, error)
            else:
                messages.success(request, _("The report is being made."))
                return redirect("report-detail", made.pk)
        return _portfolio_form(request, form, str(form.data.get("filters", "")), status=422)
    page = reports_page.mine(request.actor, request.GET.get("page", "1"))
    return render(request, "reviews/reports/mine.html", {"page": page})


@require_safe
@member_page
def create_portfolio(request: MemberRequest) -> HttpResponse:
    """The form for a report of the portfolio, with the filters of its address."""
    filters = request.GET.urlencode()
    return _portfolio_form(request, PortfolioForm(filters=filters), filters, status=200)


def _portfolio_form(
    request: MemberRequest, form: PortfolioForm, filters: str, *, status: int
) -> HttpResponse:
    reports.require_portfolio(request.actor)
    context = {"form": form, "filters": reports_page.filters_in_words(request.actor, filters)}
    template = "reviews/reports/new_portfolio.html"
    return render(request, template, context, status=status)


def _ask(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    workload = access.workload_for(request.actor, workload_id, need=Action.REPORT_REQUEST)
    form = ReportForm(request.POST, subjects=reports_page.subjects(workload))
    if form.is_valid():
        try:
            made = reports.request(
                request.actor,
                workload_id,
                format=form.format_chosen,
                options=form.options,
                **form.target,
            )
        except Invalid as error:
            fill_errors(form, error, milestone=WORD, compare_with=WORD, review=WORD)
        else:
            messages.success(request, _("The report is being made."))
            return redirect("report-detail", made.pk)
    return _form(request, workload, form, status=422)


def _form(
    request: MemberRequest, workload: Workload, form: ReportForm, *, status: int
) -> HttpResponse:
    word = form.data.get(WORD) or form.initial[WORD]
    context = {"tab": "reports", "form": form, "sides": about.in_words(word)}
    return render_in(workload, request, "reviews/reports/new.html", context, status=status)
