"""The improvement plan page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from reviews.pages.rendering import render_in
from reviews.pages.workloads.addresses import uuid_in
from reviews.reads import plan_page
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def plan(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """What to do about the risks of a workload, or of one of its reviews (`?review=`); with
    `?prioritized=1` only of the questions its profile asks for first."""
    page = plan_page.build(
        request.actor,
        workload_id,
        review_id=uuid_in(request.GET, "review"),
        prioritized=bool(request.GET.get("prioritized")),
    )
    return render_in(page.workload, request, "reviews/plan.html", {"page": page, "tab": "plan"})
