"""The page of a workload over time."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from reviews.pages.rendering import render_in
from reviews.reads import trends
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def workload_trends(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Risks, best practices in place, improvements and maturity, milestone by milestone."""
    page = trends.build(request.actor, workload_id)
    context = {"page": page, "tab": "milestones"}
    return render_in(page.workload, request, "reviews/trends.html", context)
