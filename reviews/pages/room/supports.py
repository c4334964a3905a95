"""A best practice that a worksheet speaks for is ticked, because somebody decided so."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reviews.changes import choice_path
from reviews.services import answers
from reviews.worksheets.evidence import GAME_DAYS, REVIEW_PLAN
from reviews.worksheets.kinds import KINDS
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page

_BESIDE = {GAME_DAYS: "game-day-list", REVIEW_PLAN: "review-plan"}
_PLACE = "#evidence-for"


@require_POST
@member_page
def tick(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """Select the practice `choice`; `sheet` names the worksheet (or game-days, review-plan)
    to go back to, empty for the question."""
    choice = request.POST.get("choice", "")
    try:
        answer = answers.record(
            request.actor,
            review_id=review_id,
            question=question,
            changes_wanted={choice_path(choice, "status"): "selected"},
            none_is_exclusive=True,
        )
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
        return redirect("question-detail", review_id, question)
    messages.success(request, _("The best practice is ticked."))
    sheet, workload_id = request.POST.get("sheet", ""), answer.review.workload_id
    if sheet in KINDS:
        return redirect(f"{reverse('worksheet-detail', args=(workload_id, sheet))}{_PLACE}")
    if sheet in _BESIDE:
        return redirect(f"{reverse(_BESIDE[sheet], args=(workload_id,))}{_PLACE}")
    return redirect("question-detail", review_id, question)
