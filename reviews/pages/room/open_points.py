"""What is left to do: in one review, and for oneself in all of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviews.pages.rendering import render_in
from reviews.reads import open_points
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def review_open_points(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """What there is to talk about in a review, and whose is what."""
    page = open_points.build(request.actor, review_id)
    return render_in(
        page.review.workload, request, "reviews/session/open_points.html", {"page": page}
    )


@require_safe
@member_page
def mine(request: MemberRequest) -> HttpResponse:
    """What is assigned to the person in all reviews they see, and where they are invited."""
    page = open_points.mine(request.actor)
    return render(request, "reviews/session/mine.html", {"page": page})
