"""What stands beside a question: one part at a time, each a page of its own without the script."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from reviews.pages.rendering import render_in
from reviews.reads import question_side
from reviews.services.answers import MAX_NOTES
from wellarch.markdown import to_html
from wellarch.pages import MemberRequest, member_page


@require_POST
@member_page
def notes_preview(request: MemberRequest) -> HttpResponse:
    """Notes as they will be read. Nothing is saved by it."""
    html = to_html(request.POST.get("notes", "")[:MAX_NOTES])
    return render(request, "reviews/room/notes_read.html", {"html": html})


@require_safe
@member_page
def guidance(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """How to know that it is done, what goes wrong without it, how to get there."""
    page = question_side.guidance(request.actor, review_id, question)
    template = "guidance.html" if request.htmx else "guidance_page.html"
    return render_in(page.review.workload, request, f"reviews/room/{template}", {"page": page})
