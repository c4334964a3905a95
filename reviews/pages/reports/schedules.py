"""Pages of reports that come by themselves: set up, change, stop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews import access
from reviews.models import ReportSchedule, Review, Rhythm, Workload
from reviews.pages.reports.forms import ScheduleForm
from reviews.pages.workloads.addresses import uuid_in
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import report_choices, reports_page
from reviews.services import report_schedules, reports
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid, NotFound
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest) -> HttpResponse:
    """A new one: of `?workload=`, of `?review=`, or of the portfolio with the rest as filters."""
    query = request.GET.copy()
    target: dict[str, Any] = {
        "review_id": uuid_in(query, "review"),
        "workload_id": uuid_in(query, "workload"),
    }
    workload, review = _about(request, **target)
    for key in ("review", "workload"):
        query.pop(key, None)
    filters = query.urlencode() if workload is None else None
    tomorrow = timezone.localdate() + timedelta(days=1)
    data = request.POST if request.method == "POST" else None
    initial = {"rhythm": Rhythm.MONTHLY, "next_on": tomorrow}
    form = _form(data, workload, review, initial=initial)
    if data is not None and form.is_valid():
        values = _values(form, filters)
        values["first_on"] = values.pop("next_on")
        try:
            report_schedules.set_up(request.actor, **target, **values)
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("It is set up. You get a mail when a report is ready."))
            return redirect("report-mine")
    context = {"form": form, "about": workload, "review": review}
    return _shown(request, "reviews/reports/schedule_new.html", context, filters)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def change(request: MemberRequest, schedule_id: UUID) -> HttpResponse:
    """One of one's own: its rhythm and what is in it. Who sees its workload no more can stop it."""
    schedule = access.schedule_for(request.actor, schedule_id)
    workload, review = schedule.workload, schedule.review
    try:
        if workload is not None:
            workload = access.workload_for(request.actor, workload.pk)
    except NotFound:
        return render(request, "reviews/reports/schedule_lost.html", {"schedule": schedule})
    filters = str(schedule.options.get("filters", "")) if workload is None else None
    data = request.POST if request.method == "POST" else None
    form = _form(data, workload, review, schedule=schedule)
    if data is not None and form.is_valid():
        try:
            report_schedules.change(request.actor, schedule_id, changes=_values(form, filters))
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("The schedule is changed."))
            return redirect("report-mine")
    context = {"form": form, "about": workload, "review": review, "schedule": schedule}
    return _shown(request, "reviews/reports/schedule.html", context, filters)


@require_POST
@member_page
def stop(request: MemberRequest, schedule_id: UUID) -> HttpResponse:
    """No more reports of this schedule."""
    report_schedules.stop(request.actor, schedule_id)
    messages.success(request, _("No more of these reports come."))
    return redirect("report-mine")


def _about(
    request: MemberRequest, workload_id: UUID | None, review_id: UUID | None
) -> tuple[Workload | None, Review | None]:
    need = Action.REPORT_REQUEST
    if review_id is not None:
        review = access.review_for(request.actor, review_id, need=need)
        return review.workload, review
    if workload_id is not None:
        return access.workload_for(request.actor, workload_id, need=need), None
    reports.require_portfolio(request.actor)
    return None, None


def _values(form: ScheduleForm, filters: str | None) -> dict[str, Any]:
    """What was chosen as services want it; filters: of the portfolio, None for a workload."""
    values = form.values | {"next_on": form.cleaned_data["next_on"]}
    if filters is not None:
        values["options"] = values["options"] | {"filters": filters}
    return values


def _shown(
    request: MemberRequest, template: str, context: dict[str, Any], filters: str | None
) -> HttpResponse:
    if filters is not None:
        context["filters"] = reports_page.filters_in_words(request.actor, filters)
    status = 422 if request.method == "POST" else 200
    return render(request, template, context, status=status)


def _form(
    data: Mapping[str, Any] | None,
    workload: Workload | None,
    review: Review | None,
    *,
    schedule: ReportSchedule | None = None,
    initial: Mapping[str, Any] | None = None,
) -> ScheduleForm:
    pillars = report_choices.pillars(workload, review=review) if workload else {}
    kind = "portfolio" if workload is None else "workload"
    return ScheduleForm(data, kind=kind, pillars=pillars, schedule=schedule, initial=initial)
