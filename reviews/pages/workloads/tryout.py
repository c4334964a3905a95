"""A demo review with one click."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reviews.services import tryout
from wellarch.pages import MemberRequest, member_page


@require_POST
@member_page
def demo_begin(request: MemberRequest) -> HttpResponse:
    """Make the demo review, or find it, and lead to its first question."""
    review = tryout.begin(request.actor)
    messages.success(request, _("This is a demo: half answered, yours to change and to delete."))
    return redirect("question-detail", review.pk, tryout.first_question(review))
