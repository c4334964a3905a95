"""The parts of an open room that somebody else changed. What tells it to ask is wellarch/live."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reviews.pages.rendering import render_in
from reviews.pages.room.parsing import number
from reviews.reads import live
from wellarch.pages import MemberRequest, member_page


@require_GET
@never_cache
@member_page
def news(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """Parts that find their place by id, and the pass for asking on.

    question: the one that is shown, if any; seen: the revision of its answer; lines: the states
    of the list; form: 1 if the answer is shown as a form.
    """
    asked = request.GET
    seen = asked.get("seen", "")
    page = live.build(
        request.actor,
        review_id,
        question=asked.get("question", ""),
        seen=number(seen),
        lines=asked.get("lines", ""),
    )
    context = {"page": page, "is_form": asked.get("form") == "1"}
    return render_in(page.review.workload, request, "reviews/room/live_news.html", context)
