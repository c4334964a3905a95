"""The overview of a review: shown, noted, completed, reopened, removed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews import access
from reviews.pages.rendering import render_in
from reviews.pages.room.forms import NotesForm, fill_errors
from reviews.reads import review_page
from reviews.services import reviews
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def review_detail(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """Pillars, progress, risks and completion; POST writes the review's notes."""
    form = NotesForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            reviews.write_notes(request.actor, review_id, notes=form.cleaned_data["notes"])
        except Invalid as error:
            fill_errors(form, error)
        else:
            messages.success(request, _("Notes saved."))
            return redirect("review-detail", review_id)
    page = review_page.build(request.actor, review_id)
    context = {"page": page, "form": form or NotesForm(initial={"notes": page.review.notes})}
    status = 422 if form is not None else 200
    workload = page.review.workload
    return render_in(workload, request, "reviews/room/review.html", context, status=status)


@require_POST
@member_page
def review_complete(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """Call the review complete, or say which pillars are open."""
    try:
        reviews.complete(request.actor, review_id)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The review is complete."))
    return redirect("review-detail", review_id)


@require_POST
@member_page
def review_reopen(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """Open a complete review again."""
    reviews.reopen(request.actor, review_id)
    messages.success(request, _("The review is open again."))
    return redirect("review-detail", review_id)


@require_POST
@member_page
def review_remove(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """Take the lens off the workload; its answers are kept."""
    review = access.review_for(request.actor, review_id)
    reviews.remove(request.actor, review_id)
    messages.success(
        request,
        _("%(lens)s was removed. Its answers are kept and come back with it.")
        % {"lens": review.lens.name},
    )
    return redirect("workload-detail", review.workload_id)
