"""Improvements at one click: from the plan, one or several, and from a question."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reviews.models import Improvement
from reviews.pages.rendering import render_in
from reviews.reads import improvement_beside
from reviews.services import improvements
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.pages import MemberRequest, member_page


@require_POST
@member_page
def from_plan(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Make improvements of what was chosen in the plan: `one` button, or every ticked `item`."""
    sent = request.POST.getlist("one") or request.POST.getlist("item")
    wanted = [_wanted(value) for value in sent]
    place = ""
    try:
        made = improvements.make_many(request.actor, workload_id, wanted=wanted)
    except (Invalid, Conflict) as error:
        messages.error(request, error.message if sent else _("Tick what is to be improved first."))
    else:
        words = ngettext("%(n)d improvement is made.", "%(n)d improvements are made.", len(made))
        messages.success(request, words % {"n": len(made)})
        place = f"#plan-{wanted[0]['review_id']}-{wanted[0]['question']}" if len(made) == 1 else ""
    answer = redirect("plan", workload_id)
    query = QueryDict(request.POST.get("back", "")).urlencode()
    answer["Location"] += (f"?{query}" if query else "") + place
    return answer


def _wanted(value: str) -> dict[str, Any]:
    found = QueryDict(value)
    try:
        review_id = UUID(found.get("review", ""))
    except ValueError:
        raise NotFound(_("There is no such review.")) from None
    return {
        "review_id": review_id,
        "question": found.get("question", ""),
        "choices": found.getlist("choice") or None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def from_question(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """The improvements of a question; POST makes one of some missing practices (`choices`, blanks
    between them), or of all."""
    made, refused = None, ""
    if request.method == "POST":
        try:
            made = _made(request, review_id, question)
        except (Invalid, Conflict) as error:
            refused = error.message
        else:
            if not request.htmx:
                messages.success(request, _("Improvement %(n)d is made.") % {"n": made.number})
                return redirect("improvement-detail", made.workload_id, made.number)
    page = improvement_beside.build(request.actor, review_id, question)
    template = "beside.html" if request.htmx else "beside_page.html"
    context = {"page": page, "made": made, "refused": refused}
    # htmx shows an answer only when it is not an error.
    status = 422 if refused and not request.htmx else 200
    workload = page.review.workload
    return render_in(workload, request, f"reviews/improvements/{template}", context, status=status)


def _made(request: MemberRequest, review_id: UUID, question: str) -> Improvement:
    choices = request.POST.get("choices", "").split() or None
    return improvements.make_from_question(request.actor, review_id, question, choices=choices)
