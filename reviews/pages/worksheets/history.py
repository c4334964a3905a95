"""What happened to a worksheet."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from reviews.pages.rendering import render_in
from reviews.reads import worksheet_history
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def listing(request: MemberRequest, workload_id: UUID, kind: str) -> HttpResponse:
    """Who changed what, newest first."""
    page = worksheet_history.page(
        request.actor, workload_id, kind, number=request.GET.get("page", "1")
    )
    return render_in(page.workload, request, "reviews/worksheets/history.html", {"page": page})
