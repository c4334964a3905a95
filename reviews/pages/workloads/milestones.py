"""Pages of milestones: the timeline, one as it was, and two side by side."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reviews.pages.rendering import render_in
from reviews.pages.workloads.addresses import number_in, uuid_in
from reviews.pages.workloads.forms import MilestoneForm, fill_errors
from reviews.reads import comparison, milestone_page
from reviews.services import milestones
from wellarch.errors import Invalid
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def timeline(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """All milestones, `?kind=` those of one occasion; POST records one."""
    form = MilestoneForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = milestones.record(request.actor, workload_id, **form.cleaned_data)
            except Invalid as error:
                fill_errors(form, error)
            else:
                messages.success(request, _("Milestone %(n)d is recorded.") % {"n": made.number})
                return redirect("milestone-list", workload_id)
    page = milestone_page.timeline(request.actor, workload_id, kind=request.GET.get("kind", ""))
    context = {"page": page, "tab": "milestones", "form": form}
    return render_in(page.workload, request, "reviews/milestones.html", context, status=status)


@require_safe
@member_page
def detail(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """One milestone, exactly as it was recorded; `?review=` opens one of its reviews."""
    page = milestone_page.build(
        request.actor, workload_id, number, review_id=uuid_in(request.GET, "review")
    )
    context = {"page": page, "tab": "milestones"}
    return render_in(page.workload, request, "reviews/milestone.html", context)


@require_safe
@member_page
def compare(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """A milestone beside now (the default) or another one (`?with=3`)."""
    return _compared(request, workload_id, number, number_in(request.GET, "with", none="now"))


@require_safe
@member_page
def compare_any(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Any two states (`?from=1&to=now`): without them, the last milestone and now."""
    one = number_in(request.GET, "from", none="now")
    return _compared(request, workload_id, one, number_in(request.GET, "to", none="now"))


def _compared(
    request: MemberRequest, workload_id: UUID, one: int | None, two: int | None
) -> HttpResponse:
    """`?move=` and `?pillar=` narrow what is told."""
    query = request.GET
    wanted = comparison.Wanted(one, two, query.get("move", ""), query.get("pillar", ""))
    page = comparison.build(request.actor, workload_id, wanted)
    context = {"page": page, "tab": "milestones"}
    return render_in(page.workload, request, "reviews/milestone_compare.html", context)
