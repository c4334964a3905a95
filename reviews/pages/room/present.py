"""Presenter mode: one question for a whole room. Answers are saved where the room saves them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from reviews.models import Reason
from reviews.pages.rendering import render_in
from reviews.reads import live, presenter
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def present(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """One question, full screen."""
    shown = presenter.build(request.actor, review_id, question)
    page = shown.page
    context = {
        "shown": shown,
        "page": page,
        "course": shown.course,
        "reasons": Reason.choices,
        "live_pass": live.pass_for(request.actor, page.review),
    }
    return render_in(page.review.workload, request, "reviews/session/present.html", context)


@require_safe
@member_page
def present_scope(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """The scoping questions, full screen."""
    page = presenter.scoping(request.actor, review_id)
    context = {
        "page": page,
        "course": page.course,
        "back": request.path,
    }
    return render_in(page.review.workload, request, "reviews/session/present_scope.html", context)
